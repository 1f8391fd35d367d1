import pytest

from app.drafting.outline import KINDS, Head, load, numbered, of_kind, of_report, role_of
from index.query.facets import facet_words
from ingest.report import understand
from prompts import DataFileError


@pytest.mark.parametrize("kind", KINDS)
def test_the_outlines_of_all_kinds_load_with_known_roles(kind):
    made = of_kind(kind)
    roles = {role.name for role in facet_words().roles} | {"", "results"}
    assert {head.role for head in made.heads} <= roles
    assert any(head.annex for head in made.heads)
    assert all(head.search for head in made.heads if head.role)


def test_numbers_begin_anew_below_a_higher_heading_and_points_count_as_the_decree_does():
    levels = "part section clause point point point point point section clause part section".split()
    assert numbered([Head(level, "x") for level in levels]) == [
        "Phần I", "I.", "1.", "a)", "b)", "c)", "d)", "đ)", "II.", "1.", "Phần II", "I.",
    ]  # fmt: skip


def test_a_report_lends_its_outline(samples):
    made = of_report(understand(samples / "reports" / "phu-van.txt"), of_kind("annual"))
    assert [h.level for h in made.heads[:2]] == ["part", "section"]
    limits = next(head for head in made.heads if head.heading.startswith("Hạn chế"))
    assert (limits.role, limits.listed) == ("limits", True)


def test_the_innermost_role_counts():
    assert role_of(["Đánh giá chung", "Hạn chế", "Nguyên nhân của hạn chế"]) == "causes"
    assert role_of(["Kết quả phong trào", "Giáo dục"]) == "results"


def test_a_broken_outline_says_what_is_expected(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        'title = "x"\nopening = "x"\nclosing = "x"\n[[section]]\nlevel = "chapter"\nheading = "y"\n', encoding="utf-8"
    )
    with pytest.raises(DataFileError, match="chapter"):
        load(file)
