"""Reports of an invented commune, made of paragraphs and tables, for the checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from app.checks.model import Sheet
from ingest.language.text import normalize
from ingest.model import Kind, Line, Source, Table
from ingest.report import assemble

HEAD = (
    "ỦY BAN NHÂN DÂN",
    "XÃ LAM TRÀ",
    "Số: 45/BC-UBND",
    "Lam Trà, ngày 12 tháng 12 năm 2024",
    "BÁO CÁO",
    "Tình hình kinh tế - xã hội năm 2024",
    "Ủy ban nhân dân xã Lam Trà báo cáo như sau:",
)


@pytest.fixture
def sheet() -> Callable[..., Sheet]:
    """Return what makes a sheet of paragraphs; one that is a list of rows is a table."""

    def made(*parts: str | Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> Sheet:
        lines = [Line(text, whole=True) for text in head]
        tables: list[Table] = []
        for part in parts:
            if isinstance(part, str):
                lines.append(Line(part, whole=True))
                continue
            for number, row in enumerate(part):
                text = " ".join(dict.fromkeys(filter(None, row)))
                lines.append(Line(text, kind=Kind.TABLE, whole=True, row=(len(tables), number)))
            tables.append(Table(tuple(tuple(row) for row in part), None))
        return Sheet(assemble(Source(tuple(lines), tables=tuple(tables)), "id", normalize("lam-tra.docx")))

    return made
