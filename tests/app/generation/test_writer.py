"""A model behind a real HTTP server, good and bad: what the reader gets is checked, or it is the reports' own words."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from app import __main__ as command
from app.answer.model import Answer
from app.assistant import Assistant
from app.generation.llm import open_model
from app.generation.writer import Writer, covers, in_order
from app.web.handlers.ask import Screen
from index.store.library import Library
from settings import LanguageModel
from tests.app.model_server import ModelServer, Reply, Request, model_server

POOR = "Năm 2025 xã Tân Lập còn bao nhiêu hộ nghèo?"
GOOD = "Cuối năm 2025 xã Tân Lập còn 41 hộ nghèo, chiếm 1,27% [1]."
KEY = "khoa-bi-mat-123"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture
def plain(library: Library, embedder: Any) -> Assistant:
    return Assistant(library, embedder)


def with_model(plain: Assistant, server: ModelServer, timeout: int = 20) -> Assistant:
    model = open_model(LanguageModel("openai", "thử", server.url, KEY, timeout=timeout))
    assert model is not None
    return Assistant(plain.library, plain.retriever.embedder, Writer(model))


def same(answer: Answer, other: Answer) -> bool:
    return (answer.text, answer.citations, answer.mode, answer.refused) == (
        other.text, other.citations, other.mode, other.refused,
    )  # fmt: skip


def test_a_good_answer_stands_above_the_reports_own_words(plain: Assistant, server: ModelServer) -> None:
    server.say(GOOD)
    answer = with_model(plain, server).answer(POOR)
    first, *rest = answer.text.split("\n")
    assert first == GOOD and answer.mode == "llm" and not answer.refused
    assert rest == plain.answer(POOR).text.split("\n")  # the quoted sentence says more than the model did
    assert (answer.written.sentences, answer.written.mended, answer.written.dropped) == (1, 0, 0)
    assert "đối chiếu" in answer.notes[-1]
    texts = {r: plain.library.catalog.report(r).text for r in plain.library.catalog.report_ids()}
    assert all(c.quote in " ".join(texts[c.passage.report].split()) for c in answer.citations)
    assert "41 hộ nghèo" in answer.citations[0].quote


def test_what_the_model_covers_is_not_said_twice(plain: Assistant, server: ModelServer) -> None:
    server.say("Cuối năm 2025 toàn xã còn 41 hộ nghèo, chiếm 1,27%, giảm 23 hộ so với năm 2024 [1].")
    answer = with_model(plain, server).answer(POOR)
    assert answer.text == "Cuối năm 2025 toàn xã còn 41 hộ nghèo, chiếm 1,27%, giảm 23 hộ so với năm 2024 [1]."
    assert [c.n for c in answer.citations] == [1]


def test_what_the_model_is_told(plain: Assistant, server: ModelServer) -> None:
    server.say(GOOD)
    with_model(plain, server).answer(POOR)
    prompt = server.prompt()
    assert "[1] Báo cáo của xã Tân Lập" in prompt and "41 hộ nghèo" in prompt and POOR in prompt
    assert ".txt" not in prompt  # no file names
    assert "thị trấn Suối Mây" not in prompt  # not among the passages found


BAD = {
    "figure": "Cuối năm 2025 xã Tân Lập còn 14 hộ nghèo [1].",
    "place": "Cuối năm 2025 thị trấn Suối Mây còn 41 hộ nghèo [1].",
    "year": "Cuối năm 2024 xã Tân Lập còn 41 hộ nghèo [1].",
    "citation": "Cuối năm 2025 xã Tân Lập còn 41 hộ nghèo [9].",
    "quotation": "Báo cáo ghi “xã không còn hộ nghèo” [1].",
    "name": "Bà Lường Thị Mai cho biết cuối năm 2025 còn 41 hộ nghèo [1].",
    "uncited": "Tôi không thể trả lời câu hỏi này.",
    "prompt": "Bạn trả lời câu hỏi của cán bộ bằng tiếng Việt, chỉ dựa vào các đoạn trích [1].",
    "gibberish": "[[[[1]]]] 41 41 41 \x00 }{ ![x](http://xau.example/a.png)",
    "empty": "",
    "nothing": "KHÔNG CÓ",
    "link": "Cuối năm 2025 xã Tân Lập còn [41 hộ nghèo](http://xau.example/) [1].",
    "address": "Cuối năm 2025 xã Tân Lập còn 41 hộ nghèo http://xau.example/dang-nhap [1].",
    "marker with an address": "Cuối năm 2025 xã Tân Lập còn 41 hộ nghèo [1](javascript:alert(1)).",
    "markup": "Cuối năm 2025 xã Tân Lập còn <img src=x onerror=alert(1)>41 hộ nghèo [1].",
    "turned": "Cuối năm 2025 xã Tân Lập còn \u202e14\u202c hộ nghèo [1].",
    "other digits": "Cuối năm 2025 xã Tân Lập còn ４２ hộ nghèo [1].",
    "hidden": "Cuối năm 2025 xã Tân Lập còn 41 hộ nghèo\U000e0073\U000e0074 [1].",
    "telephone": "Cuối năm 2025 xã Tân Lập còn 41 hộ nghèo, hãy gọi 0912345678 [1].",
    "other letters": "Cuối năm 2025 xã Tân Lập cоn 41 hộ nghèo [1].",  # a Cyrillic о
    "combined": f"Cuối năm 2025 xã Tân Lập còn 41 hộ nghèo{chr(0x301) * 5000} [1].",
}
LONG = {
    "digits": f"Cuối năm 2025 xã Tân Lập còn 41 hộ nghèo [{'9' * 5000}]. ",
    "markers": "[1]" * 5000,
    "headings": "# Hãy đăng nhập lại\n" * 500,
    "spaces": " " * 10_000,
}


@pytest.mark.parametrize("more", LONG.values(), ids=LONG.keys())
def test_what_is_long_or_forged_beside_a_sound_sentence_does_no_harm(
    plain: Assistant, server: ModelServer, more: str
) -> None:
    server.say(f"{GOOD}\n{more}")
    answer = with_model(plain, server).answer(POOR)
    assert "41 hộ nghèo" in answer.text and "đăng nhập" not in answer.text and "999" not in answer.text
    assert len(answer.text) < 1000


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_false_sentence_is_dropped(plain: Assistant, server: ModelServer, bad: str) -> None:
    server.say(bad)
    answer = with_model(plain, server).answer(POOR)
    assert same(answer, plain.answer(POOR))
    assert answer.written.dropped == answer.written.sentences
    assert all(bad not in text for text in seen(with_model(plain, server), POOR) if bad)


def test_of_several_sentences_the_sound_ones_stay(plain: Assistant, server: ModelServer) -> None:
    server.say(f"{BAD['figure']} {GOOD} {BAD['place']}")
    answer = with_model(plain, server).answer(POOR)
    assert answer.text.split("\n")[0] == GOOD
    assert (answer.written.sentences, answer.written.dropped) == (3, 2)


def test_a_false_sentence_is_written_anew_once(plain: Assistant, server: ModelServer) -> None:
    server.say(BAD["figure"], GOOD)
    answer = with_model(plain, server).answer(POOR)
    assert answer.text.split("\n")[0] == GOOD and answer.written.mended == 1 and answer.written.dropped == 0
    assert len(server.asked) == 2 and "“14” không có trong đoạn đã dẫn" in server.prompt(1)
    server.asked.clear()
    server.say(BAD["figure"], BAD["figure"], GOOD)
    assert with_model(plain, server).answer(POOR).mode == "extractive" and len(server.asked) == 2


def test_a_sentence_without_citation_gets_the_one_it_holds_against(plain: Assistant, server: ModelServer) -> None:
    server.say(GOOD.replace(" [1]", ""))
    assert with_model(plain, server).answer(POOR).text.split("\n")[0] == GOOD


TROUBLE = {
    "error": Reply("trục trặc", status=500),
    "dropped": Reply(f"{GOOD} Nhân dân hiến 2.450 m2 đất [2].", size=5, drop=14),
    "malformed": Reply(raw="data: {không phải JSON\n\n"),
    "silent": Reply(GOOD, pause=9),
    "drip": Reply(GOOD * 9, size=1, pause=0.1),
}


@pytest.mark.parametrize("reply", TROUBLE.values(), ids=TROUBLE.keys())
def test_a_model_in_trouble(plain: Assistant, server: ModelServer, reply: Reply, caplog: pytest.LogCaptureFixture) -> None:
    server.say(reply)
    with caplog.at_level(logging.DEBUG):
        answer = with_model(plain, server, timeout=1).answer(POOR)
    assert same(answer, plain.answer(POOR))
    assert "mô hình ngôn ngữ" in answer.notes[-1].lower() and "nguyên văn" in answer.notes[-1]
    assert KEY not in caplog.text


def test_a_model_that_is_down(plain: Assistant, server: ModelServer) -> None:
    server.url = "http://127.0.0.1:9/v1"
    answer = with_model(plain, server).answer(POOR)
    assert same(answer, plain.answer(POOR)) and answer.notes[-1].startswith("Hiện không dùng được mô hình")


def test_a_refusal_never_reaches_the_model(plain: Assistant, server: ModelServer) -> None:
    server.say("Xã Nậm Lành còn 41 hộ nghèo [1].")
    answer = with_model(plain, server).answer("Xã Nậm Lành còn bao nhiêu hộ nghèo?")
    assert answer.refused and server.asked == [] and answer.written.sentences == 0


def seen(assistant: Assistant, question: str) -> list[str]:
    return [answer.text for answer in assistant.stream([question])]


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_sentence_is_shown_when_it_has_been_checked(plain: Assistant, server: ModelServer, size: int) -> None:
    gate = threading.Event()
    second = "Xã có 12 thôn với 3.215 hộ dân"
    server.say(Reply(f"{GOOD}\n{BAD['figure']}\n", size=size))
    stream = with_model(plain, server).stream([POOR])
    first = next(stream)
    assert first.text == plain.answer(POOR).text and "đang viết" in first.notes[-1]
    texts = [first.text, *(answer.text for answer in stream)]
    assert all("14 hộ" not in text for text in texts) and second not in texts[0]
    assert all(text.startswith("Cuối năm") is (at > 0) for at, text in enumerate(texts))
    gate.set()


def test_the_first_sentence_is_shown_while_the_model_still_writes(plain: Assistant, server: ModelServer) -> None:
    gate = threading.Event()
    more = "Nhân dân xã Tân Lập hiến 2.450 m2 đất"
    server.say(Reply(f"{GOOD}\n{more}", size=len(GOOD) + 1, gate=gate))
    stream = with_model(plain, server).stream([POOR])
    next(stream)
    assert next(stream).text.startswith(GOOD)  # the server waits
    gate.set()
    assert [answer.mode for answer in stream][-1] == "llm"


def test_a_follow_up_tells_the_model_the_question_before(plain: Assistant, server: ModelServer) -> None:
    server.say("KHÔNG CÓ")
    with_model(plain, server).converse(["Xã Tân Lập có bao nhiêu thôn?", "Còn bao nhiêu hộ nghèo?"])
    assert "- Xã Tân Lập có bao nhiêu thôn?" in server.prompt()


def test_a_comparison_keeps_a_line_for_each_place(plain: Assistant, server: ModelServer) -> None:
    question = "So sánh khen thưởng của thị trấn Suối Mây và xã Tân Lập"
    swapped = "Thị trấn Suối Mây còn 41 hộ nghèo [1][2]. Xã Tân Lập tặng giấy khen cho 57 tập thể [1][2]."
    server.say(swapped)
    assert same(with_model(plain, server).answer(question), plain.answer(question))


def test_the_screen_shows_what_has_been_checked(plain: Assistant, server: ModelServer) -> None:
    server.say(f"{GOOD} <img src=x onerror=alert(1)> [1]. {BAD['figure']}")
    views = [turn.html for turn in Screen(with_model(plain, server)).ask(POOR, [])]
    assert "còn 41 hộ nghèo, chiếm 1,27% <button" in views[-1] and "đối chiếu" in views[-1]
    assert all("14 hộ" not in view and "<img" not in view for view in views)


def test_batch_and_ask_use_the_model(plain: Assistant, server: ModelServer, tmp_path: Any, monkeypatch: Any) -> None:
    server.say(GOOD)
    monkeypatch.setattr(command, "open_assistant", lambda settings: with_model(plain, server))
    questions, answers = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text(json.dumps({"id": "1", "question": POOR}), encoding="utf-8")
    assert command.main(["batch", str(questions), str(answers)]) == command.OK
    assert json.loads(answers.read_text(encoding="utf-8"))["mode"] == "llm"


def test_many_questions_at_once(plain: Assistant, server: ModelServer) -> None:
    def script(request: Request) -> Reply:
        return Reply(GOOD, size=2, pause=0.001) if "nghèo" in request["messages"][1]["content"] else Reply("KHÔNG CÓ")

    server.script = script
    assistant = with_model(plain, server)
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(assistant.answer(POOR).mode)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert texts == ["llm"] * 6


@pytest.mark.parametrize(
    ("said", "point", "covered"),
    [
        ("Còn 41 hộ nghèo, chiếm 1,27% [1].", "- còn 41 hộ nghèo, chiếm 1,27% [1]", True),
        ("Còn 41 hộ nghèo [1].", "- còn 41 hộ nghèo, chiếm 1,27% [1]", False),  # a figure less
        ("Tuyên truyền còn chậm [1].", "- Công tác tuyên truyền ở một số thôn còn chậm, thiếu hình ảnh [1]", False),
        ("Tặng Giấy khen [1].", "- Tặng Giấy khen cho Lò Văn Phúc [1]", False),  # a name less
    ],
)
def test_what_covers_a_point(said: str, point: str, covered: bool) -> None:
    assert covers(said, point) is covered


def test_numbers_follow_the_text(plain: Assistant) -> None:
    citations = plain.answer(POOR).citations
    text, used = in_order("Hai [2], một [1], hai [2].", (citations[0], *(_second(citations))))
    assert text == "Hai [1], một [2], hai [1]." and [c.n for c in used] == [1, 2]
    assert in_order("Không dẫn.", citations) == ("Không dẫn.", ())


def _second(citations: tuple[Any, ...]) -> list[Any]:
    from dataclasses import replace

    return [replace(citations[0], n=2, end=citations[0].end - 1)]
