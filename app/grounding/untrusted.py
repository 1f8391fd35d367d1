"""Text that is not ours: what of it reads like an order to the machine, and what could pass for our own marks.

Neither a question nor a report may hold our delimiters or markers, or speak for the machine. The words come from
``prompts/grounding.toml``.
"""

from __future__ import annotations

import regex as re

from app.evidence.stretches import cut_prose
from app.grounding.vocabulary import grounding_words
from index.query.facets import says, spoken
from ingest.language.text import normalize

MARKS = str.maketrans({"<": "‹", ">": "›", "`": "'", "{": "(", "}": ")", "【": "(", "】": ")"})
NUMBERED = re.compile(r"\[\s*(\d+)\s*\]")
SPEAKER = re.compile(
    r"((?:^|[\s#>.])(?:system|assistant|user|human|instruction|response|hệ thống|trợ lý|câu hỏi|trả lời))\s*:", re.IGNORECASE
)


def neutral(text: str) -> str:
    """Return a text that is not ours without what could pass for a delimiter, a marker, or another speaker."""
    plain = normalize(text).translate(MARKS)
    return SPEAKER.sub(r"\1 -", NUMBERED.sub(r"(\1)", plain))


def is_order(text: str) -> bool:
    """Say whether a sentence reads like an order to the machine, or puts words into its mouth."""
    folded = spoken(text)
    return bool(SPEAKER.search(text)) or any(says(folded, phrase) for phrase in grounding_words().orders)


def without_orders(text: str, instead: str = "") -> str:
    """Return a text less its sentences that read like orders to the machine; what they say is no evidence either."""
    rest, at = "", 0
    for start, end in cut_prose(text):
        sentence = text[start:end]
        rest += text[at:start] + (instead if is_order(sentence) else sentence)
        at = end
    return rest + text[at:]
