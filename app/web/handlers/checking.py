"""What happens in the tab "Soát báo cáo": a file or the library in, HTML and a Word file out, no widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.access.audit import Action
from app.access.fair_queue import QueueFull
from app.access.person import Person
from app.checks import NAMES
from app.checks.model import Finding, Quote
from app.library.ingestion import Shelving
from app.library.library_check import LibraryCheck
from app.office import Office
from app.records.dismissals import apart
from app.web.handlers.ask import explained
from app.web.html import checks as views
from app.web.html import messages
from app.workers import tasks
from index.originals import original
from ingest.errors import UnreadableFile
from ingest.facsimile import highlight, pages
from ingest.language.text import fold_spaces
from ingest.model import Report
from ingest.reading import Reading

AROUND = 600  # characters of the text shown before and behind a place
MOST_PAGES = 4  # pages shown of one finding
HEAD = 1024  # bytes in which a PDF says that it is one
GONE = "Báo cáo này không còn được giữ để xem. Hãy chọn lại tệp và soát lại."


@dataclass(frozen=True, slots=True)
class CheckDesk:
    """What somebody has before them: a file that was sent, or a report of the library, with its findings.

    ``path``: of the file, None where the library has no copy any more; ``in_library``: it is a report of the library.
    """

    file: str = ""
    key: str = ""
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    more: int = 0
    path: Path | None = None
    in_library: bool = False


@dataclass(frozen=True, slots=True)
class CheckView:
    """What the tab shows now; None: as before. ``panel``: the side panel; ``word``: the file to take away anew."""

    desk: CheckDesk
    findings: str | None = None
    panel: str | None = None
    word: bytes | None = None


class Checking:
    """The handlers of the tab. Whatever goes wrong is told in a sentence; none of them raises."""

    def __init__(self, office: Office, shelving: Shelving) -> None:
        self._office, self._shelving = office, shelving
        self.library = LibraryCheck(shelving, office.workshop, office.work, office.library_check)

    def check(self, person: Person, path: str | None, address: str = "") -> CheckView:
        """Check a file that a person has sent."""
        if not path:
            return CheckView(CheckDesk())
        name = Path(path).name
        try:
            self._office.audit.record(person, Action.DRAFT, f"soát {name}", address)
            checked = self._office.workshop.do(person.name, tasks.checked, Path(path), None)
            desk = CheckDesk(name, checked.key, checked.report, checked.listed, checked.more, Path(path))
            return self._view(desk, person)
        except (QueueFull, UnreadableFile) as error:
            return CheckView(CheckDesk(), messages.problem(f"{name}: {error}"))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return CheckView(CheckDesk(), messages.problem(explained(error)))

    def scan(self, person: Person) -> Iterator[str]:
        """Begin to check the library, or join a run that is on its way, and yield the list as it grows."""
        self.library.start(person.name)
        while (state := self.library.state).running:
            yield views.library(state)
            self.library.wait()
        yield views.library(self.library.state)

    def act(self, desk: CheckDesk, person: Person, data: Mapping[str, object], address: str = "") -> CheckView:
        """Do what was clicked; ``data["do"]`` names it. What the tab does not know does nothing."""
        acts: dict[str, Callable[[CheckDesk, Person, Mapping[str, object], str], CheckView]] = {
            "dismiss": self._dismiss, "back": self._bring_back, "places": self._places, "stop": self._stop,
            "report": self._report, "library": lambda desk, *_: CheckView(desk, views.library(self.library.state)),
        }  # fmt: skip
        act = acts.get(str(data.get("do", "")))
        try:
            return act(desk, person, data, address) if act is not None else CheckView(desk)
        except (KeyError, IndexError, ValueError, FileNotFoundError):
            return CheckView(desk, messages.problem(GONE))
        except (QueueFull, UnreadableFile) as error:
            return CheckView(desk, messages.problem(str(error)))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return CheckView(desk, messages.problem(explained(error)))

    def _dismiss(self, desk: CheckDesk, person: Person, data: Mapping[str, object], address: str) -> CheckView:
        finding = self._apart(desk)[0][int(str(data["number"]))]
        self._office.dismissals.dismiss(person, desk.key, [finding])
        self._office.audit.record(
            person, Action.DRAFT, f"bỏ qua một điều về {NAMES[finding.kind]} khi soát {desk.file}", address
        )
        return self._view(desk, person)

    def _bring_back(self, desk: CheckDesk, person: Person, data: Mapping[str, object], address: str) -> CheckView:
        finding = self._apart(desk)[1][int(str(data["number"]))]
        self._office.dismissals.bring_back(desk.key, [finding])
        self._office.audit.record(
            person, Action.DRAFT, f"đưa lại một điều về {NAMES[finding.kind]} khi soát {desk.file}", address
        )
        return self._view(desk, person)

    def _apart(self, desk: CheckDesk) -> tuple[list[Finding], list[Finding]]:
        return apart(desk.findings, self._office.dismissals.of(desk.key))

    def _view(self, desk: CheckDesk, person: Person) -> CheckView:
        """Return the findings that stand, and the Word file with them."""
        standing, dismissed = self._apart(desk)
        word = self._office.workshop.do(person.name, tasks.commented, desk.path, standing) if desk.path else None
        html = views.findings(standing, dismissed, desk.file, desk.more)
        return CheckView(desk, (views.back_to_library() if desk.in_library else "") + html, word=word)

    def _places(self, desk: CheckDesk, person: Person, data: Mapping[str, object], address: str) -> CheckView:  # noqa: ARG002
        finding = self._apart(desk)[0][int(str(data["number"]))]
        if desk.report is None:
            raise KeyError(desk.file)
        quotes = list(dict.fromkeys(finding.quotes))
        shown_quotes = [_in_its_text(desk.report, quote) for quote in quotes]
        return CheckView(desk, panel=views.places(finding, shown_quotes, self._pages(desk, quotes), desk.file))

    def _pages(self, desk: CheckDesk, quotes: list[Quote]) -> list[views.ShownPage]:
        """Return the pages of the places as they look; none of a file without pages, or that cannot be drawn."""
        report, path = desk.report, desk.path
        if report is None or path is None or report.pages is None or b"%PDF-" not in _head(path):
            return []
        stretches: dict[int, list[tuple[int, int]]] = {}
        for quote in quotes:
            for page, parts in highlight.parts(report, quote.start, _end(report.text, quote)).items():
                stretches.setdefault(page, []).extend(parts)
        shown_pages = []
        settings = self._office.settings
        for page in sorted(stretches)[:MOST_PAGES]:
            try:
                reading = Reading(settings.limits, settings.pages_dir)
                pieces = pages.pieces(path, page, reading, ocr=page in report.ocr)
                boxes = [box for a, b in stretches[page] for box in highlight.boxes(pieces, report.text, a, b)]
                shown_pages.append(views.ShownPage(page, pages.picture(path, page, settings.limits), boxes))
            except UnreadableFile:
                continue  # the text beside it shows the place all the same
        return shown_pages

    def _stop(self, desk: CheckDesk, *_: object) -> CheckView:
        self.library.stop()
        return CheckView(desk)

    def _report(self, desk: CheckDesk, person: Person, data: Mapping[str, object], address: str) -> CheckView:  # noqa: ARG002
        checked_report = {checked.report: checked for checked in self.library.state.reports}[
            str(data["report"])
        ]  # gone after a new run: KeyError
        library = self._shelving.library
        report = library.catalog.report(checked_report.report)
        copy = original(library.settings.originals_dir, checked_report.report, checked_report.file)
        desk = CheckDesk(
            checked_report.file,
            checked_report.key,
            report,
            checked_report.findings,
            path=copy if copy.is_file() else None,
            in_library=True,
        )
        return self._view(desk, person)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _end(text: str, quote: Quote) -> int:
    """Return where a quote ends in the report's text, whose white space it has folded."""
    end, left = quote.start, len("".join(quote.quote.split()))
    while left and end < len(text):
        left -= not text[end].isspace()
        end += 1
    return end


def _in_its_text(report: Report, quote: Quote) -> views.ShownPlace:
    end = _end(report.text, quote)
    before, after = report.text[max(0, quote.start - AROUND) : quote.start], report.text[end : end + AROUND]
    if quote.start > AROUND:
        before = "… " + before.split(" ", 1)[-1]
    if end + AROUND < len(report.text):
        after = after.rsplit(" ", 1)[0] + " …"
    lead = " " if before[-1:].isspace() else ""
    tail = " " if after[:1].isspace() else ""
    return views.ShownPlace(quote, fold_spaces(before) + lead, tail + fold_spaces(after))
