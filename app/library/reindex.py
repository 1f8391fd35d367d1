"""Making the index anew while the app goes on answering from the old one."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from app.assistant import Assistant
from app.storage.running_work import Work
from index.build import BuildOutcome, rebuild
from index.embedding.e5_weights import WeightsError
from index.embedding.embedder import ModelNotFound
from index.errors import IndexProblem

logger = logging.getLogger(__name__)
KIND = "Tạo lại chỉ mục"  # as running work


@dataclass(frozen=True, slots=True)
class Ended:
    """How the last run ended: what it did, or in ``problem`` why it did nothing."""

    outcome: BuildOutcome | None = None
    problem: str = ""


class Reindex:
    """The index of one assistant, made anew one run at a time, in a thread of its own."""

    def __init__(self, assistant: Assistant, work: Work) -> None:
        self._assistant, self._work = assistant, work
        self._running = threading.Lock()
        self.last: Ended | None = None

    def start(self, name: str) -> bool:
        """Begin a run on behalf of ``name``; False: one is running, nothing new has begun."""
        if not self._running.acquire(blocking=False):
            return False
        self.last = None
        threading.Thread(target=self._run, args=(name,), daemon=True, name="reindex").start()
        return True

    @property
    def running(self) -> bool:
        """Whether a run is on its way."""
        return self._running.locked()

    def _run(self, name: str) -> None:
        try:
            with self._work.running(KIND, name) as progress:
                library = self._assistant.library  # others hold it too: it goes on as the same one
                outcome = rebuild(library.settings, self._assistant.embedder, progress)
                library.refresh()
                self._assistant.turn_to(library)
            self.last = Ended(outcome)
        except (IndexProblem, ModelNotFound, WeightsError) as error:
            self.last = Ended(problem=str(error))
        except OSError as error:
            self.last = Ended(problem=f"{error}. Hãy kiểm tra DATA_DIR, quyền ghi và dung lượng đĩa")
        except Exception:  # the end of a thread: told on the page, and the old index is still used
            logger.exception("the index could not be made anew")
            self.last = Ended(problem="Có lỗi ngoài dự kiến; chỉ mục cũ vẫn được dùng. Hãy xem cửa sổ dòng lệnh")
        finally:
            self._running.release()
