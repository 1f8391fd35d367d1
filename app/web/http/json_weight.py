"""How heavy the JSON of a body is, told before it is parsed: by its values, not by its bytes.

Two megabytes are one long text or a million empty lists. The text is parsed in a moment; the lists take seconds of the
thread that answers everybody, first in Python, then in its garbage collector, then in whatever walks through them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

MOST = 20_000  # signs between values: a draft of 1,000 figures and 5,000 cells of annexes has some 13,000
# Lists and objects: each costs whatever walks through it, the garbage collector too, some 30 µs; a draft has 200 groups of
# figures and 1,000 rows.
MOST_LISTS = 3_000
LISTS = (b"[", b"{")
SIGNS = (b",", b":", *LISTS)
UTF8 = ("utf-8", "utf-8-sig")
HEAVY = "Nội dung gửi lên có quá nhiều mục nhỏ, ứng dụng không đọc. Hãy chia thành nhiều lần gửi."


def is_heavy(body: bytes, most: int = MOST, most_lists: int = MOST_LISTS) -> bool:
    """Say whether the JSON of a body has more signs between values than ``most``, or lists and objects than ``most_lists``.

    A few passes over the bytes, none of them letter by letter in Python; what stands within texts does not count.
    """
    if _count(body, SIGNS) <= most and _count(body, LISTS) <= most_lists:
        return False
    bare = body.replace(rb"\\", b"").replace(rb"\"", b"")  # what is left of quotation marks begins or ends a text
    if bare.count(b'"') > 2 * most + 2 or json.detect_encoding(body) not in UTF8:  # in others a letter may hold their byte
        return True
    plain = b"".join(bare.split(b'"')[::2])
    return _count(plain, SIGNS) > most or _count(plain, LISTS) > most_lists


def _count(body: bytes, signs: Iterable[bytes]) -> int:
    return sum(body.count(sign) for sign in signs)
