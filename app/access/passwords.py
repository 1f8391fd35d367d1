"""Passwords: how they are kept, which are accepted, and how one that serves once is made.

scrypt of Python's own library, so that nothing more has to be installed on a machine without network; its cost is kept with
every hash and can be raised later.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import unicodedata

COST, BLOCK, LANES = 2**15, 8, 3  # 32 MB and 0.3 s of a processor a try; OWASP's password sheet names it
KEY_BYTES, SALT_BYTES = 32, 16
SHORTEST, LONGEST = 10, 128  # characters; the longest only keeps somebody from sending a book
FEWEST_DIFFERENT = 5  # characters, against 1111111111
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for one another when read from a screen or paper
GROUPS, GROUP = 4, 4  # of a password that serves once: 16 of 31 letters, 79 bits
_at_once = threading.Semaphore(2)  # each takes 32 MB; the machine has other work


def hashed(password: str) -> str:
    """Return what is kept of a password: method, cost, salt and hash, parted by ``$``."""
    salt = secrets.token_bytes(SALT_BYTES)
    return _joined(COST, BLOCK, LANES, salt, _key(password, COST, BLOCK, LANES, salt))


def fits(password: str, stored: str) -> bool:
    """Say whether a password is the one that ``stored`` was made of."""
    _, cost, block, lanes, salt, key = stored.split("$")
    expected = _key(password, int(cost), int(block), int(lanes), base64.b64decode(salt))
    return hmac.compare_digest(expected, base64.b64decode(key))


def aged(stored: str) -> bool:
    """Say whether a hash was made at another cost than is used now."""
    return stored.split("$")[1:4] != [str(COST), str(BLOCK), str(LANES)]


def weakness(password: str, name: str) -> str | None:
    """Return why a new password is not accepted, in a sentence for whoever chose it; None where it is."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        return f"Mật khẩu cần ít nhất {SHORTEST} ký tự; một câu ngắn dễ nhớ là tốt nhất."
    if len(plain) > LONGEST:
        return f"Mật khẩu dài quá {LONGEST} ký tự; hãy chọn mật khẩu ngắn hơn."
    if len(set(plain)) < FEWEST_DIFFERENT:
        return f"Mật khẩu lặp lại quá ít ký tự; cần ít nhất {FEWEST_DIFFERENT} ký tự khác nhau."
    if name.casefold() in plain.casefold() and len(plain) - len(name) < SHORTEST:
        return "Mật khẩu chứa tên đăng nhập nên dễ đoán; hãy chọn mật khẩu khác."
    return None


def one_time() -> str:
    """Return a new password that is to be changed at the first sign-in."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def _key(password: str, cost: int, block: int, lanes: int, salt: bytes) -> bytes:
    room = 2 * 128 * cost * block  # twice what scrypt needs; its own limit is lower
    with _at_once:
        return hashlib.scrypt(
            _normal(password).encode(errors="surrogatepass"),
            salt=salt,
            n=cost,
            r=block,
            p=lanes,
            maxmem=room,
            dklen=KEY_BYTES,
        )


def _normal(password: str) -> str:
    """Return one spelling: keyboards write the same Vietnamese letter as one character or as several."""
    return unicodedata.normalize("NFC", password)


def _joined(cost: int, block: int, lanes: int, salt: bytes, key: bytes) -> str:
    return "$".join(
        ["scrypt", str(cost), str(block), str(lanes), *(base64.b64encode(part).decode() for part in (salt, key))]
    )


# checked where there is no account, so that it takes as long as where there is one
NOBODYS = _joined(COST, BLOCK, LANES, secrets.token_bytes(SALT_BYTES), secrets.token_bytes(KEY_BYTES))
