"""What differs between a report as read and what a writer who had seen no reader says that a person sees in its file."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UnreadableFile
from ingest.language.text import fold_spaces
from ingest.model import Report
from ingest.outline_json import as_json
from ingest.readers.ocr import tesseract
from ingest.report import understand
from ingest.text_output import as_text
from tests.ingest.exam.fresh_kit import OFFICE

BY_OFFICE = (".odt", ".rtf")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # begins what Word up to 2003 saved


def check(file: Path, wanted: dict[str, Any]) -> None:
    """Assert that a file is read as wanted, or refused where it is to be; skip what a program is missing for."""
    if OFFICE is None and (file.suffix in BY_OFFICE or (file.suffix == ".doc" and file.read_bytes().startswith(OLE))):
        pytest.skip("LibreOffice is not installed")
    if "must_ocr" in wanted and tesseract.missing() is not None:
        pytest.skip("Debian's tesseract-ocr and tesseract-ocr-vie are not installed")
    if wanted.get("refuse"):
        with pytest.raises(UnreadableFile):
            understand(file)
        return
    assert differences(understand(file), wanted) == {}


def differences(report: Report, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what is not as wanted, by the part of the expectation: what is missing, what should not stand there, or what
    stands there instead; empty where all is right.
    """
    text = _folded(as_text(report))
    forms = (*wanted.get("must", ()), *wanted.get("must_ocr", ()))
    facts = as_json(report)["metadata"]
    wrong = {name: facts[name] for name, value in wanted.get("meta", {}).items() if not _is_same(name, value, facts[name])}
    found: dict[str, Any] = {
        "must": [form for form in forms if not _stands(form, text, wanted)],
        "must_any": [any_of for any_of in wanted.get("must_any", ()) if not any(_folded(form) in text for form in any_of)],
        "must_not": [form for form in wanted.get("must_not", ()) if _folded(form) in text],
        "warn": [] if report.warnings or not wanted.get("warn") else ["no warning"],
        "meta": wrong,
    }
    headings = _headings(report)
    if "outline" in wanted and headings != [[label, title.casefold()] for label, title in wanted["outline"]]:
        found["outline"] = headings
    return {part: what for part, what in found.items() if what}


def _stands(form: str, text: str, wanted: dict[str, Any]) -> bool:
    """Say whether a form stands in the text; TCVN3 has no capitals with tones, so that there any letters will do."""
    if "TCVN3" in wanted["kind"]:
        return _folded(form).casefold() in text.casefold()
    return _folded(form) in text


def _headings(report: Report) -> list[list[str]]:
    """Return number and title of the headings that have a number."""
    headings = (report.path(at)[-1] for at in range(len(report.headings)))
    return [[heading.label, heading.title.rstrip(".:; ").casefold()] for heading in headings if heading.label != "*"]


def _is_same(name: str, wanted: Any, found: Any) -> bool:
    """Say whether a fact is as wanted; an issuer may have its unit behind it, "UBND" in full, a place its kind before it."""
    if wanted is None or found is None:
        return bool(wanted == found)
    own, other = str(found).casefold(), str(wanted).casefold()
    if name == "date":
        return own == "-".join(reversed(other.split("/")))
    if name == "place":
        return f" {own}".endswith(f" {other}")
    return own == other or (name in ("issuer", "parent") and f"{_long(own)} ".startswith(f"{_long(other)} "))


@cache
def _long(name: str) -> str:
    return name.replace("ubnd", "ủy ban nhân dân")


def _folded(text: str) -> str:
    return fold_spaces(unicodedata.normalize("NFC", text))
