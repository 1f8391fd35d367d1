"""One spelling for comparing, character for character as long as the text."""

from __future__ import annotations

import regex as re

# Open oa, oe, uy: the tone mark on the first letter is the form kept; "quý" and closed syllables are left alone.
_TONED = dict(
    pair.split(":")
    for pair in "oà:òa oá:óa oả:ỏa oã:õa oạ:ọa oè:òe oé:óe oẻ:ỏe oẽ:õe oẹ:ọe uỳ:ùy uý:úy uỷ:ủy uỹ:ũy uỵ:ụy".split()
)
TONE_PLACE = re.compile(rf"(?<!q)({'|'.join(_TONED)})(?!\p{{L}})")
I_OR_Y = re.compile(r"\b([hklmst])([yỳýỷỹỵ])\b")  # a whole syllable: kỹ, lý, mỹ, sỹ, tỷ, hy
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


def fold(text: str) -> str:
    """Return a text in small letters and in one spelling where spelling varies (hoà/hòa, tỷ/tỉ); its length stays."""
    small = text.lower()
    if len(small) != len(text):  # "İ" has two small letters
        small = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    small = TONE_PLACE.sub(lambda match: _TONED[match[1]], small)
    return I_OR_Y.sub(lambda match: match[1] + match[2].translate(_Y_TO_I), small)
