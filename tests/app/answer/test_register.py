"""Answers from a register of invented reports; every count is worked out by hand."""

from __future__ import annotations

import pytest

from app.answer.register import ROWS, answer_from_register, table, talk_answer
from app.answer.register_match import Entry, fitting
from app.question.about_library import classify
from app.question.small_talk import Talk
from ingest.model import Metadata

NA_BO_24 = Entry(
    "a",
    "na-bo-2024.docx",
    Metadata(
        issuer="ỦY BAN NHÂN DÂN XÃ NÀ BÓ", place="xã Nà Bó", title="Kết quả phong trào thi đua năm 2024",
        period_from=2024, period_to=2024, number="12/BC-UBND", date="2024-12-10",
    ),
)  # fmt: skip
NA_BO_23 = Entry(
    "b",
    "na-bo-2023.docx",
    Metadata(
        issuer="ỦY BAN NHÂN DÂN XÃ NÀ BÓ", place="xã Nà Bó", title="Kết quả phong trào thi đua năm 2023",
        period_from=2023, period_to=2023, date="2023-12-11",
    ),
)  # fmt: skip
KHE_LIM = Entry(
    "c",
    "khe-lim.pdf",
    Metadata(
        issuer="Ủy ban nhân dân huyện Khe Lim", place="huyện Khe Lim", title="Tổng kết công tác trồng rừng 2021 - 2025",
        period_from=2021, period_to=2025, date="2025-06-02",
    ),
)  # fmt: skip
WOMEN = Entry(
    "d",
    "phu-nu.pdf",
    Metadata(
        issuer="Hội Liên hiệp Phụ nữ xã Nà Lay", place="xã Nà Lay", title="Công tác hội 6 tháng năm 2025", period_to=2025
    ),
)
BARE = Entry("e", "khong-ro.txt", Metadata())
ALL = [NA_BO_24, NA_BO_23, KHE_LIM, WOMEN, BARE]


def answer(text, speaks_of=lambda matter: {}):
    question = classify(text)
    assert question is not None
    result = answer_from_register(question, ALL, speaks_of)
    assert result is not None
    return result


def files(text):
    return [line.split(" | ")[-1].removesuffix(" |") for line in text.split("\n") if line.startswith("| ")][2:]


@pytest.mark.parametrize(
    ("text", "short", "shown"),
    [
        ("Kho có bao nhiêu báo cáo?", "5 báo cáo", 5),
        ("kho co bao nhieu bao cao cua xa Na Bo", "2 báo cáo", 2),
        ("Có bao nhiêu báo cáo của UBND xã Nà Bó năm 2023?", "1 báo cáo", 1),
        ("có mấy báo cáo năm 2024", "1 báo cáo", 2),  # Khe Lim's five years hold 2024 too, told apart
        ("co bao nhieu bao cao cua xa Pu Sao", "0 báo cáo", 0),
    ],
)
def test_counts(text, short, shown):
    result = answer(text)
    assert result.short == short
    assert len(files(result.text)) == shown


def test_a_longer_period_is_told_apart():
    assert answer("có mấy báo cáo năm 2024").text.startswith(
        "Kho có 1 báo cáo của năm 2024 và 1 báo cáo của kỳ dài hơn có thời gian này:"
    )
    assert answer("kho có báo cáo năm 2022 không").text.startswith("Kho không có báo cáo nào chỉ của năm 2022; có 1 báo cáo")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Xã Nà Bó đã có báo cáo năm 2024 chưa?", ["na-bo-2024.docx"]),
        ("kho co bao cao cua hoi phu nu Na Lay khong", ["phu-nu.pdf"]),
        ("Hội LHPN xã Nà Lay có báo cáo nào không?", ["phu-nu.pdf"]),
        ("Những huyện nào đã nộp báo cáo?", ["khe-lim.pdf"]),
        ("Kho có những báo cáo nào về trồng rừng?", ["khe-lim.pdf"]),
        ("kho co bao cao nao ve cong tac trong rung khong", ["khe-lim.pdf"]),
        ("Kho có báo cáo nào của xã Nà Bó, xã Nà Lay?", ["na-bo-2024.docx", "na-bo-2023.docx", "phu-nu.pdf"]),
        ("kho có báo cáo 5 năm nào không", ["khe-lim.pdf"]),
        ("Kho có báo cáo của những cơ quan nào?", [entry.file for entry in ALL]),
    ],
)  # fmt: skip
def test_lists(text, shown):
    assert sorted(files(answer(text).text)) == sorted(shown)


def test_a_body_without_a_report_is_told():
    result = answer("Sở Thủy lợi có báo cáo nào không?")
    assert result.text.startswith("Kho không có báo cáo nào của Sở Thủy lợi. Kho có 5 báo cáo")
    assert files(result.text) == []


def test_marks_that_contradict_are_another_name():
    assert answer("Kho có báo cáo của xã Nà Bò không?").text.startswith("Kho không có")


def test_newest_and_oldest():
    newest = answer("Báo cáo mới nhất là báo cáo nào?")
    assert files(newest.text) == ["khe-lim.pdf"]
    assert newest.short == "Tổng kết công tác trồng rừng 2021 - 2025, huyện Khe Lim"
    assert "1 báo cáo không ghi ngày" in newest.text
    assert files(answer("báo cáo cũ nhất của xã Nà Bó là báo cáo nào").text) == ["na-bo-2023.docx"]


def test_a_matter_of_no_title_is_looked_for_in_the_passages():
    result = answer(
        "Kho có những báo cáo nào về nuôi ong?", lambda matter: {"d": lambda: "[1]"} if matter == "nuôi ong" else {}
    )
    assert result.text.startswith("Không tên báo cáo nào trong kho nói về “nuôi ong”; các báo cáo sau có đoạn nói đến:")
    assert files(result.text) == ["phu-nu.pdf"]
    assert "[1]" in result.text


def test_papers_that_are_no_reports_of_the_library():
    question = classify("Năm 2023 có bao nhiêu báo cáo tham luận?")
    assert question is not None
    assert answer_from_register(question, ALL) is None


def test_an_empty_register_says_what_to_do():
    question = classify("kho có bao nhiêu báo cáo")
    assert question is not None
    result = answer_from_register(question, [])
    assert result is not None
    assert "Hãy thêm báo cáo" in result.text
    assert "0 báo cáo" in talk_answer(Talk.GREETING, [])


@pytest.mark.parametrize("talk", list(Talk))
def test_talk_is_short_and_cites_nothing(talk):
    reply = talk_answer(talk, ALL)
    assert reply
    assert len(reply.split()) < 130
    assert "[" not in reply


def test_a_long_table_is_cut_and_counted():
    many = [Entry(str(n), f"{n}.txt", Metadata(title="a | b")) for n in range(ROWS + 4)]
    lines = table(many).split("\n")
    assert len(lines) == ROWS + 3
    assert lines[2] == "| a / b | – | – | – | 0.txt |"
    assert "4 báo cáo" in lines[-1]


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("Tóm tắt báo cáo của xã Nà Bó", ["a", "b"]),
        ("tom tat bao cao nam 2023 cua xa Na Bo", ["b"]),
        ("tóm tắt báo cáo trồng rừng", ["c"]),
        ("Tóm tắt báo cáo của hội phụ nữ xã Nà Lay", ["d"]),
        ("Tóm tắt báo cáo của Đảng ủy xã Nà Lay", []),  # another body of the same commune
        ("Tóm tắt báo cáo của Hội phụ nữ xã vùng cao Nà Lay", []),
        ("Tóm tắt báo cáo của Ban Chấp hành Hội phụ nữ xã Nà Lay", []),
        ("Tóm tắt báo cáo của Sở Thủy lợi", []),
        ("Tóm tắt báo cáo nuôi cá lồng", []),
    ],
)
def test_reports_that_can_be_meant(text, reports):
    question = classify(text)
    assert question is not None
    assert [entry.report for entry in fitting(question, ALL)] == reports
