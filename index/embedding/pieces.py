"""The packaged vocabulary, looked up on disk: a tokenizer that knows only the pieces a few short texts can be cut into.

Reading all 250,000 pieces takes as long as importing torch. Whoever asks one question in a terminal needs a few hundred.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from tokenizers import Tokenizer

from index.embedding import e5_weights

FILE = "pieces.sqlite"
MOST_WORDS = 3000  # different words up to which looking up is quicker than reading all pieces
AT_ONCE = 500  # pieces looked up in one query
SPECIAL = 4  # the first pieces of the vocabulary, which every text needs


def write(file: Path, pieces: Sequence[tuple[str, float]]) -> None:
    """Write the pieces (with their scores, in the order of their ids) to a file that is not there yet."""
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE pieces (piece TEXT PRIMARY KEY, id INTEGER NOT NULL, score REAL NOT NULL) WITHOUT ROWID")
        db.execute("CREATE TABLE kept AS SELECT * FROM pieces")
        rows = [(piece, at, score) for at, (piece, score) in enumerate(pieces)]
        db.executemany("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?)", sorted(rows))
        lowest = min(rows[SPECIAL:], key=lambda row: row[2])  # what an unknown sign costs is reckoned from it
        db.executemany("INSERT INTO kept VALUES (?, ?, ?)", [*rows[:SPECIAL], lowest])


class Pieces:
    """The vocabulary in a file that :func:`write` made."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with closing(self._connect()) as db:
            self._kept = db.execute("SELECT piece, id, score FROM kept ORDER BY id").fetchall()
            self._longest: int = db.execute("SELECT max(length(piece)) FROM pieces").fetchone()[0]
        self._normalizer = e5_weights.tokenizer([(piece, score) for piece, _, score in self._kept]).normalizer

    @classmethod
    def of(cls, folder: Path) -> Pieces | None:
        """Return the vocabulary of a model folder; None where its file has not been made yet."""
        file = folder / FILE
        with suppress(sqlite3.Error):
            return cls(file) if file.exists() else None
        return None

    def encode(self, texts: Sequence[str]) -> list[list[int]] | None:
        """Return the tokens of texts, those that open and close them included; None if there are too many words."""
        words = {word for text in texts for word in self._normalizer.normalize_str(text).split(" ")}
        if len(words) > MOST_WORDS:
            return None
        rows = dict.fromkeys(self._kept)
        with closing(self._connect()) as db:
            for part in _parts({piece for word in words for piece in self._within(f"▁{word}")}):
                marks = ",".join("?" * len(part))
                rows.update(dict.fromkeys(db.execute(f"SELECT piece, id, score FROM pieces WHERE piece IN ({marks})", part)))  # noqa: S608
        stored = sorted(rows, key=lambda row: row[1])
        tokenizer = e5_weights.tokenizer([(piece, score) for piece, _, score in stored])
        return [[stored[at][1] for at in encoded.ids] for encoded in tokenizer.encode_batch_fast(list(texts))]

    def _within(self, word: str) -> Iterator[str]:
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                yield word[start:end]

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True)


def ensure(folder: Path, tokenizer: Tokenizer) -> None:
    """Write the vocabulary of a model folder that was made before there was such a file, if the folder can be written."""
    if (folder / FILE).exists():
        return
    stored = json.loads(tokenizer.to_str())["model"]["vocab"]
    with suppress(OSError, sqlite3.Error), tempfile.TemporaryDirectory(dir=folder) as scratch:
        write(Path(scratch) / FILE, [(piece, score) for piece, score in stored])
        (Path(scratch) / FILE).replace(folder / FILE)


def _parts(pieces: Iterable[str]) -> Iterator[list[str]]:
    every = list(pieces)
    for at in range(0, len(every), AT_ONCE):
        yield every[at : at + AT_ONCE]
