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
from eval.word_lines import TWIPS_PER_MM, LinedPage, W, WordLine, first_value, read
from ingest.typeface import width

SLACK_MM, SLACK_PT = 0.6, 0.1  # of lengths that Word rounds to twentieths of a point
HEADING = {
    "part": re.compile(r"Phần [IVX]+$"),
    "section": re.compile(r"[IVX]+\. \S"),
    "clause": re.compile(r"\d{1,2}\. \S"),
    "point": re.compile(r"[a-zđ]\) \S"),
}
LETTERED = re.compile(r"[A-ZĐ][./] \S")  # headings above the Roman numerals
# What the decree says nothing of: these, enumerators of its forms written otherwise ("I.1.", "II/"), captions.
BESIDE = re.compile(
    r"[A-ZĐ][./] \S|[IVX]{1,5}/ \S|\d{1,2}- \S|(?:[IVX]{1,5}|\d{1,2})(?:\.\d{1,2}){1,3}\.? \S"
    r"|(?:Bảng|Biểu|Hình|Phụ lục)(?: số)? ?\d*[.:]"
)
TITLE_WORDS = 24  # of a heading; a numbered paragraph that is longer has none
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
    page.named = _elements(page)
    return [LayoutVerdict(name, verdict) for name, verdict in _verdicts(page)]


# What is what


def _elements(page: LinedPage) -> dict[str, list[WordLine]]:
    """Tell the elements by their words and places."""
    texts = page.rules.texts
    filled = [line for line in page.lines if line.text.strip()]
    head = next((line.place.split(":")[0] for line in filled if line.text.strip() == texts["country"]), "0")
    closing = next((line.place.split(":")[0] for line in filled if line.text.strip() == texts["recipients"]), "?")
    elements: dict[str, list[WordLine]] = {}
    left = [line for line in filled if line.place == f"{head}:0:0"]
    elements["agency"] = [line for line in left if all(run.bold for run in line.runs)]
    elements["parent"] = [line for line in left if line not in elements["agency"]]
    for name in ("country", "motto", "type"):
        elements[name] = [line for line in filled if line.text.strip() == texts[name]][:1]
    in_head = [line for line in filled if line.place.startswith(f"{head}:")]
    elements["number"] = [line for line in in_head if line.text.startswith("Số")]
    elements["date"] = [line for line in in_head if re.search(r"ngày .* tháng .* năm", line.text)]
    body = [line for line in page.lines if line.place == "body" and line.part == 0]
    start = next((at for at, line in enumerate(body) if line.text.strip() == texts["type"]), 0) + 1
    ruled = next((at for at, line in enumerate(body) if at >= start and line.ruled), start)
    elements["subject"] = [line for line in body[start:ruled] if line.text.strip()]
    rest = [line for line in body[ruled + 1 :] if line.text.strip()]
    elements["to"] = (
        [line for line in rest[:8] if line.align == "center" and not HEADING["part"].match(line.text)]
        if rest and rest[0].text.startswith(texts["to"])
        else []
    )
    rest = rest[len(elements["to"]) :]
    elements |= _body(rest)
    at_end = [line for line in filled if line.place.startswith(f"{closing}:")]
    elements["recipients"] = [line for line in at_end if line.text.strip() == texts["recipients"]]
    elements["recipient"] = [line for line in at_end if line.place.endswith(":0:0") and line not in elements["recipients"]]
    right = [line for line in at_end if line.place.endswith(":0:1")]
    elements["signer"] = right[-1:]
    elements["authority"], elements["office"] = right[:1], right[1:-1]
    after = [line for line in filled if line.part > 0 and line.place == "body"]
    elements["annex"] = [line for line in after if re.match(r"Phụ lục( [IVX]+)?$", line.text.strip())]
    elements["annex_of"] = [line for line in after if line.text.startswith("(Kèm theo")]
    elements["annex_title"] = [
        after[after.index(line) + 1] for line in elements["annex"] if after.index(line) + 1 < len(after)
    ]
    return elements


def _body(lines: Sequence[WordLine]) -> dict[str, list[WordLine]]:
    names = (*HEADING, "part_title", "body", "beside", "clause text", "point text")
    elements: dict[str, list[WordLine]] = {name: [] for name in names}
    after_part = False
    for line in lines:
        text = line.text.strip()
        level = next((name for name, pattern in HEADING.items() if pattern.match(text)), None)
        if level is None and not after_part and (line.align == "center" or BESIDE.match(text)):
            elements["beside"].append(line)
            continue
        long = len(text.split()) > TITLE_WORDS or text.endswith((".", ";"))
        if level in ("clause", "point") and long and not all(run.bold for run in line.runs):
            elements[f"{level} text"].append(line)
            level = None  # a numbered paragraph without a title is set as text
        if after_part and level is None and line.align == "center":
            elements["part_title"].append(line)
        else:
            elements[level or "body"].append(line)
        after_part = level == "part"
    return elements


# Rules


def _verdicts(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    yield from _page_rules(page)
    for name, title in NAMES.items():
        lines = page.named.get(name, [])
        yield from _look_rules(title, lines, page.rules.looks[name])
    yield from _head_rules(page)
    yield from _body_rules(page)
    yield from _closing_rules(page)
    yield from _annex_rules(page)


NAMES = {
    "country": "Quốc hiệu", "motto": "Tiêu ngữ", "parent": "Cơ quan chủ quản", "agency": "Cơ quan ban hành",
    "number": "Số, ký hiệu", "date": "Địa danh, ngày tháng", "type": "Tên loại", "subject": "Trích yếu", "to": "Kính gửi",
    "part": "Phần", "part_title": "Tên phần", "section": "Mục", "clause": "Khoản", "point": "Điểm", "body": "Nội dung",
    "authority": "Quyền hạn người ký", "office": "Chức vụ người ký", "signer": "Họ tên người ký", "recipients": "Nơi nhận",
    "recipient": "Danh sách nơi nhận", "annex": "Phụ lục", "annex_title": "Tên phụ lục", "annex_of": "Kèm theo",
}  # fmt: skip


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


def _head_rules(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    elements, rules = page.named, page.rules
    for name in ("country", "motto"):
        yield f"{NAMES[name]}: đúng từng chữ “{rules.texts[name]}”", "" if elements[name] else "không thấy"
    yield "Có cơ quan ban hành", "" if elements["agency"] else "không thấy"
    yield "Có tên loại “BÁO CÁO”", "" if elements["type"] else "không thấy"
    yield "Có trích yếu", "" if elements["subject"] else "không thấy"
    table = page.tables[0] if page.tables else None
    borders = None if table is None else table.find(f"{W}tblPr/{W}tblBorders")
    drawn = [b for b in borders or () if b.get(f"{W}val") not in ("nil", "none")]
    columns = [] if table is None else [float(c.get(f"{W}w", 0)) / TWIPS_PER_MM for c in table.iter(f"{W}gridCol")]
    style = None if table is None else first_value([table.find(f"{W}tblPr")], "tblStyle", "val")
    bare = len(columns) == 2 and not drawn and style in (None, "TableNormal", "NormalTable")
    yield "Đầu văn bản: hai cột không kẻ khung", "" if bare else f"{len(columns)} cột, kiểu {style}"
    room = columns[1] if len(columns) == 2 else 0.0
    long = [line for line in elements["country"] if _length(line) > room]
    yield "Quốc hiệu trên một dòng", None if not elements["country"] else f"dài {_length(long[0]):.0f} mm" if long else ""
    yield from _rules_below(page, columns)
    numbers = [line.text for line in elements["number"]]
    form = re.compile(r"Số: (?:(?:0[1-9]|[1-9]\d+)/[A-ZĐ]+(?:-[A-ZĐa-zđ]+)+|\[…\](?:/\S+)?)$")
    yield (
        "Số, ký hiệu: “Số:”, số dưới 10 có số 0, không cách",
        "" if numbers and all(map(form.match, numbers)) else f"{numbers}",
    )
    dates = [line.text for line in elements["date"]]
    day = r"(?:0[1-9]|[12]\d|3[01]|\[…\])"
    when = re.compile(rf"[^,]+, ngày {day} tháng (?:0[12]|[3-9]|1[0-2]|\[…\]) năm (?:\d{{4}}|\[…\])$")
    yield (
        "Ngày: dấu phẩy sau địa danh, số 0 trước ngày dưới 10 và tháng 1, 2",
        "" if dates and all(map(when.match, dates)) else f"{dates}",
    )
    same = [line for line in (*elements["number"], *elements["date"]) if line.place.split(":")[1] != "1"]
    yield "Số, ký hiệu và ngày tháng ở cùng một hàng", None if not dates else "khác hàng" if same else ""


def _length(line: WordLine) -> float:
    """How long a line is in millimetres; bold is some 6 % wider."""
    return sum(width(r.text) / 1000 * r.size * 25.4 / 72 * (1.06 if r.bold else 1) for r in line.runs)


def _rules_below(page: LinedPage, columns: Sequence[float]) -> Iterator[tuple[str, str | None]]:
    rules, size = page.rules.head, page.rules.page
    text_width = size["width"] - size["left"] - size["right"]
    for name, room in (
        ("agency", columns[0] if columns else 0),
        ("motto", columns[-1] if columns else 0),
        ("subject", text_width),
    ):
        lines = page.named[name]
        low, high = rules["motto_rule_allowed"] if name == "motto" else rules["agency_rule_allowed"]
        share = "bằng độ dài dòng chữ" if name == "motto" else "1/3 đến 1/2 dòng chữ"
        rule = f"{NAMES[name]}: có đường kẻ liền bên dưới, {share}"
        if not lines:
            yield rule, None
            continue
        below = page.lines[page.lines.index(lines[-1]) + 1]
        drawn = room - below.left - below.right
        line_length = min(_length(lines[-1]), room)
        right = below.ruled and low - 0.02 <= drawn / line_length <= high + 0.02
        yield (
            rule,
            "" if right else ("không có đường kẻ" if not below.ruled else f"dài {drawn / line_length:.2f} lần dòng chữ"),
        )


def _body_rules(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    rules, elements = page.rules.body, page.named
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
    if not page.named[level]:
        return None
    count = 0
    level_of = {id(line): name for name in levels for line in page.named[name]}
    level_of |= {id(line): name for name in ("clause", "point") for line in page.named[f"{name} text"]}
    level_of |= {id(line): "part" for line in page.named["beside"] if LETTERED.match(line.text)}
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
    elements = page.named
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
    annexes = page.named["annex"]
    mentions = any("phụ lục" in line.text.lower() for line in page.named["body"])
    yield "Nội dung có nhắc phụ lục", None if not annexes else "" if mentions else "không nhắc"
    numbered = [line.text for line in annexes]
    right = numbered == ["Phụ lục"] or numbered == [
        f"Phụ lục {n}" for n in "I II III IV V VI VII VIII IX X".split()[: len(annexes)]
    ]
    yield "Phụ lục đánh số La Mã khi có từ hai phụ lục", None if not annexes else "" if right else f"{numbered}"
    starts = [page.parts[line.part].find(f"{W}pgNumType") for line in annexes if line.part < len(page.parts)]
    own = all(s is not None and s.get(f"{W}start") == "1" for s in starts)
    yield "Phụ lục đánh số trang riêng", None if not annexes else "" if own else "số trang nối tiếp"
