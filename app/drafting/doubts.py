"""What is still open in a draft that is to be final. The drafter sees it, is asked, and gets a list beside the file.

A final file has no marks. Without the list, a place that nobody has looked at would look settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.drafting.model import Draft
from app.drafting.request import BadRequest

TOLD = 40  # lines of a question; a longer list is read from the file
ENDING = ".con-mo.txt"
HEAD = "Những chỗ còn mở khi xuất bản trình (bản trình không đánh dấu chúng nữa):"


class StillOpen(BadRequest):
    """A final file is asked for while something is open; the message lists it, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is open, one line for each place; without lines everything is settled."""

    lines: tuple[str, ...]

    @classmethod
    def of(cls, draft: Draft) -> Doubts:
        """Return what is open in a draft: what is missing, figures that the drafter typed, and words of other offices."""
        lines = list(draft.missing)
        for section in draft.sections:
            pieces = [piece for paragraph in section.paragraphs for text in paragraph.texts for piece in text.pieces]
            if typed := ", ".join(dict.fromkeys(piece.text for piece in pieces if piece.typed)):
                lines.append(f"Mục “{section.title}”: số người soạn tự gõ, không có trong đầu vào: {typed}")
        borrowed = [t for section in draft.sections for p in section.paragraphs for t in p.texts if t.source and not t.own]
        if borrowed:
            lines.append(f"{len(borrowed)} câu mượn của báo cáo khác: hãy đọc lại xem có đúng với đơn vị")
        return cls(tuple(lines))

    def allow(self, *, go_on: bool) -> None:
        """Let a final file be written.

        :param go_on: the drafter was told what is open and goes on all the same.
        :raises StillOpen: something is open and nobody said to go on.
        """
        if self.lines and not go_on:
            raise StillOpen(self.summary())

    def summary(self) -> str:
        """Return how much is open and what, the first lines of a long list."""
        lines = [f"- {line}" for line in self.lines[:TOLD]]
        more = [f"- … và {len(self.lines) - TOLD} chỗ nữa"] if len(self.lines) > TOLD else []
        return "\n".join((f"Còn {len(self.lines)} chỗ chưa xong:", *lines, *more))

    def listed(self) -> str:
        """Return the whole list as a text; it is empty where nothing is open."""
        return "\n".join((HEAD, *(f"- {line}" for line in self.lines))) + "\n" if self.lines else ""

    def keep_beside(self, file: Path) -> Path | None:
        """Write the list beside a file and return its path. Where nothing is open, remove an earlier list and return None.

        :raises BadRequest: it cannot be written.
        """
        list_file = file.with_name(f"{file.stem}{ENDING}")
        try:
            if not self.lines:
                list_file.unlink(missing_ok=True)
                return None
            list_file.write_text(self.listed(), encoding="utf-8")
        except OSError as error:
            raise BadRequest(f"Không ghi được {list_file}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền ghi") from error
        return list_file
