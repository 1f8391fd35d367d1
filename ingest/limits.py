"""How much one file may ask for, and how a file that asks for more is refused."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file; each is a setting of the same name (README.md).

    ``max_seconds`` counts for reading a file, and anew for each page that goes through OCR.
    """

    max_file_mb: int = 200  # 300 pages of a colour scan
    max_pages: int = 1000
    max_unpacked_mb: int = 200  # a report of 1,000 pages unpacks to some 20 MB, an archive bomb to GB
    max_seconds: int = 60
    max_memory_mb: int = 1024

    def check(self, setting: str, amount: float, what: str) -> None:
        """Refuse a file that is over a limit.

        :param setting: name of the field; ``what`` names what was measured, with its unit ("số trang").
        :raises UnreadableFile: ``amount`` is more than the limit.
        """
        limit = getattr(self, setting)
        if amount > limit:
            raise UnreadableFile(over(setting, limit, f"{what} là {amount:,.0f}".replace(",", ".")))


def over(setting: str, limit: int, amount: str) -> str:
    """Return the line that says what was found, the limit, and the setting that changes it."""
    name = setting.upper()
    return f"{amount}, quá giới hạn {limit}; hãy chia nhỏ tệp hoặc đặt {name} lớn hơn rồi nạp lại"
