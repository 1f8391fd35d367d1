"""The keyword index of a library, derived from its catalogue: kept in line with it, made anew where its files fail."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.database import disk
from index.errors import IndexProblem, StoreFailed
from index.store.catalog import Catalog
from index.store.postings import Postings

logger = logging.getLogger(__name__)

# Making the index anew takes 0.1 to 0.2 ms a passage. So many are 2 to 4 s; larger libraries wait for the compaction.
PURGED_AT_ONCE = 20_000


class Keywords:
    """The keyword index of one catalogue. Threads may search it; every other method needs the library's lock."""

    def __init__(self, catalog: Catalog, folder: Path) -> None:
        self._catalog = catalog
        self.postings = Postings(folder)

    def scores(self, searched: Sequence[str], limit: int, reports: Sequence[str] | None) -> list[tuple[str, float]]:
        """Return passages that hold any of the terms, as (id, BM25 score), best first; ties by id.

        Without terms the list is empty. ``reports`` restricts the search to these reports. Terms that stand in more than
        half of all passages tell little and are looked up only if there are no others.

        :raises StoreFailed: the files are damaged.
        """
        distinct = list(dict.fromkeys(searched))
        counts, size = self._catalog.document_frequencies(distinct)
        telling = [term for term in distinct if 0 < counts.get(term, 0) <= size / 2]
        return self.postings.search(telling or [term for term in distinct if term in counts], limit, reports)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let what the block puts in be found at its end, or some 2,000 passages on, instead of after each report.

        A run that is killed before leaves that to :meth:`repair`.
        """
        with self._mended(), self.postings.together():
            yield

    def put(self, report: str) -> None:
        """Put in the passages that the catalogue has of a report, none of which is held."""
        with self._mended():
            self.postings.put(self._catalog.terms_of([report]))

    def drop(self, report: str) -> None:
        """Take out the passages of a report."""
        with self._mended():
            self.postings.drop([report])

    def is_behind(self) -> bool:
        """Say whether the index needs repair: its files are damaged, or a killed run left passages out."""
        try:
            return self.postings.count() != self._catalog.size()
        except StoreFailed:
            return True

    def repair(self) -> int:
        """Bring the files in line with the catalogue; return how many passages were put in or taken out."""
        try:
            if damage := self.postings.problem():
                return self.renew(damage)
            expected, stored = self._catalog.passage_counts(), self.postings.passage_counts()
            wrong = [report for report in {**stored, **expected} if stored.get(report) != expected.get(report)]
            with self.postings.together():
                self.postings.drop(report for report in wrong if report in stored)
                self.postings.put(self._catalog.terms_of(report for report in wrong if report in expected))
        except StoreFailed as error:
            return self.renew(str(error))
        return sum(abs(stored.get(report, 0) - expected.get(report, 0)) for report in wrong)

    def clean(self) -> None:
        """Let the words of deleted reports leave the disk, where the library is small enough for doing that at once."""
        if self._catalog.size() <= PURGED_AT_ONCE:
            self.compact()

    def compact(self) -> None:
        """Let the words of deleted reports leave the disk; searches go on in the old files meanwhile."""
        with self._mended():
            if self.postings.is_loose():
                self.postings.renew(self._catalog.terms_of())

    def renew(self, why: str) -> int:
        """Make the files anew from the catalogue; return how many passages they hold.

        :raises IndexProblem: that fails too; searches go on by meaning alone.
        """
        folder = self.postings.folder.parent
        if disk.is_full(folder):
            raise disk.StorageProblem(disk.full(folder))
        logger.warning("Chỉ mục từ khóa hỏng (%s), đang dựng lại từ danh mục; không có gì bị mất", why)
        try:
            self.postings.renew(self._catalog.terms_of())
            return self.postings.count()
        except StoreFailed as error:
            raise IndexProblem(
                f"Không dựng lại được chỉ mục từ khóa ({error}). Danh mục vẫn đủ báo cáo và vẫn tra cứu được theo nghĩa. "
                f"Hãy kiểm tra quyền ghi và dung lượng đĩa của {folder} rồi chạy lại lệnh nạp"
            ) from error

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Make the files anew where writing to them fails. The catalogue, which is written first, has all passages."""
        try:
            yield
        except StoreFailed as error:
            self.renew(str(error))
