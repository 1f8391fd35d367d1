"""What each side of a comparison is asked. Places and matters are invented."""

from __future__ import annotations

import pytest

from app.question.sides import side_text
from index.gazetteer.scope import Place

LAM, VAN = Place("huyện", "Lam Trà", ("r1",)), Place("huyện", "Vân Sa", ("r2",))


@pytest.mark.parametrize(
    ("text", "lam", "van"),
    [
        # the matter stands before both, or behind both
        ("Số ong của Lam Trà và Vân Sa?", {"Số", "ong"}, {"Số", "ong"}),
        ("Lam Trà hay Vân Sa nuôi nhiều ong hơn?", {"nuôi", "ong"}, {"nuôi", "ong"}),
        # each has its own
        ("Lam Trà nuôi mấy đàn ong, Vân Sa đào mấy ao?", {"nuôi", "đàn", "ong"}, {"đào", "ao"}),
        ("Nuôi trồng: Lam Trà được mấy đàn ong, còn Vân Sa đào mấy ao?", {"Nuôi", "trồng", "ong"}, {"Nuôi", "trồng", "đào"}),
        ("Tiền bán ong của Lam Trà so với tiền bán cá của Vân Sa?", {"bán", "ong"}, {"cá"}),
    ],
)
def test_each_is_asked_its_own_words(text: str, lam: set[str], van: set[str]) -> None:
    asked_of_lam, asked_of_van = (side_text(text, place, (LAM, VAN)) for place in (LAM, VAN))
    assert lam <= _words(asked_of_lam) and "Sa" not in _words(asked_of_lam)
    assert van <= _words(asked_of_van) and "Trà" not in _words(asked_of_van)


def test_what_is_said_of_the_other_is_left_out() -> None:
    text = "Nuôi trồng: Lam Trà được mấy đàn ong, còn Vân Sa đào mấy ao?"
    assert "ao" not in _words(side_text(text, LAM, (LAM, VAN)))
    assert "ong" not in _words(side_text(text, VAN, (LAM, VAN)))


def _words(text: str) -> set[str]:
    return set(text.replace("?", " ").replace(",", " ").replace(":", " ").split())
