"""What a writer marked is measured: found, missed, and what is told of the report without its garbles."""

from __future__ import annotations

from eval.garbles import as_text, known_syllables, measure_marked, told

TEXT = "I. KẾT QUẢ\nXã đã {sữa chữa|sửa chữa} 12 phòng học.\nThôn có {bảy|tám} hộ khá.\n"


def test_measure_marked(tmp_path):
    file = tmp_path / "xa.md"
    file.write_text(TEXT, encoding="utf-8")
    result = measure_marked(file)
    assert [(garble.written, hit) for garble, hit in result.garbles] == [("sữa chữa", True), ("bảy", False)]
    assert result.marks == ()
    assert "1 /    2   0.50" in as_text([result])
    assert "chưa thấy: bảy (tám)" in as_text([result], misses=True)


def test_what_is_proposed_is_not_told(tmp_path):
    assert told([]) == []
    file = tmp_path / "xa.md"
    file.write_text("đời sống của dân, 12 hộ; ABC xyz.", encoding="utf-8")
    assert known_syllables([file]) == {"đời", "sống", "của", "dân", "hộ"}
