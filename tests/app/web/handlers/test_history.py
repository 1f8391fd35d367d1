"""The handlers of kept conversations against a small real library and a real store."""

from __future__ import annotations

import json
from base64 import b64decode
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape

import pytest
import regex as re

from app.access.person import LOCAL, Person, Role
from app.assistant import Assistant
from app.office import Office
from app.records.conversations import Conversation, NotFound
from app.web.handlers import ask
from app.web.handlers.ask import Screen, Turn
from app.web.handlers.chosen_reports import ChosenReports
from app.web.handlers.history import KEPT_TURNS, SEARCH_LONGEST, History
from app.web.handlers.suggestions import suggested
from app.web.html import history as history_views
from index.database.disk import StorageProblem

pytestmark = pytest.mark.usefixtures("reading_here")

QUESTION = "Xã Tân Lập còn bao nhiêu hộ nghèo?"
AN, BINH = Person("an", "An", Role.READER), Person("binh", "Bình", Role.DRAFTER)


@pytest.fixture
def assistant(library, embedder):
    return Assistant(library, embedder)


@pytest.fixture
def office(settings):
    return Office.open(settings)


@pytest.fixture
def history(assistant, office):
    return History(assistant, office)


@pytest.fixture
def shown(assistant, monkeypatch):
    monkeypatch.setattr(ask, "STEP_SECONDS", 0)
    return Screen(assistant)


def _asked(shown, text, *before):
    return list(shown.ask(text, list(before)))[-1]


def _kept(history, shown, person, *texts):
    identity, turns = "", []
    for text in texts:
        identity, turn = history.keep(person, identity, _asked(shown, text, *turns))
        turns.append(turn)
    return identity, turns


def _file(made):
    found = re.search(r'data-file="([^"]*)" data-name="([^"]*)"', made)
    return unescape(found[2]), b64decode(found[1])


def test_an_opened_conversation_looks_and_leads_on_as_before(history, shown):
    identity, turns = _kept(history, shown, AN, QUESTION, "Thị trấn Suối Mây tặng giấy khen cho bao nhiêu tập thể?")
    above, opened = history.opened(AN, identity)
    assert above == ""
    assert opened == turns  # number, question, HTML, what was taken off
    keys = re.search(r'data-keys="([^"]*)"', opened[0].html)[1]
    assert "<mark>Cuối năm 2025 toàn xã còn 41 hộ nghèo" in shown.open(keys, 0)
    assert _asked(shown, "Còn cá nhân?", *opened).html == _asked(shown, "Còn cá nhân?", *turns).html


def test_what_was_taken_off_stays_off(history, shown):
    first = _asked(shown, "Năm 2025 xã Tân Lập có hạn chế gì?")
    identity, kept = history.keep(AN, "", list(shown.again(1, '["period", "role"]', [first]))[-1])
    (opened,) = history.opened(AN, identity)[1]
    assert opened.without == ("period", "role")
    assert opened.html == kept.html and "<s>năm 2025</s>" in opened.html


def test_a_question_to_one_report_stays_one_to_it(history, shown, assistant):
    report = assistant.answer(QUESTION).citations[0].passage.report
    asked = list(shown.ask("Có những hạn chế gì?", [], reports=[report]))[-1]
    identity, kept = history.keep(AN, "", asked)
    (opened,) = history.opened(AN, identity)[1]
    assert opened.reports == (report,) and opened.html == kept.html
    assert list(shown.again(1, "[]", [opened]))[-1].reports == (report,)


def test_a_language_model_is_not_asked_for_suggestions(history, shown, assistant):
    turn = _asked(shown, QUESTION)
    assistant.writer = object()  # any use of it would fail
    assert "data-ask" in history.following([turn])


def test_of_a_deleted_report_the_quote_stays_and_the_panel_says_so(history, shown, assistant):
    identity, _ = _kept(history, shown, AN, QUESTION)
    for path in assistant.library.catalog.sources():
        assistant.library.forget(path)
    (opened,) = history.opened(AN, identity)[1]
    assert "41 hộ nghèo" in opened.html
    keys = re.search(r'data-keys="([^"]*)"', opened.html)[1]
    assert "không còn trong thư viện" in shown.open(keys, 0)


def test_words_that_another_cut_put_there_are_not_opened_for_the_quote(history, shown, assistant):
    identity, _ = _kept(history, shown, AN, QUESTION)
    (opened,) = history.opened(AN, identity)[1]
    key = re.search(r'data-keys="([^" ]*)', opened.html)[1]
    passage, start, end, check = key.split(":")
    assert "không còn trong thư viện" in shown.open(f"{passage}:{int(start) + 5}:{end}:{check}", 0)


def test_only_its_person_finds_a_conversation(history, shown):
    identity, _ = _kept(history, shown, AN, QUESTION)
    for act in (history.opened, history.saved):
        with pytest.raises(NotFound):
            act(BINH, identity)
    assert "Không tìm thấy" in history.rename(BINH, identity, "Của tôi")
    assert "Không tìm thấy" in history.delete(BINH, identity)
    assert identity not in history.listing(BINH, "")
    assert "không được lưu" in history.judge(BINH, identity, 1, True, [], "")
    assert QUESTION in history.listing(AN, identity)
    assert history.next_number(BINH, identity) == 1


def test_a_turn_without_an_answer_is_not_kept(history, shown, office):
    assert history.keep(AN, "", Turn(1, "Hỏi", "<p>lỗi</p>"))[0] == ""
    assert office.conversations.listed("an") == []


def test_an_answer_that_cannot_be_kept_is_shown_and_says_so(history, shown, office, monkeypatch):
    @contextmanager
    def full():
        raise StorageProblem("Đĩa đã đầy")
        yield

    monkeypatch.setattr(office.store, "changing", full)
    identity, turn = history.keep(AN, "", _asked(shown, QUESTION))
    assert identity == ""
    assert "41 hộ nghèo" in turn.html and "chưa lưu được" in turn.html


def test_two_pages_of_one_conversation_add_turns_of_their_own(history, shown):
    identity, turns = _kept(history, shown, AN, QUESTION)
    here = list(shown.ask("Xã Tân Lập có bao nhiêu thôn?", turns, history.next_number(AN, identity)))[-1]
    history.keep(AN, identity, here)
    there = list(shown.ask("Xã Tân Lập hiến bao nhiêu đất?", turns, history.next_number(AN, identity)))[-1]
    history.keep(AN, identity, there)
    assert [turn.number for turn in history.opened(AN, identity)[1]] == [1, 2, 3]


def test_of_a_long_conversation_the_last_turns_are_shown(history, shown, office):
    identity, (turn,) = _kept(history, shown, AN, QUESTION)
    for number in range(2, KEPT_TURNS + 4):
        history.keep(AN, identity, replace(turn, number=number))
    above, turns = history.opened(AN, identity)
    assert above.startswith('<p class="quiet">3 câu hỏi trước đó')
    assert [turns[0].number, turns[-1].number] == [4, KEPT_TURNS + 3]


def test_a_stopped_turn_says_so_and_can_be_asked_again(history, shown):
    identity, turns = _kept(history, shown, AN, QUESTION)
    asking = next(iter(shown.ask("Xã Tân Lập có bao nhiêu thôn?", turns, 2)))
    made = history.stopped(AN, identity, 2, [*turns, asking])
    assert made[0] == turns[0]
    assert "Đã dừng" in made[1].html and 'data-event="submit" data-turn="2"' in made[1].html
    assert "12 thôn" in list(shown.again(2, "[]", made))[-1].html


def test_an_answer_that_was_being_replaced_comes_back(history, shown):
    identity, turns = _kept(history, shown, AN, QUESTION)
    asking = next(iter(shown.again(1, '["place:xã Tân Lập"]', turns)))
    assert history.stopped(AN, identity, 1, [asking]) == turns


def test_files_hold_the_conversation_or_one_answer(history, shown):
    identity, _ = _kept(history, shown, AN, QUESTION, 'Xã Tân Lập có "bao nhiêu" thôn / xóm?')
    history.rename(AN, identity, "Hộ nghèo: <2025>")
    name, content = _file(history.saved(AN, identity))
    assert name == "Hộ nghèo 2025.docx" and content.startswith(b"PK")
    name, one = _file(history.saved(AN, identity, 2))
    assert name == "Xã Tân Lập có bao nhiêu thôn xóm.docx" and len(one) < len(content)
    with pytest.raises(NotFound):
        history.saved(AN, identity, 9)


def test_a_remark_is_kept_shown_again_and_exported_for_the_administrator(history, shown, office):
    identity, _ = _kept(history, shown, AN, QUESTION)
    told = history.judge(AN, identity, 1, False, ["figure"], "số khác")
    assert 'data-told="1"' in told and "Đã ghi nhận: chưa đúng" in told
    assert "Đã ghi nhận: chưa đúng" in history.opened(AN, identity)[1][0].html
    assert "không được lưu" in history.judge(AN, identity, 7, True, [], "")
    assert history.opinions(AN) == "" and "Ý kiến về" not in history.listing(AN, "")
    assert "0 lần đúng, 1 lần chưa đúng" in history.listing(LOCAL, "")
    name, content = _file(history.opinions(LOCAL))
    assert name.endswith(".jsonl")
    assert json.loads(content)["question"] == QUESTION
    assert office.feedback.all()[0].comment == "số khác"


def test_the_list_groups_today_and_earlier_and_escapes_names():
    now = datetime(2026, 3, 4, 10, 0)
    today, before = (int((now - timedelta(hours=h)).timestamp()) for h in (1, 30))
    found = [Conversation("a1", "<b>Một</b>", today, 2), Conversation("b2", '"Hai"', before, 1)]
    made = history_views.listing(found, "b2", now=now)
    assert made.index("Hôm nay") < made.index("&lt;b&gt;Một") < made.index("Trước đó") < made.index("&quot;Hai&quot;")
    assert "09:00 · 2 câu hỏi" in made and "03/03/2026 · 1 câu hỏi" in made
    assert 'data-id="b2" aria-current="true"' in made
    assert "Chưa có cuộc trò chuyện nào" in history_views.listing([], "", now=now)
    assert "có những từ này" in history_views.listing([], "", "rừng", now=now)
    assert "Không &lt;được&gt;" in history_views.listing([], "", problem="Không <được>", now=now)


def test_suggestions_can_be_answered_and_are_new(history, shown, assistant):
    _, turns = _kept(history, shown, AN, QUESTION)
    asked = [unescape(q) for q in re.findall(r'data-ask="([^"]*)"', history.following(turns))]
    assert asked and QUESTION not in asked
    assert any("hạn chế" in question.casefold() for question in asked)
    for question in asked:
        answer = assistant.answer(question)
        assert not answer.refused and answer.citations


def test_nothing_is_suggested_after_a_refusal_or_without_an_answer(history, shown):
    assert history.following([]) == ""
    refused = _asked(shown, "Huyện Côn Đảo có bao nhiêu tàu cá?")
    assert refused.answer is not None and refused.answer.refused
    assert history.following([refused]) == ""


def test_a_failing_suggestion_costs_nothing_but_itself(history, shown, assistant, monkeypatch):
    turn = _asked(shown, QUESTION)
    monkeypatch.setattr(Assistant, "answer", lambda *_: 1 / 0)
    assert history.following([turn]) == ""


def test_the_same_question_is_offered_for_another_place_only_if_its_report_answers(tmp_path, embedder, settings):
    from index.build import bring_in
    from index.store.library import Library

    folder = tmp_path / "own"
    folder.mkdir()
    for file, place, figures in (
        ("a.txt", "Vân Sa", "năm 2022 còn 41 hộ nghèo; năm 2023 còn 30 hộ nghèo"),
        ("b.txt", "Lam Trà", "năm 2023 còn 77 hộ nghèo"),
        ("c.txt", "Yên Sậy", "trồng mới 640 ha rừng phòng hộ"),
    ):
        (folder / file).write_text(
            f"BÁO CÁO\nKết quả phong trào thi đua giai đoạn 2022 - 2023 của huyện {place}\n\n"
            f"UBND huyện {place}, tỉnh Hồng Lam báo cáo như sau:\n\nI. KẾT QUẢ\n\nHuyện {place} {figures}.\n",
            encoding="utf-8",
        )
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    assistant = Assistant(library, embedder)
    question = "Năm 2023 huyện Vân Sa còn bao nhiêu hộ nghèo?"
    answer = assistant.answer(question)
    assert "30 hộ nghèo" in answer.text
    made = suggested(question, answer, assistant)
    assert "Năm 2023 huyện Lam Trà còn bao nhiêu hộ nghèo?" in made
    assert not any("Yên Sậy" in one for one in made)
    assert suggested("", answer, assistant) == [one for one in made if "hộ nghèo" not in one]


def test_suggestions_wait_while_somebody_is_being_answered(history, shown):
    turn = _asked(shown, QUESTION)
    with history.answering():
        assert history.following([turn]) == ""
    assert "data-ask" in history.following([turn])


def test_a_long_search_in_the_list_is_told_and_asks_no_store(history, caplog):
    said = history.listing(AN, "", "ab " * SEARCH_LONGEST)
    assert f"dài quá {SEARCH_LONGEST} ký tự" in said and not caplog.records


def test_keys_beyond_any_that_a_page_sends_are_not_kept_with_a_turn(shown):
    turn = _asked(shown, QUESTION)
    again = [*shown.again(turn.number, json.dumps(["place:" + "x" * ask.MOST_KEYS]), [turn])][-1]
    assert again.without == () and [*shown.again(turn.number, '["role"]', [turn])][-1].without == ("role",)


def test_reports_chosen_are_those_of_the_library_each_once(shown, office, library):
    called = ChosenReports(shown, office.sets)
    (report, *_) = library.catalog.report_ids()
    assert called.in_library([report, "x", report, *["y" * 100] * 50]) == (report,)
    assert called.in_library(["y" * 100, "x"]) == ("y" * 64,) and called.in_library([]) == (), "those gone are not all"
