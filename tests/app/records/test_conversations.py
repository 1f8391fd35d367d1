import time

import pytest

from app.records import conversations
from app.records.conversations import DAY, BadName, Conversations, KeptTurn, NotFound

VAN_SA = "a" * 64


@pytest.fixture
def kept(store):
    return Conversations(store, 30)


def test_a_conversation_comes_back_as_it_was(kept, two_reports, one_report):
    first = kept.keep("an", "", KeptTurn(1, "Vân Sa và Lam Trà còn bao nhiêu hộ nghèo?", two_reports))
    assert kept.keep("an", first, KeptTurn(2, "Còn riêng Vân Sa?", one_report, ("period",), reports=(VAN_SA,))) == first
    name, turns = kept.one("an", first)
    assert name == "Vân Sa và Lam Trà còn bao nhiêu hộ nghèo?"
    assert [(t.number, t.question, t.without) for t in turns] == [
        (1, "Vân Sa và Lam Trà còn bao nhiêu hộ nghèo?", ()), (2, "Còn riêng Vân Sa?", ("period",)),
    ]  # fmt: skip
    assert [t.reports for t in turns] == [(), (VAN_SA,)]
    assert turns[0].answer.text == two_reports.text
    assert [c.quote for c in turns[0].answer.citations] == [c.quote for c in two_reports.citations]
    assert turns[0].answer.citations[0].passage.text == ""
    assert abs(turns[1].at - time.time()) < 60


def test_a_turn_asked_again_takes_the_place_of_the_first(kept, two_reports, one_report):
    identity = kept.keep("an", "", KeptTurn(1, "Hộ nghèo?", two_reports))
    kept.keep("an", identity, KeptTurn(1, "Hộ nghèo?", one_report))
    assert [t.answer.text for t in kept.one("an", identity)[1]] == [one_report.text]
    assert kept.next_number("an", identity) == 2


def test_a_conversation_that_is_full_goes_on_in_another(kept, one_report, monkeypatch):
    monkeypatch.setattr(conversations, "MOST_OF_ONE", 3)
    first = kept.keep("an", "", KeptTurn(1, "Câu 1", one_report))
    assert [kept.keep("an", first, KeptTurn(n, f"Câu {n}", one_report)) for n in (2, 3)] == [first, first]
    assert kept.keep("an", first, KeptTurn(2, "Câu 2", one_report)) == first  # asked again
    second = kept.keep("an", first, KeptTurn(4, "Câu 4", one_report))
    assert second != first and kept.keep("an", second, KeptTurn(5, "Câu 5", one_report)) == second


def test_what_a_person_keeps_is_bounded_and_takes_nothing_from_others(kept, one_report, monkeypatch):
    monkeypatch.setattr(conversations, "MOST", 6)
    kept.keep("binh", "", KeptTurn(1, "Của Bình", one_report))
    for number in range(5):
        begun = kept.keep("an", "", KeptTurn(1, f"Cuộc {number}", one_report))
        kept.keep("an", begun, KeptTurn(2, "Tiếp", one_report))
    assert [c.name for c in kept.listed("an")] == ["Cuộc 4", "Cuộc 3", "Cuộc 2"]
    assert [c.name for c in kept.listed("binh")] == ["Của Bình"]


@pytest.mark.parametrize("act", ["one", "delete", "rename", "next", "keep"])
def test_another_persons_conversation_is_not_found(kept, one_report, act):
    own = kept.keep("an", "", KeptTurn(1, "Hộ nghèo?", one_report))
    if act == "next":
        assert kept.next_number("binh", own) == 1
    elif act == "keep":  # begins one of their own, and leaves the other as it is
        assert kept.keep("binh", own, KeptTurn(1, "Khác", one_report)) != own
    else:
        with pytest.raises(NotFound, match="Không tìm thấy"):
            {"one": kept.one, "delete": kept.delete, "rename": lambda *a: kept.rename(*a, "Tên")}[act]("binh", own)
    assert [c.name for c in kept.listed("an")] == ["Hộ nghèo?"]
    assert kept.one("an", own)[1][0].question == "Hộ nghèo?"
    assert own not in [c.id for c in kept.listed("binh")]


def test_the_last_changed_stands_first(kept, one_report, monkeypatch):
    clock = iter(range(1_800_000_000, 1_800_000_100))
    monkeypatch.setattr(conversations.time, "time", lambda: next(clock))
    first = kept.keep("an", "", KeptTurn(1, "Một", one_report))
    second = kept.keep("an", "", KeptTurn(1, "Hai", one_report))
    assert [c.id for c in kept.listed("an")] == [second, first]
    kept.keep("an", first, KeptTurn(2, "Ba", one_report))
    assert [(c.id, c.turns) for c in kept.listed("an")] == [(first, 2), (second, 1)]
    assert len(kept.listed("an", limit=1)) == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", True), ("  ", True), ("ho ngheo", True), ("HỘ NGHÈO", True), ("1.037", True), ("hộ van sa", True),
        ("ngh", True), ("heo", False),
        ("rừng", False), ("nghèo rừng", False), ("100%", False), ("'; DROP TABLE turns", False),
    ],
)  # fmt: skip
def test_words_are_found_with_and_without_marks(kept, one_report, wanted, found):
    kept.keep("an", "", KeptTurn(1, "Vân Sa còn bao nhiêu?", one_report))
    kept.keep("binh", "", KeptTurn(1, "Rừng và hộ nghèo 100%", one_report))
    assert bool(kept.listed("an", wanted)) is found


def test_words_must_stand_together_in_one_turn_or_in_the_name(kept, one_report):
    identity = kept.keep("an", "", KeptTurn(1, "Trồng rừng", one_report))
    kept.keep("an", identity, KeptTurn(2, "Nuôi ong", one_report))
    assert not kept.listed("an", "rừng ong")
    kept.rename("an", identity, "Rừng và ong")
    assert kept.listed("an", "rung ong")


def test_names_are_checked(kept, one_report):
    identity = kept.keep("an", "", KeptTurn(1, "x" * 30 + " " + "y" * 300, one_report))
    assert kept.listed("an")[0].name == "x" * 30 + "…"
    kept.rename("an", identity, "  Hộ \n nghèo  ")
    assert kept.listed("an")[0].name == "Hộ nghèo"
    with pytest.raises(BadName, match="còn trống"):
        kept.rename("an", identity, " \n")
    with pytest.raises(BadName, match="121 ký tự"):
        kept.rename("an", identity, "a" * 121)
    assert kept.listed("an")[0].name == "Hộ nghèo"


def test_deleted_words_leave_every_file(kept, one_report, leftovers):
    identity = kept.keep("an", "", KeptTurn(1, "đồngruộngbậcthang?", one_report))
    assert "đồngruộngbậcthang".encode() in leftovers()
    kept.delete("an", identity)
    assert "đồngruộngbậcthang".encode() not in leftovers()
    assert b"dongruongbacthang" not in leftovers()
    assert kept.listed("an") == []


def test_a_deleted_reports_words_leave_every_file(kept, two_reports, leftovers):
    identity = kept.keep("an", "", KeptTurn(1, "Còn bao nhiêu?", two_reports))
    assert "1.037 hộ nghèo".encode() in leftovers()
    assert kept.forget_report(VAN_SA) == 1
    assert b"1.037" not in leftovers()
    assert VAN_SA.encode() not in leftovers()
    left = kept.one("an", identity)[1][0]
    assert "1.618" in left.answer.text and "đã bị xóa khỏi thư viện" in left.answer.text
    assert left.question == "Còn bao nhiêu?"
    assert not kept.listed("an", "1.037") and kept.listed("an", "con bao nhieu")
    assert kept.forget_report(VAN_SA) == 0


def test_what_nobody_added_to_is_gone_after_the_days(kept, store, one_report, monkeypatch):
    old = kept.keep("an", "", KeptTurn(1, "Cũ", one_report))
    now = time.time()
    monkeypatch.setattr(conversations.time, "time", lambda: now + 29 * DAY)
    new = kept.keep("an", "", KeptTurn(1, "Mới", one_report))
    assert {c.id for c in kept.listed("an")} == {old, new}
    monkeypatch.setattr(conversations.time, "time", lambda: now + 31 * DAY)
    assert [c.id for c in Conversations(store, 30).listed("an")] == [new]
    assert store.rows("SELECT * FROM turns WHERE conversation = ?", (old,)) == []


def test_a_person_is_forgotten_whole(kept, one_report):
    kept.keep("an", "", KeptTurn(1, "Một", one_report))
    other = kept.keep("binh", "", KeptTurn(1, "Hai", one_report))
    kept.forget_person("an")
    assert kept.listed("an") == [] and [c.id for c in kept.listed("binh")] == [other]
