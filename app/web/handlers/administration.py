"""What the administrator does and sees: words in, HTML out, no widgets. None of the handlers raises."""

from __future__ import annotations

import time
from html import escape

from app.access.accounts import AccountProblem
from app.access.api_keys import KeyProblem
from app.access.audit import Action
from app.access.person import Person, Role
from app.assistant import Assistant
from app.library.reindex import Reindex
from app.library.state import disk_of, state_of
from app.office import Office
from app.records.office_glossary import BadEntry
from app.web.handlers.ask import explained
from app.web.html import administration as views
from app.web.html import messages

SHOWN = 200  # entries of the audit log on the page


class Administration:
    """The handlers of one app; ``me`` is the administrator at the screen, ``address`` where they sit."""

    def __init__(self, assistant: Assistant, office: Office) -> None:
        self._assistant, self._office = assistant, office
        self.reindex = Reindex(assistant, office.work)

    def state(self) -> str:
        """Return the state of index and disk."""
        try:
            index, disk = state_of(self._assistant), disk_of(self._office.settings)
            return views.state(index, disk, self._office.accounts.sessions.count())
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return messages.problem(explained(error))

    def work(self) -> str:
        """Return what is running."""
        return views.work(self._office.work.tasks(), time.time(), self.reindex.last)

    def rebuild(self, me: Person, address: str) -> str:
        """Begin to make the index anew; return what is running."""
        if not self.reindex.start(me.name):
            return messages.problem("Chỉ mục đang được tạo lại; hãy đợi lượt này xong.") + self.work()
        self._office.audit.record(me, Action.REINDEX, "", address)
        return self.work()

    def people(self, me: Person) -> str:
        """Return the list of people, or how to switch accounts on."""
        if not self._office.accounts.on:
            return (
                '<p class="quiet">Ứng dụng chỉ mở cho máy này nên không cần đăng nhập. Muốn nhiều người cùng dùng, hãy mở '
                "ứng dụng với <code>HOST=0.0.0.0</code> (hoặc <code>ACCOUNTS=on</code>): mỗi người có một tài khoản.</p>"
            )
        return views.people(self._office.accounts.all(), me)

    def add(self, me: Person, address: str, name: str, full_name: str, role: str) -> tuple[str, bool]:
        """Make an account; return what to tell, and whether it was made."""
        try:
            new_role = Role(role)
            password = self._office.accounts.add(name, full_name, new_role)
        except (AccountProblem, ValueError) as problem:
            return messages.problem(str(problem)), False
        self._office.audit.record(me, Action.PEOPLE, f"thêm {name.strip()} ({views.ROLES[new_role]})", address)
        return views.once(full_name.strip() or name.strip(), password), True

    def act(self, me: Person, address: str, act: str, name: str, value: str = "") -> str:
        """Do to an account what a button of the list says; return what to tell."""
        accounts, message = self._office.accounts, ""
        try:
            if name == me.name:
                raise AccountProblem("Không đổi được tài khoản của chính mình tại đây; hãy nhờ quản trị viên khác.")
            if act == "role":
                accounts.set_role(name, Role(value))
                deed = f"đổi vai trò của {name} thành {views.ROLES[Role(value)]}"
            elif act == "reset":
                message = views.once(name, accounts.reset(name))
                deed = f"cấp lại mật khẩu cho {name}"
            elif act == "close":
                accounts.close(name)
                deed = f"khóa {name}"
            else:
                accounts.reopen(name)
                deed = f"mở lại {name}"
        except (AccountProblem, ValueError) as problem:
            return messages.problem(str(problem))
        self._office.audit.record(me, Action.PEOPLE, deed, address)
        return message or f'<p role="status">Đã {escape(deed)}.</p>'

    def key_list(self) -> str:
        """Return the keys of other programs."""
        return views.keys(self._office.keys.all())

    def add_key(self, me: Person, address: str, name: str, role: str) -> tuple[str, bool]:
        """Make a key; return what to tell, and whether it was made."""
        try:
            token = self._office.keys.add(name, Role(role))
        except (KeyProblem, ValueError) as problem:
            return messages.problem(str(problem)), False
        self._office.audit.record(me, Action.PEOPLE, f"cấp khóa API {name.strip()} ({views.ROLES[Role(role)]})", address)
        return views.key_once(name.strip(), token), True

    def revoke_key(self, me: Person, address: str, name: str) -> str:
        """Take a key out; return what to tell."""
        if not self._office.keys.revoke(name):
            return messages.problem(f"Không còn khóa tên “{name}”.")
        self._office.audit.record(me, Action.PEOPLE, f"thu hồi khóa API {name}", address)
        return f'<p role="status">Đã thu hồi khóa {escape(name)}; phần mềm dùng khóa này không gọi được nữa.</p>'

    def glossary(self) -> str:
        """Return the office's glossary."""
        return views.glossary(self._office.glossary.entries())

    def put_word(self, me: Person, address: str, word: str, meaning: str) -> tuple[str, bool]:
        """Write an entry of the glossary down; return what to tell, and whether it was taken."""
        try:
            entry = self._office.glossary.put(word, meaning, me.name)
        except BadEntry as problem:
            return messages.problem(str(problem)), False
        self._office.audit.record(me, Action.SETTINGS, f"từ điển: {entry.said} = {'; '.join(entry.meant)}", address)
        return views.report_done(f"Đã ghi “{entry.said}”; câu hỏi dùng từ này từ bây giờ."), True

    def drop_word(self, me: Person, address: str, word: str) -> str:
        """Take an entry of the glossary out; return what to tell."""
        if not self._office.glossary.drop(word):
            return messages.problem(f"Từ điển không còn mục “{word}”.")
        self._office.audit.record(me, Action.SETTINGS, f"từ điển: bỏ {word}", address)
        return views.report_done(f"Đã bỏ “{word}” khỏi từ điển.")

    def audit(self, words: str, action: str) -> str:
        """Return the newest entries that fit."""
        return views.audit(self._office.audit.entries(words, action, SHOWN), words, action, SHOWN)

    def settings(self) -> str:
        """Return the settings."""
        return views.settings(self._office.settings.shown())
