"""Number formats of Excel (ECMA-376, part 1, 18.8.31): what a person sees of a number, in Vietnamese signs.

A negative number keeps its minus sign, also where the format shows it in brackets or in red: a figure is cited without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import regex as re

DIGITS = 15  # that Excel keeps of a number
SECTION = re.compile(r'(?:"[^"]{0,255}"|\\.|\[[^\]]{0,255}\]|[^;"\\\[])*')
TOKEN = re.compile(
    r'"(?P<words>[^"]{0,255})"|\\(?P<sign>.)|[_*].|\[\$(?P<money>[^\]-]{0,20})[^\]]{0,20}\]|\[(?P<term>[^\]]{0,40})\]|'
    r"(?P<general>General|@)|(?P<digit>[0#?])|(?P<point>[.])|(?P<comma>,)|(?P<percent>%)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
TERM = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
FRACTION = re.compile(r"[0#?]\s*/\s*[0#?\d]|E[+-]", re.IGNORECASE)  # shown as a plain number
MOST_PLACES = 30
BRACKETS = str.maketrans("", "", "()-+")
SIGNS = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class _Section:
    """One of up to four parts of a format: its tokens, and for which numbers it is, where it says so itself."""

    tokens: tuple[tuple[str, str], ...]
    term: tuple[str, Decimal] | None

    @property
    def places(self) -> bool:
        """Whether it shows the number at all, and not words alone ("-" for zero)."""
        return any(kind in ("digit", "general") for kind, _ in self.tokens)


def formatted(number: Decimal, form: str) -> str:
    """Return a number as its format shows it: -37 in "#,##0;(#,##0)" as "-37", 518 in '0" trđ"' as "518 trđ"."""
    number = _rounded(number, DIGITS - 1 - number.adjusted()) if number else number
    parts = _parts(form)
    sections = [_section(part) for part in parts]
    section = _fitting(number, sections)
    if section is None or FRACTION.search(form) or (len(parts) == 1 and not (section.places or _says_words(section))):
        return _plain(number)
    negative = number < 0 and (section.places or section is sections[0])
    text = _laid_out(abs(number), section.tokens)
    if not section.places:
        return text.strip()
    return f"-{text.translate(BRACKETS).strip()}" if negative and re.search(r"[1-9]", text) else text.strip()


def _parts(form: str) -> list[str]:
    """Return the sections of a format; one with a quotation mark that nothing closes is none."""
    parts: list[str] = []
    at = 0
    while at <= len(form) and len(parts) < 4:
        section = SECTION.match(form, at)
        end = section.end() if section else at
        if end < len(form) and form[end] != ";":
            return [""]
        parts.append(form[at:end])
        at = end + 1
    return parts


def _section(part: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    term = None
    for match in TOKEN.finditer(part):
        kind = match.lastgroup or ""
        if kind == "term":
            if condition := TERM.fullmatch(match["term"]):
                term = condition[1], Decimal(condition[2])
        elif kind in ("words", "sign", "money", "other"):
            tokens.append(("text", match[kind]))
        elif kind:
            tokens.append((kind, match[0]))
    return _Section(tuple(tokens), term)


def _fitting(number: Decimal, sections: Sequence[_Section]) -> _Section | None:
    """Return the section for a number: by its terms, else positive, negative, zero."""
    if any(section.term for section in sections):
        return next((section for section in sections[:3] if section.term is None or _holds(number, *section.term)), None)
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _holds(number: Decimal, sign: str, bound: Decimal) -> bool:
    signs = {
        "<": number < bound,
        ">": number > bound,
        "=": number == bound,
        "<=": number <= bound,
        ">=": number >= bound,
        "<>": number != bound,
    }
    return signs[sign]


def _says_words(section: _Section) -> bool:
    return any(kind == "text" and text.strip() for kind, text in section.tokens)


def _laid_out(number: Decimal, tokens: Sequence[tuple[str, str]]) -> str:
    """Return a number without its sign, the words of its format around it."""
    digits = [at for at, (kind, _) in enumerate(tokens) if kind in ("digit", "general")]
    if not digits:
        return "".join(text for kind, text in tokens if kind == "text")
    first, last = digits[0], digits[-1]
    before = "".join(text for kind, text in tokens[:first] if kind == "text")
    thousands = 0
    while last + 1 + thousands < len(tokens) and tokens[last + 1 + thousands][0] == "comma":
        thousands += 1  # "#,##0,": in thousands
    behind = "".join("%" if kind == "percent" else text for kind, text in tokens[last + 1 :] if kind in ("text", "percent"))
    scaled = number * 100 ** sum(kind == "percent" for kind, _ in tokens) / 1000**thousands
    core = tokens[first : last + 1]
    if core[0][0] == "general":
        return f"{before}{_plain(scaled)}{behind}"
    return f"{before}{_figure(scaled, core)}{behind}"


def _figure(number: Decimal, core: Sequence[tuple[str, str]]) -> str:
    kinds = [kind for kind, _ in core]
    point = kinds.index("point") if "point" in kinds else len(core)
    places = [text for kind, text in core[point:] if kind == "digit"][:MOST_PLACES]
    text = f"{_rounded(number, len(places)):f}"
    whole, _, rest = text.partition(".")
    kept = len(places) - next((at for at, place in enumerate(reversed(places)) if place == "0"), len(places))
    rest = rest[:kept] + rest[kept:].rstrip("0")
    least = sum(text == "0" for kind, text in core[:point] if kind == "digit")
    whole = whole.lstrip("0").zfill(min(least, MOST_PLACES))
    inner = [(kind, text) for kind, text in core[:point] if kind in ("digit", "text")]
    if "comma" in kinds[:point] and whole:
        whole = f"{int(whole):,}".translate(SIGNS) if len(whole) > least else whole
    elif any(kind == "text" for kind, _ in inner):
        whole = _spread(whole, inner)
    return f"{whole or '0'},{rest}" if rest else whole


def _spread(whole: str, inner: Sequence[tuple[str, str]]) -> str:
    """Return the digits of a number with what its format puts between them: "000-000"."""
    text = ""
    digits = list(whole)
    for kind, sign in reversed(inner):
        if kind == "text":
            text = sign + text
        elif digits:
            text = digits.pop() + text
    return "".join(digits) + text


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-max(-DIGITS, min(places, 2 * DIGITS))), ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
