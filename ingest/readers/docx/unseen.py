"""What is in a Word file and nobody is to see is taken out of the tree: deleted, hidden, white on white, struck out.

Struck-out text is seen but void: it is taken out too, and told.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from ingest.language.text import fold_spaces
from ingest.readers.docx.names import CELL, CONTENT, CONTROL, P_PR, R_PR, ROW, RUN, TABLE, TEXT, TEXT_BOX, VALUE, P, W
from ingest.readers.docx.styles import Styles, is_on

DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
WHITEST = 0xF4  # of red, green and blue each, from which paper and letters look alike
NO_FILL = frozenset({"auto", "", "none"})
PLAIN_TABLES = frozenset({"", "tablegrid", "tablenormal", "table grid", "normal table"})
LONGEST_SHOWN = 40  # characters of a struck-out stretch that a warning shows
MOST_SHOWN = 3  # of them


def drop(root: _Element, styles: Styles, void: list[str]) -> None:
    """Take out of a part what is not to be read; the struck-out stretches are added to ``void``."""
    _drop_deleted(root)
    _drop_prompts(root)
    for paragraph in list(root.iter(P)):
        struck = ""
        for run in list(paragraph.iter(RUN)):
            if next(run.iterancestors(P), None) is not paragraph:
                continue
            if is_on(styles.of_run(run, "vanish")) or _is_white(run, styles):
                _empty(run)
            elif is_on(styles.of_run(run, "strike")) or is_on(styles.of_run(run, "dstrike")):
                struck += "".join(piece.text or "" for piece in run.iter(TEXT))
                _empty(run)
            elif struck.strip() and run.find(TEXT) is not None:
                void.append(fold_spaces(struck))
                struck = ""
        if struck.strip():
            void.append(fold_spaces(struck))
        if is_on(styles.of_mark(paragraph, "vanish")) and not _has_content(paragraph):
            _remove_paragraph(paragraph)


def told(void: list[str]) -> tuple[str, ...]:
    """Return what the user should know of struck-out text; empty for none."""
    if not void:
        return ()
    words = ", ".join(f"“{_shortened(text)}”" for text in void[:MOST_SHOWN])
    more = f" và {len(void) - MOST_SHOWN} chỗ nữa" if len(void) > MOST_SHOWN else ""
    return (
        f"bỏ không đọc chữ bị gạch ngang (coi như đã hủy): {words}{more}; chữ nào còn hiệu lực thì hãy bỏ gạch rồi nạp lại",
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rsplit(" ", 1)[0] + " …"


def _drop_deleted(root: _Element) -> None:
    for row in list(root.iter(ROW)):
        if row.find(f"{W}trPr/{W}del") is not None:
            _remove(row)
    for cell in list(root.iter(CELL)):
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            for text in cell.iter(TEXT):
                text.text = ""
    for element in [e for e in root.iter(*DELETED) if e.getparent() is not None]:
        parent = element.getparent()
        if parent is not None and parent.tag not in (R_PR, f"{W}trPr", f"{W}tcPr", f"{W}numPr"):
            _remove(element)
    for paragraph in list(root.iter(P)):
        mark = next(paragraph.iterfind(f"{P_PR}/{R_PR}"), None)
        if mark is not None and any(mark.find(tag) is not None for tag in DELETED):
            _join_with_next(paragraph)


def _join_with_next(paragraph: _Element) -> None:
    """A paragraph whose mark is deleted goes on as the next one, whose number and style are kept."""
    following = paragraph.getnext()
    if following is None or following.tag != P:
        if not _has_content(paragraph) and following is not None:
            _remove_paragraph(paragraph)
        return
    place = 1 if following.find(P_PR) is not None else 0
    for child in reversed([child for child in paragraph if child.tag != P_PR]):
        following.insert(place, child)
    _remove(paragraph)


def _drop_prompts(root: _Element) -> None:
    """Empty the content controls that show only what is to be filled in."""
    for control in root.iter(CONTROL):
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None and is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr")):
            for content in control.iterfind(CONTENT):
                for run in list(content.iter(RUN)):
                    _empty(run)


def _is_white(run: _Element, styles: Styles) -> bool:
    """Say whether a run is written in the colour of its ground."""
    colour = styles.of_run(run, "color")
    if colour is None or run.find(TEXT) is None:
        return False
    own = colour.get(VALUE, "auto").lower()
    if own in NO_FILL:
        return False
    highlight = styles.of_run(run, "highlight")
    if highlight is not None and highlight.get(VALUE) not in ("none", "white"):
        return False
    ground = _ground(run, styles)
    return ground is not None and (own == ground or (_whitish(own) and _whitish(ground)))


def _ground(run: _Element, styles: Styles) -> str | None:
    """Return the colour a run stands on, as six digits; None where the format does not tell it."""
    fill = _fill(styles.of_run(run, "shd"))
    paragraph = next(run.iterancestors(P), None)
    holders = [] if paragraph is None else [paragraph, *styles.paragraph_chain(paragraph)]
    fill = fill or next((f for holder in holders if (f := _fill(holder.find(f"{P_PR}/{W}shd")))), "")
    if fill:
        return fill
    for above in run.iterancestors(CELL, TABLE, TEXT_BOX):
        if above.tag == TEXT_BOX:
            return None  # a box may be filled with any colour
        if colour := _fill(above.find(f"{W}tcPr/{W}shd")) or _fill(above.find(f"{W}tblPr/{W}shd")):
            return colour
        style = above.find(f"{W}tblPr/{W}tblStyle")
        if style is not None and style.get(VALUE, "").lower() not in PLAIN_TABLES:
            return None  # its style may fill rows
    document = next(run.iterancestors(f"{W}document"), None)
    page = None if document is None else document.find(f"{W}background")
    return "ffffff" if page is None else page.get(f"{W}color", "ffffff").lower()


def _fill(shade: _Element | None) -> str:
    if shade is None:
        return ""
    if shade.get(VALUE) == "solid" and shade.get(f"{W}color", "auto").lower() not in NO_FILL:
        return shade.get(f"{W}color", "").lower()
    fill = shade.get(f"{W}fill", "").lower()
    return "" if fill in NO_FILL else fill


def _whitish(colour: str) -> bool:
    try:
        return len(colour) == 6 and all(int(colour[at : at + 2], 16) >= WHITEST for at in (0, 2, 4))
    except ValueError:
        return False


def _has_content(paragraph: _Element) -> bool:
    return any(_contents(paragraph))


def _contents(paragraph: _Element) -> Iterator[bool]:
    for run in paragraph.iter(RUN):
        yield any(child.tag != R_PR and (child.tag != TEXT or bool((child.text or "").strip())) for child in run)


def _empty(run: _Element) -> None:
    """Take out what a run shows; marks of fields stay, since others hang on them."""
    for child in list(run):
        if child.tag not in (R_PR, f"{W}fldChar", f"{W}instrText", f"{W}footnoteReference", f"{W}endnoteReference"):
            run.remove(child)


def _remove_paragraph(paragraph: _Element) -> None:
    """Take a paragraph out; the only one of a cell stays, empty and without its number."""
    if paragraph.find(f"{P_PR}/{W}sectPr") is None:
        parent = paragraph.getparent()
        if parent is not None and (parent.tag != CELL or len(parent.findall(P)) > 1):
            parent.remove(paragraph)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
