"""The figures that a person sees in a Word file: every run of every part that the body leads to, but running heads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import regex as re
from lxml import etree
from lxml.etree import _Element

from ingest.audit.model import LONG_FRACTION, Doubt, SeenFigures
from ingest.readers.docx import DAMAGE
from ingest.readers.docx.names import MC, P_PR, ROW, RUN, TEXT, VALUE, A, C, M, P, R, W
from ingest.readers.docx.package import Package, ZipParts
from ingest.readers.docx.styles import Styles, is_on

# Parts that hold no words of the report, that repeat those of another, or that stand outside of it.
APART = frozenset(
    "styles stylesWithEffects settings webSettings theme fontTable numbering comments commentsExtended commentsIds people"
    " commentsExtensible glossaryDocument customXml image footer header diagramLayout diagramColors diagramQuickStyle"
    " diagramDrawing chartStyle chartColorStyle hyperlink attachedTemplate printerSettings package oleObject font".split()
)
PARTS_OF_BLOCKS = frozenset(f"{W}{part}" for part in ("document", "hdr", "footnotes", "endnotes"))  # all words in paragraphs
Blocks = dict[_Element | None, list[_Element]]

BLOCKS = frozenset({P, f"{A}p", f"{C}pt", f"{M}oMathPara"})
WORDS = frozenset({TEXT, f"{M}t", f"{A}t", f"{C}v"})
EQUATION_PARTS = tuple(f"{M}{part}" for part in ("num", "den", "sup", "sub", "deg", "lim"))
VOID = frozenset({f"{W}del", f"{W}moveFrom", f"{MC}Fallback"})
WHITE = frozenset({"FFFFFF", "FEFEFE"})
FURNITURE = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC)\b")  # fields of page numbers and contents pages
CONTENTS = re.compile(r"(?<![.…])(?<!\.\s)(?:\.\s?+|…){4,}+\s*+\d{1,4}+\s*+$")
PAGE_ALONE = re.compile(r"\d{1,3}")
MARK = re.compile(r"^\s*+\d{1,2}+\s*+")


def seen(path: Path, doubt: Doubt) -> list[SeenFigures]:
    """Return the paragraphs with figures in ``doubt``, part by part; a damaged file, and another kind, gives nothing."""
    try:
        with path.open("rb") as file:
            package = Package(ZipParts(file))
            if not package.main.startswith("word/"):
                return []
            roots = [package.root(name) for name in _parts(package)]
            doubt.weigh(text for root in roots for text in _rough(root))
            if not doubt:
                return []
            blocks = [_blocks(root) for root in roots]
            open_ = [{block: words for block, words in part.items() if not doubt.passes(_text(words))} for part in blocks]
            if not any(open_):
                return []
            styles = _styles(package)
            return [SeenFigures(text) for part in open_ for text in _texts(part, styles)]
    except DAMAGE:
        return []


def _styles(package: Package) -> Styles:
    name = package.related(package.main, "styles")
    return Styles(package.root(name) if name else etree.Element(f"{W}styles"))


def _parts(package: Package) -> Iterator[str]:
    """Yield the names of the parts that the body leads to; of headers and footers only those of a first page."""
    waiting, met = [package.main], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in met or not name.endswith(".xml") or name not in package.names:
            continue
        met.add(name)
        yield name
        relations = package.relations(name)
        waiting += [relation.target for relation in relations.values() if relation.kind not in APART]
        if name == package.main:
            beside = package.root(name).iter(f"{W}headerReference", f"{W}footerReference")
            first = [part.get(f"{R}id", "") for part in beside if part.get(f"{W}type") == "first"]
            waiting += [relations[identity].target for identity in first if identity in relations]


def _rough(root: _Element) -> Iterator[str]:
    """Yield all words of a part, seen or not; those of a box within a paragraph twice."""
    for block in root.iter(*BLOCKS):
        yield "".join(map(str, block.itertext(*WORDS)))
    if root.tag not in PARTS_OF_BLOCKS:
        yield " ".join(map(str, root.itertext(*WORDS)))


def _blocks(root: _Element) -> Blocks:
    """Return the elements with words of every paragraph that holds a figure, seen or not."""
    blocks: Blocks = {}
    for element in root.iter(*WORDS):
        if element.text:
            block = next((above for above in element.iterancestors() if above.tag in BLOCKS), None)
            blocks.setdefault(block, []).append(element)
    return {block: words for block, words in blocks.items() if any(map(str.isdigit, _text(words)))}


def _text(words: Sequence[_Element]) -> str:
    texts = ((_rounded(word) if word.tag == f"{C}v" else word.text or "", _is_part(word)) for word in words)
    return "".join(f" {text} " if part else text for text, part in texts)


def _texts(blocks: Blocks, styles: Styles) -> Iterator[str]:
    """Yield the text of paragraphs as it is seen."""
    roots = {block.getroottree().getroot() for block in blocks if block is not None}
    for root in roots:
        styles.meet(root)
    printed = frozenset("".join(map(str, paragraph.itertext(TEXT))).strip() for root in roots for paragraph in root.iter(P))
    for block, words in blocks.items():
        text = _text([element for element in words if _is_seen(element, styles)])
        if block is not None and block.tag == P and _is_furniture(block, text, styles, printed):
            continue
        if any(map(str.isdigit, text)):
            yield text


def _is_part(element: _Element) -> bool:
    """Say whether a text is the part of an equation that stands above, below or beside another: a numerator, a power."""
    return next(element.iterancestors(*EQUATION_PARTS), None) is not None


def _is_listed(block: _Element, printed: Collection[str]) -> bool:
    """Say whether a paragraph is a typed line of a contents page: a title that is printed again, a tab, a page."""
    words = [text.text or "" for text in block.iter(TEXT)]
    title = "".join(words[:-1]).strip()
    tabbed = next((element for element in reversed(list(block.iter(TEXT, f"{W}tab"))) if element.tag != TEXT), None)
    return tabbed is not None and title in printed and PAGE_ALONE.fullmatch(words[-1].strip()) is not None


def _is_furniture(block: _Element, text: str, styles: Styles, printed: Collection[str]) -> bool:
    codes = [code.text or "" for code in block.iter(f"{W}instrText")]
    codes += [code.get(f"{W}instr", "") for code in block.iter(f"{W}fldSimple")]
    listed = styles.is_contents(block) or CONTENTS.search(text) or _is_listed(block, printed)
    return bool(listed or any(map(FURNITURE.search, codes)))


def _is_seen(element: _Element, styles: Styles) -> bool:
    run = None
    for above in element.iterancestors():
        if above.tag in VOID or (above.tag == ROW and above.find(f"{W}trPr/{W}del") is not None):
            return False
        if above.tag == f"{W}sdt" and above.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            return False
        if above.tag == P and next(above.iterfind(f"{P_PR}/{W}rPr/{W}vanish"), None) is not None and len(above) == 1:
            return False
        run = above if above.tag == RUN and run is None else run
    if run is None:
        return True
    if any(is_on(styles.of_run(run, name)) for name in ("vanish", "strike", "dstrike")):
        return False
    color, raised = styles.of_run(run, "color"), styles.of_run(run, "vertAlign")
    if color is not None and color.get(VALUE, "").upper() in WHITE:
        return False
    return not (raised is not None and raised.get(VALUE) == "superscript" and MARK.fullmatch(element.text or ""))


def _rounded(value: _Element) -> str:
    """Return a number of a chart as far as it is shown: shares may be shown as per cent, long fractions are rounded."""
    cache = next(value.iterancestors(f"{C}numCache", f"{C}numLit"), None)
    form = cache.find(f"{C}formatCode") if cache is not None else None
    if form is not None and "%" in (form.text or ""):
        return ""
    return LONG_FRACTION.sub("", value.text or "")
