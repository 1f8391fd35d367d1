"""How alike stretches are, and how few of many are looked at."""

from app.comparison.figures import MOST_PAIRS, Figure, pair_by_words
from app.comparison.likeness import COMMON, PieceLikeness, holders_of
from ingest.language.quantities import quantities


def test_the_same_words_are_alike_by_one_and_no_words_by_nothing():
    like = PieceLikeness([("hộ", "nghèo"), ("hộ", "mới"), ()])
    bags = [like.bag(words) for words in (("hộ", "nghèo"), ("hộ", "mới"), ())]
    assert like.of(bags[0], bags[0]) == 1.0 and like.of(bags[2], bags[2]) == 0.0
    assert 0 < like.of(bags[0], bags[1]) < 0.5  # one word of two, and no pair of words


def test_of_a_thousand_stretches_those_are_near_that_share_most_rare_words():
    """Fifteen words are each in 67 of them and say nothing; what is looked at does not grow with their number."""
    stretches = [(f"chung{n % 15}", f"riêng{n // 50}", f"số{n}") for n in range(1_000)]
    like = PieceLikeness(stretches)
    bags = [like.bag(words) for words in stretches]
    near = list(like.near(bags[3], holders_of(bags)))
    assert sorted(near) == list(range(50))
    wide = PieceLikeness([(*words, f"đôi{n % 16}") for n, words in enumerate(stretches)])
    wide_bags = [wide.bag((*words, f"đôi{n % 16}")) for n, words in enumerate(stretches)]
    assert len(list(wide.near(wide_bags[3], holders_of(wide_bags)))) == COMMON


def test_a_clause_of_hundreds_of_figures_pairs_those_with_the_same_words_alone():
    [quantity] = quantities("12 hộ")
    many = [Figure(quantity, frozenset((f"thôn{n}",)), n) for n in range(150)]
    others = [Figure(quantity, frozenset((f"thôn{n}", "x") if n == 7 else (f"thôn{n}",)), n) for n in range(150)]
    assert len(many) * len(others) > MOST_PAIRS
    paired = pair_by_words(many, others, same_words=False)
    assert len(paired.both) == 149 and [figure.start for figure in paired.unpaired] == [7]
