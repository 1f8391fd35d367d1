"""What of a Word file's tables counts nothing: numbers of rows and of columns, and those that name a row (grades)."""

from __future__ import annotations

import regex as re
from lxml.etree import _Element

from app.renewal.paragraph_text import CELL, PARAGRAPH, ROW, TABLE, ParagraphText
from ingest.facts.vocabulary import fact_words
from ingest.language.spelling import fold

RUNNING = re.compile(r"\(?(?:[IVXLC]{1,6}|\d{1,3}(?:\.\d{1,3}){0,8}|[a-zđA-ZĐ])[.)]?\)?")  # "1", "2.1", "II", "a)"
COLUMN_NUMBER = re.compile(r"\(?(?:[A-ZĐ]|\d{1,2})(?:\s?=.{0,20})?\)?")  # "(1)", "3=2/1"
NAMING = frozenset(
    ("khối", "lớp", "khối lớp", "tháng", "quý", "tuổi", "độ tuổi")
)  # titles of columns whose numbers name rows
LEAST = 3  # cells of a row that numbers columns


def running_numbers(root: _Element) -> set[_Element]:
    """Return the paragraphs of cells that only number or name a row or a column."""
    numbering: set[_Element] = set()
    for table in root.iter(TABLE):
        rows = [[cell for cell in row if cell.tag == CELL] for row in table if row.tag == ROW]
        texts = [[_text(cell) for cell in row] for row in rows]
        size = max((len(row) for row in rows), default=0)
        if size < 2:
            continue
        firsts = [row[0] for row in texts if len(row) == size and row[0]]
        notes = [text for text in firsts if fold(text).strip(" .:") in fact_words().notes]
        body = [text for text in firsts if text not in notes]
        if firsts and fold(firsts[0]).strip(" .:") in NAMING:
            numbering.update(part for row in rows[1:] if _text(row[0]).isdigit() for part in row[0].iter(PARAGRAPH))
        if body and all(RUNNING.fullmatch(text) for text in body) and (notes or _runs(body)):
            for row, cells in zip(rows, texts, strict=True):
                if RUNNING.fullmatch(cells[0]) if cells else False:
                    numbering.update(row[0].iter(PARAGRAPH))
        for row, cells in zip(rows, texts, strict=True):
            filled = [text for text in cells if text]
            if len(filled) >= LEAST and all(COLUMN_NUMBER.fullmatch(text) for text in filled) and _counts(filled):
                for cell in row:
                    numbering.update(cell.iter(PARAGRAPH))
    return numbering


def _runs(texts: list[str]) -> bool:
    """Say whether a column counts its rows: it begins with a first number and goes up."""
    numbers = [int(text.strip("().")) for text in texts if text.strip("().").isdigit()]
    return len(numbers) >= 2 and numbers[0] == 1 and numbers == sorted(numbers)


def _counts(texts: list[str]) -> bool:
    numbers = [int(match[0]) for text in texts if (match := re.match(r"\d+", text.strip("(")))]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (1, 2)


def _text(cell: _Element) -> str:
    return " ".join(ParagraphText(paragraph).text for paragraph in cell.iter(PARAGRAPH)).strip()
