"""The JSON of ``python -m ingest outline``."""

from __future__ import annotations

import json

from ingest.model import Kind, Line, Source, Table
from ingest.outline_json import as_json
from ingest.report import assemble


def test_the_shape_of_the_interface() -> None:
    texts = (
        "I. KẾT QUẢ",
        "1. Kinh tế",
        "Thu ngân sách đạt 5 tỷ đồng.",
        "2. Xã hội",
        "Có 12 thôn văn hóa.",
        "II. HẠN CHẾ",
        "Còn chậm.",
    )
    source = Source(
        (
            *(
                Line(text, page, whole=True, marks=((28, "1"),) if page == 3 else ())
                for page, text in enumerate(texts, start=1)
            ),
            Line("Chú thích", 7, Kind.NOTE, whole=True, mark="1"),
            Line("Stt Nội dung", 7, Kind.TABLE, whole=True, row=(0, 0)),
        ),
        7,
        (Table((("Stt", "Nội dung"),), 7),),
        ("trang 8 không có lớp chữ: không đọc được",),
    )
    made = as_json(assemble(source, "0" * 64, "a.pdf"))
    assert json.loads(json.dumps(made)) == made
    assert list(made) == ["file", "pages", "metadata", "outline", "tables", "footnotes", "warnings", "found"]
    assert (made["file"], made["pages"]) == ("a.pdf", 7)
    assert set(made["metadata"]) == {
        "issuer", "parent", "kind_of_document", "place", "province", "title", "period_from", "period_to", "number",
        "date", "signer",
    }  # fmt: skip
    assert made["outline"] == [
        {"label": "I", "title": "KẾT QUẢ", "level": 1, "page": 1, "children": [
            {"label": "1", "title": "Kinh tế", "level": 2, "page": 2, "children": []},
            {"label": "2", "title": "Xã hội", "level": 2, "page": 4, "children": []},
        ]},
        {"label": "II", "title": "HẠN CHẾ", "level": 1, "page": 6, "children": []},
    ]  # fmt: skip
    assert made["tables"][0]["page"] == 7 and made["tables"][0]["rows"] == [["Stt", "Nội dung"]]
    assert made["footnotes"] == [
        {"mark": "1", "text": "Chú thích", "page": 7, "section": ["I", "1"], "anchor": "Thu ngân sách đạt 5 tỷ đồng."},
    ]
    assert made["warnings"] == ["trang 8 không có lớp chữ: không đọc được"]
