"""A sheet photographed aslant is drawn as from above; what is no sheet on a darker ground is left as it is."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.readers.keystone import from_above
from tests.ingest.exam.fresh_kit import photographed

SIZE = (1600, 2000)


def _printed() -> Image.Image:
    """A sheet with level black bars from x 100 to x 1100."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    for row in range(30):
        pen.rectangle((100, 100 + 50 * row, 1100, 115 + 50 * row), fill="black")
    return page


def _slope(page: Image.Image) -> float:
    """How much lower the topmost black row of the middle lies at 70 % than at 30 % of the width, in pixels."""
    ink = np.asarray(page.convert("L")) < 60
    columns = [int(page.width * share) for share in (0.3, 0.7)]
    middle = ink[int(page.height * 0.3) :]
    return float(np.diff([middle[:, column].argmax() for column in columns])[0])


@pytest.mark.parametrize("dark", [0.55, 1.0])
@pytest.mark.parametrize(
    "corners",
    [
        (200, 150, 1300, 80, 1400, 1800, 120, 1900), (60, 40, 1560, 120, 1500, 1900, 100, 1960),
        (300, 100, 1500, 300, 1300, 1900, 100, 1700),
    ],
)  # fmt: skip
def test_a_sheet_seen_aslant_comes_out_level(corners: tuple[int, ...], dark: float) -> None:
    aslant = photographed(_printed(), corners, SIZE, dark)
    straight = from_above(aslant)
    assert straight.size != aslant.size
    assert abs(_slope(straight)) <= 8


def test_what_stands_beside_the_sheet_stays_on_the_picture() -> None:
    aslant = photographed(_printed(), (200, 150, 1300, 80, 1400, 1800, 120, 1900), SIZE, 1.0)
    ImageDraw.Draw(aslant).rectangle((1480, 900, 1560, 980), fill=(250, 0, 0))
    assert any(red > 200 > 60 > green for _, (red, green, _) in from_above(aslant).getcolors(1 << 24) or ())


@pytest.mark.parametrize("shadow", ["none", "right", "below"])
def test_a_scan_is_left_as_it_is_whatever_shadow_lies_on_it(shadow: str) -> None:
    page = np.asarray(_printed()).astype(float)
    fade = {
        "none": np.ones(1),
        "right": np.linspace(1.3, 0.5, 1240)[None, :, None],
        "below": np.linspace(1.3, 0.5, 1754)[:, None, None],
    }
    lit = Image.fromarray(np.clip(page * fade[shadow], 0, 255).astype(np.uint8))
    assert from_above(lit) is lit


def test_a_picture_without_paper_and_a_small_one_are_left() -> None:
    for picture in (Image.new("RGB", (800, 1200), "navy"), Image.new("L", (40, 60), 255)):
        assert from_above(picture) is picture
