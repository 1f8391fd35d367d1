"""Layout of a Word report against the decree: every rule kept, broken, or not met with in the file.

Reads the XML itself and shares no code with the writer but the file of rules (``prompts/layout.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from app.drafting.layout import Look, layout
from eval.layout_elements import NAMES, tell_elements
from eval.layout_head import head_rules
from eval.word_lines import TWIPS_PER_MM, LinedPage, W, WordLine, first_value, read

SLACK_MM, SLACK_PT = 0.6, 0.1  # of lengths that Word rounds to twentieths of a point
LETTERED = re.compile(r"[A-ZĐ][./] \S")  # headings above the Roman numerals
POINTS = "abcdđeghiklmnopqrstuvxy"
SIGNED = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.|\[…\]|BAN |CHỦ TỊCH|GIÁM ĐỐC")
DEGREES = re.compile(r"\b(?:GS|PGS|TS|ThS|CN|BS|KS)\b\.?")


@dataclass(frozen=True)
class LayoutVerdict:
    """One rule: what it says, and what breaks it ("" for nothing; None: not met with in this file)."""

    rule: str
    broken: str | None


def check(file: Path) -> list[LayoutVerdict]:
    """Return the verdict on every rule."""
    page = read(file, layout())
    page.elements = tell_elements(page)
    return [LayoutVerdict(name, verdict) for name, verdict in _verdicts(page)]


def _verdicts(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    yield from _page_rules(page)
    for name, title in NAMES.items():
        lines = page.elements.get(name, [])
        yield from _look_rules(title, lines, page.rules.looks[name])
    yield from head_rules(page)
    yield from _body_rules(page)
    yield from _closing_rules(page)
    yield from _annex_rules(page)


def _look_rules(title: str, lines: Sequence[WordLine], look: Look) -> Iterator[tuple[str, str | None]]:
    low, high = look.allowed
    style = " ".join(("đậm" if look.bold else "không đậm", "nghiêng" if look.italic else "đứng"))
    yield f"{title}: cỡ chữ {low:g}-{high:g}", _bad(lines, lambda line: all(low <= r.size <= high for r in line.runs))
    text = title == NAMES["body"]  # words that lead in ("Ưu điểm: …") may be bold there

    def styled(line: WordLine) -> bool:
        bold = all(r.bold for r in line.runs) if text else any(r.bold != look.bold for r in line.runs)
        return not bold and all(r.italic == look.italic for r in line.runs)

    yield f"{title}: {style}", _bad(lines, styled)
    yield f"{title}: căn lề {look.align}", _bad(lines, lambda line: line.align == look.align)
    if look.upper:
        titles = [line for line in lines if line.text != "[…]"]
        yield f"{title}: chữ in hoa", _bad(titles, lambda line: line.text == line.text.upper())


def _bad(lines: Sequence[WordLine], keeps: Callable[[WordLine], bool]) -> str | None:
    """Return the first line that breaks a rule, "" if none does, None if there is no line."""
    if not lines:
        return None
    return next((f"“{line.text[:70]}”" for line in lines if not keeps(line)), "")


def _page_rules(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    rules = page.rules.page
    sizes = [part.find(f"{W}pgSz") for part in page.parts]
    a4 = all(s is not None and _mm(s) == (rules["width"], rules["height"]) for s in sizes) if sizes else False
    yield "Khổ giấy A4 đứng, 210 x 297 mm", "" if a4 else "khổ giấy khác"
    for side, title in (("top", "trên"), ("bottom", "dưới"), ("left", "trái"), ("right", "phải")):
        low, high = rules["allowed"][side]
        values = [float(first_value([part], "pgMar", side) or 0) / TWIPS_PER_MM for part in page.parts]
        wrong = [v for v in values if not low - SLACK_MM <= v <= high + SLACK_MM]
        yield f"Lề {title} {low:g}-{high:g} mm", f"{wrong[0]:.1f} mm" if wrong else ""
    other = [(r.text, r.fonts) for line in page.lines for r in line.runs if r.fonts != {rules["font"]}]
    yield (
        f"Phông chữ {rules['font']} cho mọi hệ chữ",
        f"“{other[0][0][:40]}”: {', '.join(sorted(other[0][1]))}" if other else "",
    )
    colored = [r.text for line in page.lines for r in line.runs if r.color not in ("auto", "000000")]
    yield "Chữ màu đen", f"“{colored[0][:40]}”" if colored else ""
    yield from _numbers(page)


def _mm(size: ElementTree.Element) -> tuple[float, float]:
    wide, high = (float(size.get(f"{W}{name}", 0)) / TWIPS_PER_MM for name in ("w", "h"))
    return float(round(wide)), float(round(high))


def _numbers(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    first = page.parts[0]
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    kinds = {r.get(f"{W}type"): page.headers.get(r.get(key, "")) for r in first.findall(f"{W}headerReference")}
    header = kinds.get("default")
    paged = header is not None and any("PAGE" in (i.text or "") for i in header.iter(f"{W}instrText"))
    yield "Số trang ở lề trên", "" if paged else "không có số trang trong đầu trang"
    align = None if header is None else first_value([p.find(f"{W}pPr") for p in header.iter(f"{W}p")], "jc", "val")
    yield "Số trang canh giữa", "" if align == "center" else f"căn lề {align}"
    sizes = [float(s.get(f"{W}val", 0)) / 2 for s in header.iter(f"{W}sz")] if header is not None else []
    low, high = page.rules.page["allowed"]["number_size"]
    right = bool(sizes) and all(low <= s <= high for s in sizes)
    yield f"Số trang cỡ {low:g}-{high:g}", "" if right else f"cỡ {sizes}"
    own = kinds.get("first")
    hidden = first.find(f"{W}titlePg") is not None and (
        own is None or not any("PAGE" in (i.text or "") for i in own.iter(f"{W}instrText"))
    )
    yield "Không hiện số trang ở trang thứ nhất", "" if hidden else "trang đầu có số trang"


def _body_rules(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    rules, elements = page.rules.body, page.elements
    own = [*elements["section"], *elements["clause"], *elements["point"], *elements["body"]]
    low, high = rules["indent_allowed"]
    yield f"Dòng đầu lùi vào {low:g}-{high:g} mm", _bad(own, lambda line: low - SLACK_MM <= line.indent <= high + SLACK_MM)
    yield f"Cách đoạn ít nhất {rules['before']:g} pt", _bad(own, lambda line: line.before >= rules["before"] - SLACK_PT)
    low, high = rules["line_allowed"]
    yield f"Cách dòng {low:g}-{high:g}", _bad(own, lambda line: low - 0.01 <= line.spacing <= high + 0.01)
    last = elements["body"][-1] if elements["body"] else None
    yield (
        "Nội dung kết thúc bằng “./.”",
        None if last is None else "" if last.text.endswith("./.") else f"“…{last.text[-30:]}”",
    )
    for name in ("part", "section", "clause", "point"):
        yield f"{NAMES[name]}: đánh số liên tục", _order(page, name)
    heads = [line for name in ("part", "section", "clause", "point") for line in elements[name]]
    yield "Đề mục không đứng cuối trang một mình", _bad(heads, lambda line: line.keep_next)
    typed = re.compile(r"\s{2,}|\t")
    yield "Không dùng dấu cách hoặc tab để căn chỉnh", _bad(own, lambda line: not typed.search(line.text))


def _order(page: LinedPage, level: str) -> str | None:
    """Every series counts from one without a gap; a heading of a higher level ends it."""
    levels = ("part", "section", "clause", "point")
    depth = levels.index(level)
    if not page.elements[level]:
        return None
    count = 0
    level_of = {id(line): name for name in levels for line in page.elements[name]}
    level_of |= {id(line): name for name in ("clause", "point") for line in page.elements[f"{name} text"]}
    level_of |= {id(line): "part" for line in page.elements["beside"] if LETTERED.match(line.text)}
    for line in page.lines:
        own_level = level_of.get(id(line))
        if own_level is None:
            continue
        if levels.index(own_level) < depth:
            count = 0
        elif own_level == level:
            count += 1
            mark = re.match(r"(?:Phần )?([IVX]+|\d+|[a-zđ])", line.text)
            value = _value(mark[1]) if mark else 0
            if value != count:
                return f"“{line.text[:50]}” là số {value}, cần {count}"
    return ""


def _value(mark: str) -> int:
    if mark.isdigit():
        return int(mark)
    if mark in POINTS and mark not in ("i", "v", "x"):
        return POINTS.index(mark) + 1
    if mark.isupper():
        digits = [{"I": 1, "V": 5, "X": 10}[c] for c in mark]
        return sum(-d if any(later > d for later in digits[n:]) else d for n, d in enumerate(digits))
    return POINTS.index(mark) + 1


def _closing_rules(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    elements = page.elements
    alone = not elements["office"] and bool(elements["authority"]) and "." not in elements["authority"][0].text  # "GIÁM ĐỐC"
    for name in ("recipients", "authority", *(() if alone else ("office",)), "signer"):
        yield f"Có {NAMES[name].lower()}", "" if elements[name] else "không thấy"
    lines = elements["recipient"]
    yield (
        "Nơi nhận: mỗi dòng gạch đầu dòng, dấu chấm phẩy",
        _bad(lines[:-1], lambda line: line.text.startswith("- ") and line.text.endswith(";")),
    )
    yield (
        "Nơi nhận: dòng cuối “Lưu: VT”, dấu chấm",
        _bad(lines[-1:], lambda line: line.text.startswith("- Lưu: VT") and line.text.endswith(".")),
    )
    level = [line.place for line in (*elements["recipients"][:1], *elements["authority"][:1])]
    yield (
        "Nơi nhận và quyền hạn ngang hàng",
        None if len(level) < 2 else "" if level[0][:-1] == level[1][:-1] else f"{level}",
    )
    right = [line for line in elements["signer"] if DEGREES.search(line.text)]
    yield (
        "Họ tên người ký không ghi học hàm, học vị",
        None if not elements["signer"] else f"“{right[0].text}”" if right else "",
    )
    table = page.tables[int(elements["recipients"][0].place.split(":")[0])] if elements["recipients"] else None
    whole = table is not None and all(r.find(f"{W}trPr/{W}cantSplit") is not None for r in table.iter(f"{W}tr"))
    yield "Khối chữ ký không bị tách trang", "" if whole else "hàng của bảng có thể bị tách"
    last = elements["body"][-1:]
    yield "Khối chữ ký đi liền đoạn cuối", _bad(last, lambda line: line.keep_next)


def _annex_rules(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    annexes = page.elements["annex"]
    mentions = any("phụ lục" in line.text.lower() for line in page.elements["body"])
    yield "Nội dung có nhắc phụ lục", None if not annexes else "" if mentions else "không nhắc"
    numbered = [line.text for line in annexes]
    right = numbered == ["Phụ lục"] or numbered == [
        f"Phụ lục {n}" for n in "I II III IV V VI VII VIII IX X".split()[: len(annexes)]
    ]
    yield "Phụ lục đánh số La Mã khi có từ hai phụ lục", None if not annexes else "" if right else f"{numbered}"
    starts = [page.parts[line.part].find(f"{W}pgNumType") for line in annexes if line.part < len(page.parts)]
    own = all(s is not None and s.get(f"{W}start") == "1" for s in starts)
    yield "Phụ lục đánh số trang riêng", None if not annexes else "" if own else "số trang nối tiếp"
