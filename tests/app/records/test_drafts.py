"""Desks are kept a person, and the last one kept counts."""

from app.access.person import LOCAL, Person, Role
from app.records.drafts import Drafts
from app.storage.store import Store


def test_a_desk_is_kept_for_its_person_and_replaced(settings):
    other = Person("lan", "Lan", Role.DRAFTER)
    drafts = Drafts.open(Store.open(settings))
    assert drafts.of(LOCAL) is None
    drafts.keep(LOCAL, "one")
    drafts.keep(other, "hers")
    drafts.keep(LOCAL, "two")
    again = Drafts.open(Store.open(settings))
    assert (again.of(LOCAL), again.of(other)) == ("two", "hers")
