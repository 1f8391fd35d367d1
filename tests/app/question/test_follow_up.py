"""Follow-up questions, read with the question before them."""

from __future__ import annotations

import pytest

from app.question.follow_up import resolve, without_names
from index.gazetteer.places import places_of
from index.gazetteer.scope import Place, Scope, scope_of
from ingest.model import Metadata

LAM_TRA, VAN_SA = Place("huyện", "Lam Trà", ("r1",)), Place("huyện", "Vân Sa", ("r2",))


def read(text: str) -> Scope:
    return scope_of(text, [LAM_TRA, VAN_SA])


@pytest.mark.parametrize(
    ("turns", "whole"),
    [
        ([], ""),
        (["Huyện Lam Trà có bao nhiêu xã?"], "Huyện Lam Trà có bao nhiêu xã?"),
        # another place
        (["Ai ký báo cáo của huyện Lam Trà?", "Còn bên Vân Sa?"], "Ai ký báo cáo của huyện Vân Sa"),
        (["ai ky bao cao cua huyen lam tra", "Còn bên Vân Sa?"], "ai ky bao cao cua huyện Vân Sa"),
        # another place than those compared
        (
            ["So sánh số hộ nghèo của Lam Trà (2023) và Vân Sa (2019).", "Còn huyện Lam Trà năm 2024?"],
            "hộ nghèo năm 2024 huyện Lam Trà",
        ),
        # another number of the same noun
        (
            ["Tổ dân phố số 2 của Lam Trà có mấy đảng viên?", "Số 4 thì sao?"],
            "Tổ dân phố số 4 của Lam Trà có mấy đảng viên?",
        ),
        # another place, of which the library has no report
        (["Lam Trà có mấy xã nông thôn mới?", "Khe Bãi thì bao nhiêu?"], "có mấy xã nông thôn mới Khe Bãi thì bao nhiêu?"),
        # another year
        (["Năm 2021 huyện Lam Trà còn mấy hộ nghèo?", "Đến 2024 thì sao?"], "Đến 2024 huyện Lam Trà còn mấy hộ nghèo?"),
        # something else of the same kind: what is asked and where stay
        (
            ["Huyện Lam Trà nuôi bao nhiêu con trâu?", "Đàn lợn thì sao?"],
            "Đàn lợn thì sao Huyện Lam Trà nuôi bao nhiêu con trâu?",
        ),
        # a few words that leave out the matter
        (
            ["Năm 2021 huyện Lam Trà có bao nhiêu hộ cận nghèo?", "Đến 2024 còn lại mấy hộ?"],
            "Đến 2024 còn lại mấy hộ hộ cận nghèo huyện Lam Trà",
        ),
        # what was said before, in its words of content
        (
            ["Cơ quan nào đề nghị huyện Lam Trà tổng kết?", "Công văn đó đề ngày nào?"],
            "Công văn đó đề ngày nào Cơ quan đề nghị kết huyện Lam Trà",
        ),
        # a subject of its own: only the place stays
        (
            ["Huyện Lam Trà có bao nhiêu xã?", "Công tác tuyên truyền điển hình tiên tiến có hạn chế gì?"],
            "Công tác tuyên truyền điển hình tiên tiến có hạn chế gì huyện Lam Trà",
        ),
        # asked anew of all reports, and of a place of its own
        (
            ["Năm 2021 huyện Lam Trà còn mấy hộ nghèo?", "Tổng số giấy khen của các đơn vị năm 2024 là bao nhiêu?"],
            "Tổng số giấy khen của các đơn vị năm 2024 là bao nhiêu?",
        ),
        # complete in itself, whatever came before
        (
            ["Huyện Lam Trà có bao nhiêu xã?", "Công suất sử dụng giường bệnh của huyện Vân Sa năm 2024 là bao nhiêu?"],
            "Công suất sử dụng giường bệnh của huyện Vân Sa năm 2024 là bao nhiêu?",
        ),
        (
            ["Huyện Lam Trà có bao nhiêu xã?", "Huyện Vân Sa năm 2024 tặng giấy khen cho bao nhiêu cá nhân?"],
            "Huyện Vân Sa năm 2024 tặng giấy khen cho bao nhiêu cá nhân?",
        ),
        (["Huyện Lam Trà có bao nhiêu xã?", "Những báo cáo nào nêu bài học?"], "Những báo cáo nào nêu bài học?"),
        (
            ["Huyện Lam Trà có bao nhiêu xã?", "Huyện Vân Sa khen thưởng bao nhiêu tập thể?"],
            "Huyện Vân Sa khen thưởng bao nhiêu tập thể?",
        ),
    ],
)
def test_resolved(turns: list[str], whole: str) -> None:
    assert resolve(turns, read) == whole


def test_both_puts_the_last_two_together() -> None:
    turns = ["Huyện Lam Trà còn bao nhiêu hộ nghèo?", "Hộ cận nghèo thì sao?", "Vậy gộp cả hai là mấy hộ?"]
    whole = resolve(turns, read)
    assert whole.startswith("Vậy gộp cả hai là mấy hộ")
    assert "hộ nghèo" in whole and "cận nghèo" in whole and "huyện Lam Trà" in whole


def test_a_conversation_of_three_turns_leans_on_what_was_resolved() -> None:
    turns = ["Năm 2021 huyện Lam Trà còn mấy hộ nghèo?", "Đến 2024 thì sao?", "Còn huyện Vân Sa?"]
    whole = resolve(turns, read)
    assert "2024" in whole and "Vân Sa" in whole and "Lam Trà" not in whole and "hộ nghèo" in whole


@pytest.mark.parametrize(
    ("text", "bare", "left"),
    [
        ("Huyện Lam Trà và huyện Vân Sa còn mấy hộ?", True, "và huyện Vân Sa còn mấy hộ?"),
        ("h lam tra con may ho", True, "con may ho"),
        ("Đồng chí Lê Lam Trà ở huyện Lam Trà", True, "Đồng chí Lê ở"),
        ("Đồng chí Lê Lam Trà ở huyện Lam Trà", False, "Đồng chí Lê Lam Trà ở"),  # a bare name may be a person's
        ("xã Lam Trà", False, "xã Lam Trà"),  # another kind
        ("", True, ""),
    ],
)
def test_names_of_places_are_dropped_with_their_kind(text: str, bare: bool, left: str) -> None:
    assert without_names(text, [LAM_TRA], bare=bare) == left


def test_a_body_is_left_out_with_its_unit() -> None:
    places = places_of(
        {
            "r1": Metadata(issuer="Sở Y tế tỉnh Lam Giang", province="Lam Giang"),
            "r2": Metadata(issuer="Phòng Giáo dục và Đào tạo huyện Hạ Khê", place="huyện Hạ Khê"),
        }
    )
    text = "Sở Y tế Lam Giang với giáo dục Hạ Khê, bên nào chi cho y tế học đường nhiều hơn?"
    health, pupils = scope_of(text, places).places
    assert without_names(text, [health]) == "với giáo dục Hạ Khê, bên nào chi cho y tế học đường nhiều hơn?"
    assert without_names(text, [pupils]) == "Sở Y tế Lam Giang với , bên nào chi cho y tế học đường nhiều hơn?"
