"""What each stage of retrieval is worth: one of them switched off at a time, hit@1 and hit@5 by question type.

Stages that a reader can take off are taken off the same way; the others are replaced for as long as the measure runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from tqdm import tqdm

import app.evidence.gathering
import index.search.retrieval
from app.assistant import Assistant
from eval.questions import Gold, found_in
from index.constraints import parse_keys
from index.search.retrieval import fuse

RRF_CONSTANT = 60  # Cormack, Clarke, Büttcher 2009
FULL = "đủ các bước"
TAKEN_OFF: Mapping[str, tuple[str, ...]] = {
    "không sửa chính tả": ("spelling",),
    "không viết tắt, từ gần nghĩa": ("added",),
    "không vai trò, kỳ, loại": ("role", "period", "kind"),
    "không nối câu trước": ("context",),
}


def by_rank(dense: Mapping[str, float], keyword: Mapping[str, float]) -> dict[str, float]:
    """Return the scores of reciprocal rank fusion, for comparison: the sum of 1 / (60 + rank) over both lists."""
    scores: dict[str, float] = {}
    for side in (dense, keyword):
        for rank, key in enumerate(sorted(side, key=lambda k: (-side[k], k)), start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (RRF_CONSTANT + rank)
    return scores


@contextmanager
def _replaced(name: str) -> Iterator[None]:
    replacements = {
        "không véc-tơ": (index.search.retrieval, "fuse", lambda dense, keyword: fuse({}, keyword)),
        "không từ khóa": (index.search.retrieval, "fuse", lambda dense, keyword: fuse(dense, {})),
        "trộn theo hạng (RRF)": (index.search.retrieval, "fuse", by_rank),
        "không xếp lại theo câu": (app.evidence.gathering, "best_first", lambda hits, ranked: list(hits)),
    }
    with ExitStack() as stack:
        if name in replacements:
            owner, attribute, other = replacements[name]
            stack.enter_context(patch.object(owner, attribute, other))
        yield


STAGES = (
    FULL,
    "không véc-tơ",
    "không từ khóa",
    "trộn theo hạng (RRF)",
    "không xếp lại theo câu",
    "không giới hạn địa danh",
    *TAKEN_OFF,
)


def measure(gold: Sequence[Gold], assistant: Assistant) -> dict[str, dict[str, tuple[float, float]]]:
    """Return hit@1 and hit@5 by stage switched off and question type; the last type, "tất cả", is all of them.

    Questions without evidence are left out. No question gives empty tables.
    """
    with_evidence = [question for question in gold if question.evidence]
    rows: dict[str, dict[str, tuple[float, float]]] = {}
    for name in STAGES:
        findings: dict[str, list[tuple[bool, bool]]] = {}
        with _replaced(name):
            for question in tqdm(with_evidence, desc=name, unit="câu", disable=None):
                keys: Sequence[str] = TAKEN_OFF.get(name, ())
                if name == "không giới hạn địa danh":
                    understood = assistant.converse(question.turns).understood
                    keys = [part.key for part in understood if part.key.startswith(("place:", "province"))]
                hits = assistant.converse(question.turns, parse_keys(keys)).hits
                result = found_in(question, hits)
                if result is not None:
                    for kind in (question.type, "tất cả"):
                        findings.setdefault(kind, []).append((bool(result.hit1), bool(result.hit5)))
        rows[name] = {
            kind: (sum(a for a, _ in hits) / len(hits), sum(b for _, b in hits) / len(hits))
            for kind, hits in findings.items()
        }
    return rows


def as_text(rows: Mapping[str, Mapping[str, tuple[float, float]]]) -> str:
    """Return the table as aligned text: a line a stage, "hit@1/hit@5" a type."""
    kinds = list(dict.fromkeys(kind for row in rows.values() for kind in row if kind != "tất cả"))
    kinds = [*kinds, "tất cả"]
    lines = ["hit@1/hit@5".ljust(30) + "".join(kind.rjust(13) for kind in kinds)]
    for name, row in rows.items():
        cells = ["{:.3f}/{:.3f}".format(*row[kind]) if kind in row else "-" for kind in kinds]
        lines.append(name.ljust(30) + "".join(cell.rjust(13) for cell in cells))
    return "\n".join(lines) + "\n"
