"""The crowd: real questions stay answered from the real report, and the table says where they do not."""

from __future__ import annotations

from pathlib import Path

from eval.crowd import ALL, NAMED, SAME, UNNAMED, CrowdScore, as_text, measure, table, write_invented
from eval.questions import EvidenceScore, Gold
from index.folders import find_files
from settings import Settings
from tests.conftest import KeywordEmbedder

NAMES = Gold("q1", "fact", ("Xã Tân Lập còn bao nhiêu hộ nghèo?",), (), (), (("tan-lap", "toàn xã còn 41 hộ nghèo"),), ())
NO_NAME = Gold("q2", "wording", ("Câu mẫu về hồ sơ khen thưởng gửi muộn",), (), (), (("tan-lap", "hồ sơ khen thưởng của một số thôn gửi muộn"),), ())  # fmt: skip  # noqa: E501
NOTHING = Gold("q3", "unanswerable", ("Tân Lập có sân bay không?",), (), (), (), ())


def test_measure(settings: Settings, reports: Path, tmp_path: Path) -> None:
    embedder = KeywordEmbedder()
    scratch = tmp_path / "scratch"
    with_place, without_place = measure([NAMES, NO_NAME, NOTHING], reports, 9, settings, embedder, scratch)
    assert (with_place.names_place, without_place.names_place) == (True, False)
    assert with_place.alone.hit1 and with_place.crowd.hit1 and with_place.same == with_place.crowd
    # three invented reports hold this sentence word for word: whichever comes first, it is the same sentence
    assert without_place.alone.hit1 and without_place.same.hit1
    assert len(list((scratch / "invented").iterdir())) == 9
    embedder.embedded.clear()
    measure([NAMES], reports, 9, settings, embedder, scratch)
    assert not [text for text in embedder.embedded if "Việc phát hiện điển hình tiên tiến còn chậm" in text and "\n" in text]


def test_fewer_reports_than_the_run_before(reports: Path, tmp_path: Path) -> None:
    files = find_files([reports])
    write_invented(files, 6, tmp_path / "made")
    seeds = write_invented(files, 3, tmp_path / "made")
    assert sorted(seeds) == sorted(file.name for file in (tmp_path / "made").iterdir())
    assert sorted(seeds.values()) == ["dong-khe.txt", "suoi-may.txt", "tan-lap.txt"]


def test_table_by_hand() -> None:
    good, poor = EvidenceScore(True, True, True, 1.0), EvidenceScore(False, False, True, 0.5)
    rows = table([CrowdScore(NAMES, True, good, good, good), CrowdScore(NO_NAME, False, good, poor, good)])
    assert list(rows) == ["fact", "wording", NAMED, UNNAMED, ALL, f"{UNNAMED}, {SAME}", f"{ALL}, {SAME}"]
    assert rows[ALL] == {
        "n": 2.0, "hit@1": 1.0, "hit@1 đông": 0.5, "hit@1 giảm": 0.5, "hit@5": 1.0, "hit@5 đông": 1.0, "hit@5 giảm": 0.0,
        "ev@4000": 1.0, "ev@4000 đông": 0.75, "ev@4000 giảm": 0.25,
    }  # fmt: skip
    assert rows[f"{ALL}, {SAME}"]["hit@1 giảm"] == 0.0 == rows[NAMED]["hit@1 giảm"]
    assert as_text(rows).splitlines()[3].split()[-9:] == [f"{v:.3f}" for k, v in rows[NAMED].items() if k != "n"]
