"""How heavy the JSON of a body is, told before it is parsed: by its values, not by its bytes.

Two megabytes are one long text or a million empty lists. The text is parsed in a moment; the lists take seconds of the
thread that answers everybody, first in Python, then in its garbage collector, then in whatever walks through them.
"""

from __future__ import annotations

import json

MOST = 20_000  # signs between values: a draft of 1,000 figures and 5,000 cells of annexes has some 13,000
SIGNS = (b",", b":", b"[", b"{")
UTF8 = ("utf-8", "utf-8-sig")
HEAVY = "Nội dung gửi lên có quá nhiều mục nhỏ, ứng dụng không đọc. Hãy chia thành nhiều lần gửi."


def is_heavy(body: bytes, most: int = MOST) -> bool:
    """Say whether the JSON of a body has more values, lists, objects and names than ``most``; no JSON is never heavy.

    A few passes over the bytes, none of them letter by letter in Python; what stands within texts does not count.
    """
    if _signs(body) <= most:
        return False
    bare = body.replace(rb"\\", b"").replace(rb"\"", b"")  # what is left of quotation marks begins or ends a text
    if bare.count(b'"') > 2 * most + 2 or json.detect_encoding(body) not in UTF8:  # in others a letter may hold their byte
        return True
    return _signs(b"".join(bare.split(b'"')[::2])) > most


def _signs(body: bytes) -> int:
    return sum(body.count(sign) for sign in SIGNS)
