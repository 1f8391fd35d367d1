"""A red seal over print is made pale, print stays; red letters and red shapes are left as they are."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from ingest.readers.seals import without_seals

RED = (205, 30, 40)


def _page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("RGB", (1654, 2339), "white")
    return page, ImageDraw.Draw(page)


def test_a_ring_is_gone_and_the_bar_below_it_is_not() -> None:
    page, pen = _page()
    pen.rectangle((700, 1000, 1000, 1020), fill="black")
    seal, ink = _page()
    ink.ellipse((800, 900, 1060, 1160), outline=RED, width=8)
    page = ImageChops.multiply(page, seal)  # ink on ink
    seen = np.asarray(without_seals(page))
    assert seen[1005:1015, 700:1000].max() < 60
    assert seen[1060:1160, 800:1060].min() > 200
    assert np.asarray(page.convert("L"))[1060:1160, 800:1060].min() < 120


def test_red_print_and_a_red_shape_with_print_stay() -> None:
    page, pen = _page()
    pen.rectangle((300, 300, 900, 340), fill=RED)  # a line of red letters
    pen.ellipse((800, 900, 1060, 1160), fill=RED)
    pen.rectangle((900, 1000, 960, 1040), fill="white")
    assert (np.asarray(without_seals(page)) == np.asarray(page.convert("L"))).all()


def test_a_grey_page_comes_back_grey() -> None:
    grey = Image.new("L", (100, 100), 90)
    assert (np.asarray(without_seals(grey)) == 90).all()
