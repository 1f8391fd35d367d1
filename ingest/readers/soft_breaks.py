"""Line breaks within one paragraph: those that part headings, items and sentences, and those that only wrap a line."""

from __future__ import annotations

import regex as re

from ingest.language.body_names import opens_body
from ingest.language.enumerators import enumerator
from ingest.structure.closing import RECIPIENTS, SIGNATURE

BULLET = re.compile(r"(?<!\s)\s*+[-–—+•▪*☐☑☒✓✗✅❌]\s*+\S")
ENDS = re.compile(r"[.;:!?…](?:[”’\"')*]|\./\.){0,6}+$")
# A line that names the kind of document; the title stands below it.
KIND_LINE = re.compile(
    r"(?:báo cáo|tờ trình|kế hoạch|quyết định|nghị quyết|thông báo|biên bản|chương trình|đề án|tham luận)", re.IGNORECASE
)
FORMAL = re.compile(
    r"(?<!\W)\W*+(?:số\s*+(?::|\d{0,5}+[.…_\s]*+[/–-]\s*+\p{L}{1,6}[/-])|"
    r"đảng cộng sản|cộng h(?:òa|oà) xã hội|độc lập\s*+-|kính gửi)|"
    r"^\P{Ll}.{0,40},\s{0,9}+ngày\b.{0,60}\bnăm\b",
    re.IGNORECASE,
)

SIGNED = re.compile(r"\((?:đã ký|đã ký và đóng dấu|ký tên(?: và)?,? đóng dấu|ký, ghi rõ họ tên)\)$", re.IGNORECASE)
LONGEST_PERSON = 5  # words of a person's name


def parts(last: str, following: str) -> bool:
    """Say whether a break parts two lines of text: not within a sentence, nor within a title in capitals.

    :param last: the line before, :param following: the one after; neither is empty.
    """
    if enumerator(following) or BULLET.match(following):
        return True
    if not (any(map(str.isalnum, last)) and any(map(str.isalnum, following))):
        return True  # a rule: "***", "-----"
    if opens_body(last) and opens_body(following) and _is_capital(last) and _is_capital(following):
        return True  # the bodies of a head, one below the other
    if SIGNED.search(last) or SIGNED.fullmatch(following) or _is_name_below(last, following):
        return True
    if KIND_LINE.fullmatch(last) or SIGNATURE.match(last) or RECIPIENTS.match(following):
        return True
    if FORMAL.match(last) or FORMAL.match(following):
        return True
    if last[-1] in ",-–" or following[0].islower():
        return False
    if ENDS.search(last):
        return True
    both = _is_capital(last) and _is_capital(following)
    return bool(enumerator(last)) and not both and following[0].isupper()


def _is_name_below(last: str, following: str) -> bool:
    """Say whether a line in capitals, an office, has a person's name below it: "CHỦ TỊCH" above "Y Blir Niê"."""
    words = following.split()
    if _is_capital(following) or not _is_capital(last):
        return False
    return 2 <= len(words) <= LONGEST_PERSON and all(w[0].isupper() for w in words)


def _is_capital(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)
