"""What styles say of a run and of a paragraph: the nearest of the run itself, its style, its paragraph's style."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re
from lxml.etree import _Element

from ingest.readers.docx.names import OFF, P_PR, R_PR, VALUE, P, W

DEEPEST = 12  # styles that are based on one another; guards against a circle
HEADING = re.compile(r"^(?:heading|tiêu đề|đề mục) ?([1-9])$", re.IGNORECASE)
CONTENTS = re.compile(r"^(?:toc|contents|mục lục) ?(?:\d|heading)$|^table of figures$|^contents heading$", re.IGNORECASE)
NO_LEVEL = 9  # outline level of body text


class Styles:
    """The styles of one document."""

    def __init__(self, styles: _Element) -> None:
        self.element = styles
        self._by_id = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
        default = (s for s in styles.iter(f"{W}style") if s.get(f"{W}default") in ("1", "true", "on"))
        self._default = next((s for s in default if s.get(f"{W}type") == "paragraph"), None)
        self._used: set[str] = set()
        self._kept: dict[tuple[str, str], _Element | None] = {}
        self.meet(styles)
        self._document = list(styles.iterfind(f"{W}docDefaults/{W}rPrDefault/{R_PR}"))

    def meet(self, part: _Element) -> None:
        """Learn which properties a part sets at all; those that nothing sets need not be looked for run by run."""
        self._used |= {str(child.tag) for properties in part.iter(R_PR) for child in properties}

    def of_run(self, run: _Element, name: str) -> _Element | None:
        """Return the property of a run by its name ("vanish"), None where nothing sets it."""
        if f"{W}{name}" not in self._used:
            return None
        own = run.find(R_PR)
        if own is not None:
            if (setting := own.find(f"{W}{name}")) is not None:
                return setting
            if (setting := self._of_style(_value(own.find(f"{W}rStyle")), name)) is not None:
                return setting
        return self._of_paragraph(next(run.iterancestors(P), None), name)

    def of_mark(self, paragraph: _Element, name: str) -> _Element | None:
        """Return the property of a paragraph's own mark."""
        if f"{W}{name}" not in self._used:
            return None
        own = paragraph.find(f"{P_PR}/{R_PR}/{W}{name}")
        return self._of_paragraph(paragraph, name) if own is None else own

    def level(self, paragraph: _Element) -> int:
        """Return a paragraph's outline level, 1 for the outermost; 0 where it is no heading by its format."""
        for holder in (paragraph, *self.paragraph_chain(paragraph)):
            outline_level = holder.find(f"{P_PR}/{W}outlineLvl")
            if outline_level is not None:
                level = outline_level.get(VALUE, "")
                return int(level) + 1 if level.isdecimal() and int(level) < NO_LEVEL else 0
            if match := HEADING.match(_value(holder.find(f"{W}name"))):
                return int(match[1])
        return 0

    def is_contents(self, paragraph: _Element) -> bool:
        """Say whether a paragraph is set as a line of a table of contents."""
        return any(CONTENTS.match(_value(style.find(f"{W}name"))) for style in self.paragraph_chain(paragraph))

    def paragraph_chain(self, paragraph: _Element) -> Iterator[_Element]:
        """Yield the style of a paragraph and those it is based on, the nearest first."""
        identity = _value(paragraph.find(f"{P_PR}/{W}pStyle"))
        if identity in self._by_id:
            yield from self._chain(identity)
        elif self._default is not None:
            yield from self._chain(self._default.get(f"{W}styleId", ""))

    def _of_paragraph(self, paragraph: _Element | None, name: str) -> _Element | None:
        style = "" if paragraph is None else _value(paragraph.find(f"{P_PR}/{W}pStyle"))
        if style not in self._by_id and self._default is not None:
            style = self._default.get(f"{W}styleId", "")
        if (setting := self._of_style(style, name)) is not None:
            return setting
        return next((setting for rpr in self._document if (setting := rpr.find(f"{W}{name}")) is not None), None)

    def _of_style(self, identity: str, name: str) -> _Element | None:
        """Return what a style or one it is based on says, kept for the next who asks."""
        if not identity:
            return None
        if (identity, name) not in self._kept:
            holders = (rpr for style in self._chain(identity) for rpr in style.iterfind(R_PR))
            self._kept[identity, name] = next((f for rpr in holders if (f := rpr.find(f"{W}{name}")) is not None), None)
        return self._kept[identity, name]

    def _chain(self, identity: str) -> Iterator[_Element]:
        style = self._by_id.get(identity)
        for _ in range(DEEPEST):
            if style is None:
                return
            yield style
            style = self._by_id.get(_value(style.find(f"{W}basedOn")))


def is_on(found: _Element | None) -> bool:
    """Say whether a property that is on or off is on."""
    return found is not None and found.get(VALUE, "1").lower() not in OFF


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(VALUE, "")
