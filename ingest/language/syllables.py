"""Whether letters can be a Vietnamese syllable: onset, rime and tone by the rules of the orthography.

The rimes and the spelling of onsets before front vowels are those of the national orthography as taught in schools.
Used to tell a slip of the finger ("ngèo") from a word that the library merely does not contain ("ruộng").
"""

from __future__ import annotations

import functools
import unicodedata

from ingest.language.text import strip_marks

ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", *"bcdđghklmnprstvx", "")
RIMES = frozenset(
    """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ooc oong
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêu
    uôc uôi uôm uôn uông uôt uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu
    ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu""".split()
)
BARE_RIMES = frozenset(strip_marks(rime) for rime in RIMES)
TONES = "\u0300\u0301\u0303\u0309\u0323"
STOPPED = ("c", "ch", "p", "t")  # a syllable that ends so has the sharp or the heavy tone only
SHARP_OR_HEAVY = frozenset("\u0301\u0323")


@functools.lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Say whether ``word`` (small letters) can be a syllable, typed with its marks or without any."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = [c for c in decomposed if c in TONES]
    if len(tones) > 1:
        return False
    toneless = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES))
    bare = word == strip_marks(word)
    if toneless.startswith("gi") and (toneless[1:] in RIMES or (bare and toneless[1:] in BARE_RIMES)):
        return True  # gì, gìn, giếng: the i of gi and of the rime are written once
    for onset in ONSETS:
        rime = toneless[len(onset) :]
        if toneless.startswith(onset) and _fits(onset, rime) and (rime in RIMES or (bare and rime in BARE_RIMES)):
            return not tones or not rime.endswith(STOPPED) or tones[0] in SHARP_OR_HEAVY
    return False


def _fits(onset: str, rime: str) -> bool:
    """Before e, ê, i, y: k, gh, ngh; before other vowels: c, g, ng."""
    front = rime[:1] in ("e", "ê", "i", "y")
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "g", "ng"):
        return not front
    return bool(rime)
