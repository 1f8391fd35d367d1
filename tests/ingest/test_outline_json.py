"""The JSON of ``python -m ingest outline``."""

from __future__ import annotations

import json

from ingest.model import Footnote, Line, Source, Table
from ingest.outline_json import as_json
from ingest.report import assemble


def test_the_shape_of_the_interface() -> None:
    lines = (
        "I. KẾT QUẢ",
        "1. Kinh tế",
        "Thu ngân sách đạt 5 tỷ đồng.",
        "2. Xã hội",
        "Có 12 thôn văn hóa.",
        "II. HẠN CHẾ",
        "Còn chậm.",
    )
    source = Source(
        tuple(Line(text, page, whole=True) for page, text in enumerate(lines, start=1)),
        7,
        (Table((("Stt", "Nội dung"),), 3, 2),),
        (Footnote("1", "Chú thích", 6),),
        ("trang 8 không có lớp chữ: không đọc được",),
    )
    made = as_json(assemble(source, "0" * 64, "a.pdf"))
    assert json.loads(json.dumps(made)) == made
    assert list(made) == ["file", "pages", "metadata", "outline", "tables", "footnotes", "warnings"]
    assert (made["file"], made["pages"]) == ("a.pdf", 7)
    assert set(made["metadata"]) == {
        "agency", "place", "province", "title", "period_from", "period_to", "number", "date", "signer",
    }  # fmt: skip
    assert made["outline"] == [
        {"label": "I", "title": "KẾT QUẢ", "level": 1, "page": 1, "children": [
            {"label": "1", "title": "Kinh tế", "level": 2, "page": 2, "children": []},
            {"label": "2", "title": "Xã hội", "level": 2, "page": 4, "children": []},
        ]},
        {"label": "II", "title": "HẠN CHẾ", "level": 1, "page": 6, "children": []},
    ]  # fmt: skip
    assert made["tables"][0]["page"] == 3 and made["tables"][0]["rows"] == [["Stt", "Nội dung"]]
    assert made["footnotes"] == [{"mark": "1", "text": "Chú thích", "page": 6}]
    assert made["warnings"] == ["trang 8 không có lớp chữ: không đọc được"]
