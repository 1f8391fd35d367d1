"""The project's locks: they name exactly what is installed, each with its hashes, and no place to fetch it from."""

from __future__ import annotations

import ast
import importlib.metadata
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex as re
from packaging.markers import Marker

from deploy import install, lock, lockfile
from deploy.lockfile import LOCKS, Entry

REPO = Path(__file__).resolve().parents[2]
BUILT = {name: lockfile.read(name) for name in lock.TITLES}
NOT_LOCKED = {"pip", "wheel"}  # they come with Python's venv
UNITS = "vietnamadminunits"  # installed for its data files
MODULES = {UNITS, "unidecode", "geopy", "geographiclib", "shapely", "kubernetes", "onnxruntime"}


def _holds(entry: Entry) -> bool:
    return not entry.marker or Marker(entry.marker).evaluate()


def _installed() -> dict[str, str]:
    return {lockfile.normal(one.name): lockfile.public(one.version) for one in importlib.metadata.distributions()}


def test_every_installed_package_is_locked_at_its_version():
    locked = {(entry.name, entry.version) for entries in BUILT.values() for entry in entries}
    unlocked = {pair for pair in _installed().items() if pair not in locked and pair[0] not in NOT_LOCKED}
    assert not unlocked, "run: make lock (new packages) and make install (removes what is left out)"


def test_every_locked_package_is_installed():
    wanted = {entry.name: entry.version for entry in (*BUILT["app"], *BUILT["dev"]) if _holds(entry)}
    assert wanted.items() <= _installed().items()


def test_installed_packages_have_all_that_they_ask_for_but_what_is_left_out():
    assert install.unmet(importlib.metadata.distributions(), lockfile.left_out()) == []


@pytest.mark.parametrize(
    ("name", "path"), [("app", "requirements.txt"), ("dev", "requirements-dev.txt"), ("llm", "requirements-llm.txt")]
)
def test_requirements_and_locks_agree(name, path):
    locked = {(entry.name, entry.version) for entry in BUILT[name]}
    assert set(lockfile.pins(REPO / path).items()) <= locked
    (torch,) = [entry for entry in BUILT["app"] if entry.name == "torch"]
    (cpu,) = lockfile.read("torch-cpu")
    assert lockfile.public(cpu.version) == torch.version and not set(cpu.hashes) & set(torch.hashes)


@pytest.mark.parametrize("path", sorted(LOCKS.glob("*.lock")), ids=lambda path: path.stem)
def test_a_lock_names_no_host_and_no_path(path):
    lockfile.parse(path.read_text(encoding="utf-8"))  # every entry has a hash, every line is a pin
    assert not re.search(r"://|/opt/|/home/|--index|--find-links", path.read_text(encoding="utf-8"))


def test_locks_share_no_package():
    names = [entry.name for name in ("app", "dev", "cuda") for entry in BUILT[name] if _holds(entry)]
    assert len(names) == len(set(names))
    assert not set(names) & set(lockfile.left_out())


def test_a_build_for_processors_needs_no_libraries_for_cuda():
    (cpu,) = lockfile.read("torch-cpu")
    if importlib.metadata.version("torch") == cpu.version:
        assert not install.needs_cuda(importlib.metadata.distribution("torch"))
        assert not {entry.name for entry in BUILT["cuda"]} & set(_installed())


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_nothing_here_imports_what_is_left_out():
    files = [
        path for folder in ("ingest", "index", "app", "eval", "deploy", "tests") for path in (REPO / folder).rglob("*.py")
    ]
    assert len(files) > 100
    imported = {name.partition(".")[0] for path in (*files, REPO / "settings.py") for name in _imported(path)}
    assert not imported & MODULES


@pytest.mark.slow
def test_units_and_vectors_work_where_what_is_left_out_cannot_be_imported(tmp_path):
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({sorted(MODULES - {UNITS})!r}))\n"  # None: an import of it raises
        "from pathlib import Path\n"
        "from index.gazetteer.units import units\n"
        "from index.store.vectors import VectorStore\n"
        "import app.web.server, eval.speed, ingest.worker\n"
        "assert units() and VectorStore(Path(sys.argv[1]), 'thu')\n"
        f"assert {UNITS!r} not in sys.modules\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=REPO, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
