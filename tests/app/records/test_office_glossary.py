import pytest

from app.records.office_glossary import BadEntry, GlossaryEntry, OfficeGlossary
from index.query.glossary import glossary
from index.query.office_words import OfficeWords, take_up


@pytest.fixture
def kept(store):
    yield OfficeGlossary(store)
    take_up(OfficeWords())


def test_an_entry_is_kept_replaced_and_dropped(kept, store):
    kept.put(" TTPVHCC ", "Trung tâm Phục vụ  hành chính công; Bộ phận một cửa", "an")
    assert kept.entries() == [GlossaryEntry("TTPVHCC", ("Trung tâm Phục vụ hành chính công", "Bộ phận một cửa"))]
    assert glossary().is_short("ttpvhcc")
    kept.put("ttpvhcc", "Trung tâm Phục vụ hành chính công", "an")
    assert [entry.meant for entry in OfficeGlossary(store).entries()] == [("Trung tâm Phục vụ hành chính công",)]
    assert kept.drop("TTPVHCC") and not kept.drop("TTPVHCC")
    assert kept.entries() == [] and not glossary().is_short("ttpvhcc")


@pytest.mark.parametrize(("said", "meant", "why"), [
    ("", "x", "cả hai ô"), ("MC", " ; ", "cả hai ô"), ("một hai ba bốn năm sáu bảy", "x", "dài quá 6 chữ"),
    ("Một cửa", "một  CỬA", "chính nó"),
])  # fmt: skip
def test_what_cannot_be_an_entry_is_told(kept, said, meant, why):
    with pytest.raises(BadEntry, match=why):
        kept.put(said, meant, "an")
    assert kept.entries() == []
