import pytest

from app.access.person import Person, Role
from app.records.conversations import KeptTurn
from app.records.shared_answers import LinkGone, SharedAnswers

AN = Person("an", "Nguyễn Thị An", Role.READER)


@pytest.fixture
def shared(store):
    return SharedAnswers(store, 30)


def test_a_shared_answer_is_opened_by_its_word_alone(shared, one_report):
    word = shared.share(AN, KeptTurn(1, "Hộ nghèo?", one_report))
    answer = shared.one(word)
    assert (answer.question, answer.shown, answer.answer.text) == ("Hộ nghèo?", "Nguyễn Thị An", one_report.text)
    assert answer.answer.citations[0].quote == one_report.citations[0].quote
    assert shared.share(AN, KeptTurn(4, "Hộ nghèo?", one_report)) == word
    assert shared.share(AN, KeptTurn(1, "Hộ nào nghèo?", one_report)) != word
    with pytest.raises(LinkGone, match="không còn mở được"):
        shared.one("khac")


def test_it_goes_after_a_while_and_with_its_report(store, one_report):
    answers = SharedAnswers(store, 30)
    word = answers.share(AN, KeptTurn(1, "Hộ nghèo?", one_report))
    report = one_report.citations[0].passage.report
    answers.forget_report(report)
    assert answers.one(word).answer.citations == () and "đã bị xóa" in answers.one(word).answer.text
    with pytest.raises(LinkGone):
        SharedAnswers(store, -1).one(word)
