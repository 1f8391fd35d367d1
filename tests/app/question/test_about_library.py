"""Questions about the library, told by structure; whatever is asked of a report's contents is none."""

from __future__ import annotations

import pytest

from app.question.about_library import Asked, LibraryQuestion, classify

LIST, COUNT, EXISTS = Asked.LIST, Asked.COUNT, Asked.EXISTS


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Thư viện đang có những báo cáo gì?", LibraryQuestion(LIST, holder=True)),
        ("Viết vài câu khái quát hoạt động của Trạm Khuyến nông", LibraryQuestion(Asked.SUMMARY, issuer="Trạm Khuyến nông")),
        ("tom tat cong tac nam 2023 cua xa Na Bo", LibraryQuestion(Asked.SUMMARY, issuer="xa Na Bo", years=(2023,))),
        ("cho xem danh sach bao cao", LibraryQuestion(LIST)),
        ("Kho hiện có bao nhiêu báo cáo?", LibraryQuestion(COUNT, holder=True)),
        ("co may bao cao nam 2023", LibraryQuestion(COUNT, years=(2023,))),
        ("Phòng Tư pháp có mấy báo cáo?", LibraryQuestion(COUNT, issuer="Phòng Tư pháp")),
        ("trong kho co bao nhieu bao cao cua xa Na Bo", LibraryQuestion(COUNT, issuer="xa Na Bo", holder=True)),
        ("Có báo cáo nào của Trạm Khuyến nông không?", LibraryQuestion(EXISTS, issuer="Trạm Khuyến nông")),
        ("bao cao cua xa Na Lay co chua", LibraryQuestion(EXISTS, issuer="xa Na Lay")),
        ("Xã Nà Bó đã gửi báo cáo năm 2022 chưa?", LibraryQuestion(EXISTS, issuer="Xã Nà Bó", years=(2022,))),
        ("kho co bao cao 5 nam nao khong", LibraryQuestion(EXISTS, title="5 nam", holder=True)),
        ("Những phường nào đã nộp báo cáo năm 2025?", LibraryQuestion(LIST, issuer="phường", years=(2025,))),
        ("kho co bao cao cua nhung don vi nao", LibraryQuestion(LIST, holder=True)),
        ("Kho có báo cáo nào liên quan đến trồng rừng không?", LibraryQuestion(EXISTS, matter="trồng rừng", holder=True)),
        ("trong kho co bao cao nao noi ve nuoi ong khong", LibraryQuestion(EXISTS, matter="nuoi ong", holder=True)),
        (
            "Liệt kê các báo cáo tổng kết của UBND huyện Khe Lim giai đoạn 2021-2025",
            LibraryQuestion(LIST, issuer="UBND huyện Khe Lim", title="tổng kết", years=(2021, 2025), span=True),
        ),
        ("cac bao cao nam 2023 va 2024", LibraryQuestion(LIST, years=(2023, 2024))),
        ("Báo cáo mới nhất là báo cáo nào?", LibraryQuestion(Asked.LATEST)),
        ("bao cao gan day nhat cua Hoi Nong dan", LibraryQuestion(Asked.LATEST, issuer="Hoi Nong dan")),
        ("Báo cáo cũ nhất trong thư viện?", LibraryQuestion(Asked.EARLIEST, holder=True)),
        ("Tóm tắt báo cáo năm 2024 của xã Nà Bó", LibraryQuestion(Asked.SUMMARY, issuer="xã Nà Bó", years=(2024,))),
        ("tom tat giup bao cao xa Na Lay", LibraryQuestion(Asked.SUMMARY, title="xa Na Lay")),
        (
            "Những điểm chính của báo cáo của Sở Thủy lợi là gì?",
            LibraryQuestion(Asked.SUMMARY, issuer="Sở Thủy lợi"),
        ),
        (
            "noi dung chinh cua bao cao 6 thang nam 2025 cua huyen Pu Sao trong vai dong",
            LibraryQuestion(Asked.SUMMARY, issuer="huyen Pu Sao", title="6 thang", years=(2025,)),
        ),
    ],
)
def test_questions_about_the_library(text, question):
    assert classify(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Báo cáo nào nêu bài học kinh nghiệm?",
        "bao cao nao noi ve nuoi ong",  # without the library: the reports' own words are wanted
        "Báo cáo của xã Nà Bó có bao nhiêu hộ nghèo?",
        "bao cao cua xa Na Bo ban hanh ngay nao",
        "Năm 2022 UBND xã ban hành bao nhiêu báo cáo?",
        "UBND huyện gửi bao nhiêu báo cáo về tỉnh?",
        "Huyện có bao nhiêu báo cáo viên?",
        "bao cao moi nhat noi gi ve giam ngheo",
        "Tóm tắt kết quả giảm nghèo trong báo cáo của xã Nà Bó",
        "Tóm tắt công tác giảm nghèo của xã Nà Bó",
        "Ai ký báo cáo của huyện Khe Lim?",
        "Báo cáo huyện Khe Lim căn cứ nghị quyết nào của tỉnh?",
        "Báo cáo của xã Nà Lay",
        "so sanh bao cao cua Khe Lim va Pu Sao",
    ],
)
def test_what_is_told_inside_a_report_is_another_question(text):
    assert classify(text) is None
