"""Vietnamese typed before Unicode: TCVN3 (ABC), VNI and Windows-1258, recognised from the text itself.

Such text reaches us as *surface*: each byte shown as the Windows-1252 sign that has its number ("Thùc hiÖn" for "Thực
hiện"). Which code table a line was typed in is told by trying each: the right one turns nearly every marked word into
a Vietnamese syllable, the wrong ones hardly any. Lines are judged one by one, since files mix tables; a line too short to
tell goes with the line before it. Convert before anything is cleaned: TCVN3's ư is the soft hyphen.

Tables: TCVN 5712:1993 (VN3) and the VNI-Windows keyboard's own. TCVN3 has no capitals with tone marks; they are typed as
small letters in a font that draws capitals (".VnTimeH").
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

import regex as re

from ingest.language.syllables import is_syllable


class Encoding(StrEnum):
    """The code table a line was typed in."""

    UNICODE = "Unicode"
    TCVN3 = "TCVN3"
    VNI = "VNI"
    WINDOWS_1258 = "Windows-1258"
    VISCII = "VISCII"


LEAST_RIGHT = 0.6  # share of a line's marked words that must be syllables before it is converted
LEAST_WORDS = 2  # marked words from which a line is judged by itself
TIE = 0.15  # added for the table that the font names, the file mostly uses, or the line before was typed in

_TCVN3 = {
    "ăâêôơưđ": "¨©ª«¬\xad®",
    "ĂÂÊÔƠƯĐ": "¡¢£¤¥¦§",
    "àảãáạ": "µ¶·¸¹",
    "ằẳẵắặ": "»¼½¾Æ",
    "ầẩẫấậ": "ÇÈÉÊË",
    "èẻẽéẹ": "ÌÎÏÐÑ",
    "ềểễếệ": "ÒÓÔÕÖ",
    "ìỉĩíị": "×ØÜÝÞ",
    "òỏõóọ": "ßáâãä",
    "ồổỗốộ": "åæçèé",
    "ờởỡớợ": "êëìíî",
    "ùủũúụ": "ïñòóô",
    "ừửữứự": "õö÷øù",
    "ỳỷỹýỵ": "úûüýþ",
}
TCVN3 = str.maketrans({old: new for new_, old_ in _TCVN3.items() for new, old in zip(new_, old_, strict=True)})
# VNI writes a vowel and then its mark; ơ and ư are single signs that take tones of their own.
_TONES = dict(zip("øûõùï", "\u0300\u0309\u0303\u0301\u0323", strict=True))
_CIRCUMFLEX = {"â": "", **dict(zip("àåãáä", "\u0300\u0309\u0303\u0301\u0323", strict=True))}
_BREVE = {"ê": "", **dict(zip("èúüéë", "\u0300\u0309\u0303\u0301\u0323", strict=True))}
_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    table = dict(_SINGLE)
    for vowel in "aeiouyôö":  # i takes marks of its own, but is also met with these
        table |= {vowel + sign: _SINGLE.get(vowel, vowel) + tone for sign, tone in _TONES.items()}
    for vowel in "aeo":
        table |= {vowel + sign: f"{vowel}\u0302{tone}" for sign, tone in _CIRCUMFLEX.items()}
    table |= {"a" + sign: f"a\u0306{tone}" for sign, tone in _BREVE.items()}
    composed = {old: unicodedata.normalize("NFC", new) for old, new in table.items()}
    # a capital has a capital mark, in hurried typing a small one
    mixed = {old.capitalize(): new.upper() for old, new in composed.items()}
    return composed | mixed | {old.upper(): new.upper() for old, new in composed.items()}


VNI = _vni()


def _vni_letter() -> str:
    """Return the expression of a VNI letter, by its first sign: two hundred branches would be tried at every place."""
    marks: dict[str, str] = {}
    for old in VNI:
        marks[old[0]] = marks.get(old[0], "") + old[1:]
    signs = {first: f"[{behind}]" if behind else "" for first, behind in marks.items()}
    return "|".join(f"{first}{sign}{'?' if sign and first in VNI else ''}" for first, sign in signs.items())


_VNI_LETTER = re.compile(_vni_letter())

# VISCII (RFC 1456) puts all letters into one byte, six rare capitals among the control characters.
_VISCII = dict(zip((0x02, 0x05, 0x06, 0x14, 0x19, 0x1E), "ẲẴẪỶỸỴ", strict=True)) | dict(
    zip(
        range(0x80, 0x100),
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        strict=True,
    )
)

WORD = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’–—…]+")  # what stands between spaces and ASCII punctuation
# Signs of the upper half of Windows-1252 that are no letters of Vietnamese; one beside a letter makes a line suspect.
_FOREIGN = "¡¢£¤¥¦§¨©ª«¬\xad®¯µ¶·¸¹»¼½¾ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñðö÷øûüþÿ"
SUSPECT = re.compile(rf"[^\W\d_][{_FOREIGN}]|[{_FOREIGN}][^\W\d_]")


def converted(text: str, encoding: Encoding) -> str:
    """Return surface text as Unicode, in NFC where anything was converted."""
    if encoding is Encoding.TCVN3:
        return raise_capitals(text.translate(TCVN3))
    if encoding is Encoding.VNI:
        return str(_VNI_LETTER.sub(lambda match: VNI[match[0]], text))
    if encoding is Encoding.VISCII:
        return text.translate(_viscii())
    if encoding is Encoding.WINDOWS_1258:
        return unicodedata.normalize("NFC", text.translate(_windows_1258()))
    return text


def raise_capitals(text: str) -> str:
    """Raise the marked letters of words in capitals: TCVN3 has none, so that "KẾT QUẢ" is typed "KếT QUả".

    A word whose only unmarked letter is its first ("Xã") is in capitals where the word beside it is.
    """
    words = text.split(" ")
    kinds = [_is_capital(word) for word in words]
    for at, word in enumerate(words):
        beside = [kind for kind in (*kinds[:at][-1:], *kinds[at + 1 : at + 2]) if kind is not None]
        if kinds[at] or (kinds[at] is None and beside and all(beside)):
            words[at] = word.upper()
    return " ".join(words)


def _is_capital(word: str) -> bool | None:
    """Say whether a word of TCVN3 is in capitals; None where it has no unmarked letter that tells."""
    letters = [c for c in word if c.isalpha()]
    if any(c.isdigit() for c in word):
        return None
    plain = [c for c in letters if c.isascii()]
    if not letters or letters == plain:
        return all(c.isupper() for c in plain) if len(plain) > 1 else None
    if any(c.islower() for c in plain):
        return False
    return True if len(plain) > 1 or (plain and not letters[0].isascii()) else None


def surface(content: bytes) -> str:
    """Return bytes as the signs of Windows-1252; the five bytes it leaves out as control characters."""
    return content.decode("cp1252", errors="surrogateescape").translate(_LEFT_OUT)


_LEFT_OUT = {0xDC00 + byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


@lru_cache(maxsize=1)
def _windows_1258() -> dict[int, str]:
    numbers = range(0x80, 0x100)
    return {ord(surface(bytes([n]))): bytes([n]).decode("cp1258", errors="ignore") for n in numbers}


@lru_cache(maxsize=1)
def _viscii() -> dict[int, str]:
    return {ord(surface(bytes([n]))): letter for n, letter in _VISCII.items()}


def marked_words(text: str) -> tuple[int, int]:
    """Return how many words of ``text`` have letters beyond ASCII, and how many of these are Vietnamese syllables."""
    marked = [word for word in WORD.findall(text) if not word.isascii()]
    return len(marked), sum(is_syllable(unicodedata.normalize("NFC", word.lower())) for word in marked)


def recognised(texts: Sequence[str], surfaces: Sequence[bool] = (), hints: Sequence[Encoding | None] = ()) -> list[Encoding]:
    """Return for each line the code table it was typed in.

    :param surfaces: True for lines that were bytes in no Unicode encoding; as long as ``texts``, or empty for none.
    :param hints: what a line's font says, for lines that do not say it themselves; as long as ``texts``, or empty.
    """
    surfaces = surfaces or [False] * len(texts)
    suspects = [from_bytes or SUSPECT.search(text) is not None for text, from_bytes in zip(texts, surfaces, strict=True)]
    if not any(suspects) and not any(hints):
        return [Encoding.UNICODE] * len(texts)
    by_font = hints or [None] * len(texts)
    scores = [_scores(*line) for line in zip(texts, surfaces, by_font, strict=True)]
    clear = [
        max(score, key=lambda table: score[table]) if score and max(score.values()) >= LEAST_RIGHT else None
        for score in scores
    ]
    usual = Counter(table for table, suspect in zip(clear, suspects, strict=True) if table and suspect).most_common(1)
    favoured = usual[0][0] if usual else Encoding.UNICODE
    answers: list[Encoding] = []
    before = favoured if usual else next((table for table in clear if table), favoured)
    for at, score in enumerate(scores):
        hint = by_font[at]
        weighed = {table: share + (TIE if table in (hint, favoured, before) else 0.0) for table, share in score.items()}
        own = max(weighed, key=lambda table: weighed[table]) if clear[at] else None
        answers.append(own or _fitting(texts[at], hint or before))
        before = own or before
    return answers


def to_unicode(texts: Sequence[str], surfaces: Sequence[bool] = ()) -> tuple[list[str], list[Encoding]]:
    """Return every line in Unicode, and the code table it was typed in."""
    encodings = recognised(texts, surfaces)
    return [converted(text, encoding) for text, encoding in zip(texts, encodings, strict=True)], encodings


def _scores(text: str, from_bytes: bool, hint: Encoding | None = None) -> dict[Encoding, float]:
    """Return the share of marked words that each code table makes syllables of; empty for a line that cannot tell.

    What reads well as it is, in no font of another table, is Unicode: "Sè hé" set in ".VnTime" is "Số hộ".
    """
    words, right = marked_words(text)
    if words < LEAST_WORDS:
        return {}
    if right == words and not from_bytes:
        now, fits = marked_words(converted(text, hint)) if hint else (0, 0)
        return {Encoding.UNICODE: 1.0} | ({hint: fits / now} if hint and now else {})
    scores = {} if from_bytes else {Encoding.UNICODE: right / words}  # Windows-1252 has no ă, đ, ơ, ư
    # typed in no Unicode: only such text may be in VISCII, whose letters Windows-1252 shows as letters too
    rare = (Encoding.VISCII,) if from_bytes else ()
    for encoding in (Encoding.TCVN3, Encoding.VNI, Encoding.WINDOWS_1258, *rare):
        now, fits = marked_words(converted(text, encoding))
        scores[encoding] = fits / now if now else 0.0
    return scores


def _fitting(text: str, encoding: Encoding) -> Encoding:
    """Return ``encoding`` unless the line reads better as it is."""
    words, right = marked_words(text)
    now, fits = marked_words(converted(text, encoding))
    return encoding if now and fits / now >= (right / words if words else 0.0) else Encoding.UNICODE


def raised(text: str) -> str:
    """Return TCVN3 surface text, set in a font that draws capitals, as what TCVN3 and Unicode can write of them.

    Marked capitals have no code in TCVN3, so the text comes back in Unicode.
    """
    return text.translate(TCVN3).upper()


def told(found: Sequence[Encoding]) -> tuple[str, ...]:
    """Return what the user should know: how many lines were typed in which code table."""
    counts = Counter(table for table in found if table is not Encoding.UNICODE)
    return tuple(f"{count} dòng theo bảng mã {encoding}: đã chuyển sang Unicode" for encoding, count in counts.most_common())
