"""Accounts, their sessions and how often one may try; time is a number that the tests turn."""

import time
from contextlib import suppress
from dataclasses import replace
from threading import Thread

import pytest

from app.access import passwords
from app.access.accounts import AccountProblem, Accounts, NotSignedIn, TooSoon, spelt
from app.access.attempts import Strange
from app.access.person import Person, Role
from app.storage.store import Store

HERE, ELSEWHERE = "10.1.0.5", "10.1.0.9"
OWN = "chè xanh buổi sáng"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.at = 1_700_000_000.0

    def __call__(self):
        return self.at


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Make hashing quick: what is tested here does not depend on its cost."""
    monkeypatch.setattr(passwords, "COST", 2**4)
    monkeypatch.setattr(passwords, "NOBODYS", passwords.hashed("ai cũng không biết"))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def settings(settings):
    return replace(settings, accounts="on")


@pytest.fixture
def accounts(settings, clock):
    return Accounts(Store.open(settings), settings, clock)


class TestPasswords:
    def test_a_password_fits_what_was_made_of_it_and_no_other_does(self):
        kept = passwords.hashed(OWN)
        assert passwords.fits(OWN, kept)
        assert not passwords.fits(OWN + " ", kept)
        assert OWN not in kept and passwords.hashed(OWN) != kept, "every hash has a salt of its own"

    def test_a_letter_and_its_parts_are_the_same(self):
        assert passwords.fits("che\u0300 xanh buổi sáng", passwords.hashed(OWN))

    @pytest.mark.parametrize("bad", ["ngắn", "1212121212121", "a" * 129, "lan.pham12", ""])
    def test_weak_ones_are_refused(self, bad):
        assert passwords.weakness(bad, "lan.pham")

    @pytest.mark.parametrize("good", [OWN, "0123456789", "lan.pham thích uống chè"])
    def test_others_are_not(self, good):
        assert passwords.weakness(good, "lan.pham") is None

    def test_one_time_passwords_differ_and_pass_as_passwords(self):
        made = {passwords.one_time() for _ in range(200)}
        assert len(made) == 200
        assert {len(one) for one in made} == {19}
        assert not any(passwords.weakness(one, "an") for one in made)


class TestSignIn:
    def test_a_one_time_password_opens_and_must_be_changed(self, accounts):
        once = accounts.add("Lan.Pham", "Phạm Thị Lan", Role.DRAFTER)
        account = accounts.check(" LAN.pham", once, HERE)
        assert account.person == Person("lan.pham", "Phạm Thị Lan", Role.DRAFTER)
        assert account.must_change
        accounts.change("lan.pham", once, OWN, HERE)
        assert not accounts.check("lan.pham", OWN, HERE).must_change
        with pytest.raises(NotSignedIn):
            accounts.check("lan.pham", once, HERE)

    def test_it_is_not_told_what_was_wrong(self, accounts):
        accounts.add("lan", "", Role.READER)
        said = []
        for name in ("lan", "khong-co"):
            with pytest.raises(NotSignedIn) as problem:
                accounts.check(name, "sai", HERE)
            said.append(str(problem.value))
        assert said[0] == said[1]

    def test_wrong_passwords_make_the_next_try_wait_ever_longer_and_only_where_they_were_typed(self, accounts, clock):
        once = accounts.add("lan", "", Role.READER)
        for _ in range(5):
            with pytest.raises(NotSignedIn, match="không đúng"):
                accounts.check("lan", "sai", HERE)
        for wait in (1, 2, 4, 8, 16, 30, 30, 30):
            with pytest.raises(TooSoon, match=f"đợi {wait} giây"):
                accounts.check("lan", once, HERE)
            clock.at += wait
            with pytest.raises(NotSignedIn, match="không đúng"):
                accounts.check("lan", "sai", HERE)
        assert accounts.check("lan", once, ELSEWHERE), "nobody elsewhere is kept out"
        clock.at += 30
        assert accounts.check("lan", once, HERE), "nor here for longer than the pause"

    def test_the_right_password_on_a_known_device_never_waits(self, accounts):
        once = accounts.add("lan", "", Role.READER)
        accounts.check("lan", once, HERE, "may-cua-lan")
        for number in range(60):
            with suppress(NotSignedIn):
                accounts.check("lan", "sai", HERE, f"may-la-{number}")
        with pytest.raises(TooSoon):
            accounts.check("lan", once, HERE)
        assert accounts.check("lan", once, HERE, "may-cua-lan")

    def test_a_known_device_has_a_pause_of_its_own(self, accounts):
        once = accounts.add("lan", "", Role.READER)
        accounts.add("hoa", "", Role.READER)
        accounts.check("lan", once, HERE, "may")
        for _ in range(5):
            with pytest.raises(NotSignedIn):
                accounts.check("lan", "sai", ELSEWHERE, "may")
        with pytest.raises(TooSoon):
            accounts.check("lan", "sai", ELSEWHERE, "may")
        assert accounts.check("lan", once, ELSEWHERE), "a stolen device slows its holder down only"
        assert not accounts.attempts.knows("hoa", "may")

    def test_the_owner_is_told_of_tries_that_were_not_on_a_device_of_theirs(self, accounts, clock):
        once = accounts.add("lan", "", Role.READER)
        accounts.check("lan", once, HERE, "may")
        for number in range(5):
            assert accounts.attempts.strange("lan") is None
            with pytest.raises(NotSignedIn):
                accounts.check("lan", "sai", f"10.0.0.{number}")
        with pytest.raises(NotSignedIn):
            accounts.check("lan", "sai", HERE, "may")
        assert accounts.attempts.strange("lan") == Strange(5, clock.at, "10.0.0.4")
        accounts.attempts.heard("lan")
        assert accounts.attempts.strange("lan") is None

    def test_a_clock_that_was_ahead_keeps_nobody_out(self, accounts, clock):
        once = accounts.add("lan", "", Role.READER)
        clock.at += 400 * 86400
        for _ in range(9):
            with suppress(NotSignedIn):
                accounts.check("lan", "sai", HERE)
        token = accounts.sessions.begin("lan", HERE)
        clock.at -= 400 * 86400
        assert accounts.check("lan", once, HERE)
        assert accounts.sessions.of(token) is None, "a session of the future would outlive its time"

    def test_a_restart_gives_no_new_tries_but_a_reset_does(self, accounts, clock, settings):
        accounts.add("lan", "", Role.READER)
        for _ in range(5):
            with pytest.raises(NotSignedIn):
                accounts.check("lan", "sai", HERE)
        again = Accounts(Store.open(settings), settings, clock)
        with pytest.raises(TooSoon, match="1 giây"):
            again.check("lan", "sai", HERE)
        assert again.check("lan", again.reset("lan"), HERE)

    @pytest.mark.parametrize("addresses", [[HERE] * 50, [f"2001:db8:1:2::{number:x}" for number in range(50)]])
    def test_an_address_is_slowed_down_whatever_names_it_tries(self, accounts, addresses):
        once = accounts.add("lan", "", Role.READER)
        for number, address in enumerate(addresses):
            with pytest.raises(NotSignedIn, match="không đúng"):
                accounts.check(f"nguoi{number}", "sai", address)
        with pytest.raises(TooSoon):
            accounts.check("lan", once, addresses[0])
        assert accounts.check("lan", once, ELSEWHERE)

    def test_people_who_sign_in_use_no_tries_up(self, accounts):
        once = accounts.add("lan", "", Role.READER)
        for _ in range(60):
            accounts.check("lan", once, HERE)

    def test_many_at_once_are_no_way_around_the_limit(self, accounts, monkeypatch):
        accounts.add("lan", "", Role.READER)
        tried = []
        monkeypatch.setattr(passwords, "fits", lambda *_: tried.append(1) or time.sleep(0.05))

        def tries():
            with suppress(NotSignedIn):
                accounts.check("lan", "sai", HERE)

        threads = [Thread(target=tries) for _ in range(12)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert len(tried) == 5

    def test_a_hash_of_another_cost_is_made_anew(self, accounts, settings, monkeypatch):
        once = accounts.add("lan", "", Role.READER)
        monkeypatch.setattr(passwords, "COST", 2**5)
        accounts.check("lan", once, HERE)
        kept = Store.open(settings).rows("SELECT password FROM people")[0]["password"]
        assert kept.startswith("scrypt$32$") and passwords.fits(once, kept)

    def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(self, accounts):
        once = accounts.add("lan", "", Role.READER)
        for old, new in (("sai", OWN), (once, "ngắn"), (once, once)):
            with pytest.raises(AccountProblem):
                accounts.change("lan", old, new, HERE)
        assert accounts.check("lan", once, HERE).must_change


class TestMeanwhile:
    """An administrator resets the account in the second that the check of a password takes."""

    @pytest.fixture
    def reset(self, accounts, monkeypatch):
        """Reset the account once, right after the next check of a password; the one-time password comes in this list."""
        plain, given = passwords.fits, []

        def fits(password, stored):
            fitting = plain(password, stored)
            if not given:
                given.append("")  # a reset checks none, but asks for the count
                given[0] = accounts.reset("lan")
            return fitting

        accounts.change("lan", accounts.add("lan", "", Role.READER), OWN, HERE)
        monkeypatch.setattr(passwords, "fits", fits)
        return given

    def test_a_change_of_the_old_password_does_not_undo_it(self, accounts, reset):
        with pytest.raises(NotSignedIn, match="vừa được đặt lại"):
            accounts.change("lan", OWN, "mật khẩu của người khác", HERE)
        assert accounts.check("lan", reset[0], HERE).must_change
        with pytest.raises(NotSignedIn):
            accounts.check("lan", "mật khẩu của người khác", HERE)

    def test_the_old_password_opens_no_session_after_it(self, accounts, reset):
        account = accounts.check("lan", OWN, HERE)
        with pytest.raises(NotSignedIn, match="vừa được đặt lại"):
            accounts.enter(account, HERE)
        assert accounts.sessions.count() == 0
        assert accounts.sessions.of(accounts.enter(accounts.check("lan", reset[0], HERE), HERE)).must_change

    def test_a_hash_of_another_cost_does_not_come_back(self, accounts, reset, monkeypatch):
        monkeypatch.setattr(passwords, "COST", 2**5)
        accounts.check("lan", OWN, HERE)
        assert accounts.check("lan", reset[0], HERE).must_change

    def test_a_closed_account_opens_no_session(self, accounts):
        account = accounts.check("lan", accounts.add("lan", "", Role.READER), HERE)
        accounts.close("lan")
        with pytest.raises(NotSignedIn):
            accounts.enter(account, HERE)


class TestSessions:
    def test_a_session_ends_when_it_is_not_used(self, accounts, clock):
        accounts.add("lan", "", Role.READER)
        token = accounts.sessions.begin("lan", HERE)
        for _ in range(3):  # 119 minutes each, used in between
            clock.at += 119 * 60
            assert accounts.sessions.of(token).person.name == "lan"
        clock.at += 121 * 60
        assert accounts.sessions.of(token) is None

    def test_and_after_twelve_hours_however_much_it_is_used(self, accounts, clock):
        accounts.add("lan", "", Role.READER)
        token = accounts.sessions.begin("lan", HERE)
        for _ in range(11):
            clock.at += 3600
            assert accounts.sessions.of(token)
        clock.at += 3600
        assert accounts.sessions.of(token) is None
        assert accounts.sessions.count() == 0

    def test_who_signs_in_again_and_again_fills_no_table(self, accounts, settings):
        accounts.add("hoa", "", Role.READER)
        kept, last = accounts.sessions.begin("hoa", HERE), ""
        for number in range(80):
            last = accounts.sessions.begin("lan", HERE)
            accounts.attempts.succeeded("lan", HERE, f"máy {number}")
        accounts.attempts.succeeded("hoa", HERE, "máy của Hoa")
        rows = Store.open(settings).rows
        counts = {
            table: [tuple(row) for row in rows(f"SELECT name, count(*) FROM {table} GROUP BY name ORDER BY name")]
            for table in ("sessions", "devices")
        }
        assert counts == {"sessions": [("hoa", 1), ("lan", 50)], "devices": [("hoa", 1), ("lan", 50)]}
        assert accounts.attempts.knows("lan", "máy 79") and not accounts.attempts.knows("lan", "máy 0")
        assert accounts.sessions.of(kept) and last

    def test_a_device_that_is_used_stays_known(self, accounts):
        for number in range(80):
            accounts.attempts.succeeded("lan", HERE, f"máy {number}")
            accounts.attempts.succeeded("lan", HERE, "máy của Lan")
        assert accounts.attempts.knows("lan", "máy của Lan")

    def test_the_store_does_not_hold_the_token(self, accounts, tmp_path):
        accounts.add("lan", "", Role.READER)
        token = accounts.sessions.begin("lan", HERE)
        held = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
        assert token.encode() not in held

    def test_closing_resetting_and_a_new_password_end_sessions(self, accounts):
        once = accounts.add("lan", "", Role.READER)
        token = accounts.sessions.begin("lan", HERE)
        accounts.close("lan")
        accounts.reopen("lan")
        assert accounts.sessions.of(token) is None
        token = accounts.sessions.begin("lan", HERE)
        once = accounts.reset("lan")
        assert accounts.sessions.of(token) is None
        token = accounts.sessions.begin("lan", HERE)
        accounts.change("lan", once, OWN, HERE)
        assert accounts.sessions.of(token) is None

    def test_a_role_holds_at_once(self, accounts):
        accounts.add("lan", "", Role.READER)
        token = accounts.sessions.begin("lan", HERE)
        accounts.set_role("lan", Role.DRAFTER)
        assert accounts.sessions.of(token).person.role is Role.DRAFTER

    def test_nonsense_is_nobodys(self, accounts):
        assert accounts.sessions.of("") is None
        assert accounts.sessions.of("\ud800") is None


class TestPeople:
    def test_a_closed_account_opens_nothing(self, accounts):
        once = accounts.add("lan", "", Role.READER)
        accounts.close("lan")
        with pytest.raises(NotSignedIn, match="không đúng"):
            accounts.check("lan", once, HERE)

    def test_the_last_administrator_stays(self, accounts):
        accounts.add("an", "", Role.ADMINISTRATOR)
        accounts.add("binh", "", Role.ADMINISTRATOR)
        accounts.close("an")
        for change in (lambda: accounts.close("binh"), lambda: accounts.set_role("binh", Role.READER)):
            with pytest.raises(AccountProblem, match="cuối cùng"):
                change()
        accounts.close("an")  # a closed one is no administrator any more, closing it again does no harm
        accounts.reopen("an")
        accounts.set_role("binh", Role.READER)
        assert [one.person.role for one in accounts.all()] == [Role.ADMINISTRATOR, Role.READER]

    @pytest.mark.parametrize("name", ["", "  ", "an binh", "a" * 65, "a\nb", "a\u200bb"])
    def test_names_that_are_none(self, accounts, name):
        with pytest.raises(AccountProblem, match=r"nguyen\.an"):
            accounts.add(name, "", Role.READER)

    def test_a_name_is_given_once_however_it_is_spelt(self, accounts):
        accounts.add("Ân", "", Role.READER)
        with pytest.raises(AccountProblem, match="Đã có"):
            accounts.add("a\u0302N", "", Role.READER)
        assert spelt(" ÂN ") == "ân"

    def test_nobody_is_not_changed(self, accounts):
        for change in (accounts.close, accounts.reopen, accounts.reset):
            with pytest.raises(AccountProblem, match="Không có tài khoản"):
                change("ai")


class TestFirst:
    def test_the_first_administrator_has_a_new_password_until_somebody_signs_in(self, accounts):
        name, before = accounts.first()
        assert accounts.first()[0] == name == "quantri"
        _, once = accounts.first()
        with pytest.raises(NotSignedIn):
            accounts.check(name, before, HERE)
        assert accounts.check(name, once, HERE).person.role is Role.ADMINISTRATOR
        assert accounts.first() is None

    def test_it_is_made_where_all_others_are_no_administrators(self, accounts):
        accounts.add("quantri", "", Role.READER)
        name, once = accounts.first()
        assert name != "quantri" and accounts.check(name, once, HERE).must_change


class TestVouched:
    def test_whom_a_proxy_names_reads_and_has_no_password(self, accounts, clock):
        lan = Person("coquan\\lan", "CoQuan\\Lan", Role.READER)
        assert accounts.vouched("CoQuan\\Lan") == (lan, True)
        clock.at += 3600
        assert accounts.vouched("CoQuan\\Lan") == (lan, False)
        clock.at += 3601
        assert accounts.vouched("CoQuan\\Lan") == (lan, True)
        with pytest.raises(NotSignedIn):
            accounts.check("coquan\\lan", "", HERE)
        accounts.set_role("coquan\\lan", Role.DRAFTER)
        assert accounts.vouched("coquan\\LAN")[0].role is Role.DRAFTER
        accounts.close("coquan\\lan")
        with pytest.raises(AccountProblem, match="đã bị khóa"):
            accounts.vouched("coquan\\lan")


class TestTwoDirectories:
    def test_a_vouched_name_does_not_become_somebody_with_a_password(self, accounts):
        accounts.add("quantri", "", Role.ADMINISTRATOR)
        with pytest.raises(AccountProblem, match="USER_HEADER_LOCAL=on"):
            accounts.vouched("QuanTri")

    def test_unless_equal_names_are_said_to_be_the_same_person(self, settings, clock):
        settings = replace(settings, user_header_local="on")
        accounts = Accounts(Store.open(settings), settings, clock)
        accounts.add("quantri", "", Role.ADMINISTRATOR)
        assert accounts.vouched("QuanTri")[0].role is Role.ADMINISTRATOR

    def test_whom_a_proxy_vouches_for_gets_no_password_here(self, accounts):
        accounts.vouched("lan")
        with pytest.raises(AccountProblem, match="máy chủ đăng nhập chung"):
            accounts.reset("lan")
