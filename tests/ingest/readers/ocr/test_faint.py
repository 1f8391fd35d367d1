"""Lines that were hardly read are read by themselves; what does not become clear stays."""

from __future__ import annotations

from PIL import Image

from ingest.readers.ocr.faint import BORDER, MOST_LINES, clearer
from ingest.readers.ocr.two_readings import OcrWord

PAGE = Image.new("L", (600, 400), 255)


def _word(text: str, confidence: float, left: int = 100, line: int = 1) -> OcrWord:
    return OcrWord(text, confidence, left, 40, ("1", "1", str(line)), top=20 * line, height=15)


def test_a_faint_line_is_read_again_and_keeps_its_place() -> None:
    sizes: list[tuple[int, int]] = []

    def read(line: Image.Image) -> list[OcrWord]:
        sizes.append(line.size)
        return [OcrWord("Số:", 93, BORDER + 4, 30, ("1", "1", "1"), top=BORDER + 4, height=12)]

    words = [_word("BÁO", 96), _word("Bối", 33, 100, 2), _word("ĐIPH", 5, 200, 2), _word("năm", 97, 300, 2)]
    first, second = clearer(PAGE, words, read)
    assert (first.text, second.text, second.left, second.top, second.line) == ("BÁO", "Số:", 100, 40, ("1", "1", "2"))
    assert sizes == [(240 + 8 + 2 * BORDER, 15 + 8 + 2 * BORDER)]


def test_a_line_that_stays_unclear_is_kept_and_few_are_tried() -> None:
    tried: list[int] = []

    def read(line: Image.Image) -> list[OcrWord]:
        tried.append(line.width)
        return [_word("x", 60)]

    words = [_word(text, 10, 100, line) for line in range(1, 12) for text in ("ab", "cd")]
    assert clearer(PAGE, words, read) == words
    assert len(tried) == MOST_LINES
    assert clearer(PAGE, [], read) == []
    assert clearer(PAGE, [_word("ab", 10), _word("rõ", 95)], read) == [_word("ab", 10), _word("rõ", 95)]
