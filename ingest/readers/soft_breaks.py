"""Line breaks within one paragraph: those that part headings, items and sentences, and those that only wrap a line."""

from __future__ import annotations

import regex as re

from ingest.language.enumerators import enumerator
from ingest.structure.closing import RECIPIENTS, SIGNATURE

BULLET = re.compile(r"(?<!\s)\s*+[-–—+•▪*☐☑☒✓✗✅❌]\s*+\S")
ENDS = re.compile(r"[.;:!?…](?:[”’\"')*]|\./\.){0,6}+$")
# A line that names the kind of document; the title stands below it.
KIND_LINE = re.compile(
    r"(?:báo cáo|tờ trình|kế hoạch|quyết định|nghị quyết|thông báo|biên bản|chương trình|đề án|tham luận)", re.IGNORECASE
)
FORMAL = re.compile(
    r"(?<!\W)\W*+(?:số\s*+:|cộng h(?:òa|oà) xã hội|độc lập\s*+-|kính gửi)|^\P{Ll}.{0,40},\s{0,9}+ngày\b.{0,60}\bnăm\b",
    re.IGNORECASE,
)


def parts(last: str, following: str) -> bool:
    """Say whether a break parts two lines of text: not within a sentence, nor within a title in capitals.

    :param last: the line before, :param following: the one after; neither is empty.
    """
    if enumerator(following) or BULLET.match(following):
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


def _is_capital(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)
