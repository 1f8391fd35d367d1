"""The bundle for a machine with no network, made and installed for real, with tiny wheels in place of gigabytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy import packages

REPO = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("sha256sum") is None, reason="deploy/*.sh need the usual commands of Linux"),
]
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9"}


def _run(command, cwd, **environment):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
    made = kept | OFFLINE | {"PYTHON": sys.executable} | environment
    return subprocess.run(command, cwd=cwd, env=made, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    """The bundle, unpacked, of this code with tiny packages locked."""
    world = tmp_path_factory.mktemp("bundle")
    packages.write(world / "links", "mua-thu", "1.0", module="SO_HO = 41\n")
    packages.write(world / "links", "torch", "1.0+cpu")
    copy = world / "copy"
    ignored = shutil.ignore_patterns(".git", ".venv", "data", "dist", "tests", "__pycache__", ".*_cache", "results")
    shutil.copytree(REPO, copy, ignore=ignored)
    (copy / "requirements.txt").write_text("mua-thu==1.0\ntorch==1.0\n")
    packages.lock(copy / "locks", world / "links", app={"mua-thu": "1.0"}, torch_cpu="1.0+cpu")
    for command in (["git", "init", "--quiet"], ["git", "add", "--all"]):
        subprocess.run(command, cwd=copy, check=True)
    made = _run([copy / "deploy" / "bundle.sh", world / "out"], world, PIP_FIND_LINKS=str(world / "links"))
    assert made.returncode == 0, made.stderr
    (archive,) = (world / "out").iterdir()
    assert archive.name.startswith("tro-ly-bao-cao-0.") and archive.suffix == ".tar"
    subprocess.run(["tar", "--extract", "--file", archive], cwd=world, check=True)
    return world / archive.stem


def test_it_holds_wheels_code_and_installer_and_nothing_of_this_machine(bundle):
    assert sorted(path.name for path in bundle.iterdir()) == ["SHA256SUMS", "cai-dat.sh", "code", "wheels"]
    wheels = sorted(path.name for path in (bundle / "wheels").iterdir())
    assert wheels == ["mua_thu-1.0-py3-none-any.whl", "torch-1.0+cpu-py3-none-any.whl"]
    for name in (
        "settings.py",
        "app/__main__.py",
        "prompts/messages.toml",
        "eval/samples/reports",
        "requirements.txt",
        "locks",
    ):
        assert (bundle / "code" / name).exists()
    for name in ("data", ".venv", "tests", ".git"):
        assert not (bundle / "code" / name).exists()


def test_it_installs_without_network_and_updates_without_loss(bundle, tmp_path):
    target = tmp_path / "cài ở đây"
    made = _run([bundle / "cai-dat.sh", target], tmp_path)
    assert made.returncode == 0, made.stderr
    assert "python -m app serve" in made.stdout
    python = target / ".venv" / "bin" / "python"
    said = subprocess.run([python, "-c", "import mua_thu; print(mua_thu.SO_HO)"], capture_output=True, text=True, check=True)
    assert said.stdout == "41\n"
    compared = subprocess.run(["diff", "-r", bundle / "code" / "app", target / "app"], check=False)
    assert compared.returncode == 0

    (target / "data").mkdir()
    (target / "data" / "kept").write_text("dữ liệu")
    (target / "app" / "of_an_older_version.py").touch()
    assert _run([bundle / "cai-dat.sh", target], tmp_path).returncode == 0
    assert (target / "data" / "kept").read_text() == "dữ liệu"
    assert not (target / "app" / "of_an_older_version.py").exists()


def test_a_damaged_bundle_installs_nothing(bundle, tmp_path):
    broken = tmp_path / bundle.name
    shutil.copytree(bundle, broken)
    (broken / "code" / "settings.py").write_text("")
    made = _run([broken / "cai-dat.sh", tmp_path / "x"], tmp_path)
    assert made.returncode == 2 and "Hãy chép lại gói" in made.stderr
    assert not (tmp_path / "x").exists()


def test_a_wheel_that_is_not_the_locked_one_is_not_installed(bundle, tmp_path):
    forged = tmp_path / bundle.name
    shutil.copytree(bundle, forged)
    packages.write(forged / "wheels", "mua-thu", "1.0", module="SO_HO = 42\n")
    lines = [line for line in (forged / "SHA256SUMS").read_text().splitlines(keepends=True) if "mua_thu" not in line]
    (forged / "SHA256SUMS").write_text("".join(lines))
    made = _run([forged / "cai-dat.sh", tmp_path / "x"], tmp_path)
    assert made.returncode == 2 and "DO NOT MATCH THE HASHES" in made.stderr and "Hãy chép lại gói" in made.stderr
    assert not (tmp_path / "x" / "app").exists()


def test_what_cannot_be_done_is_said(bundle, tmp_path):
    other = tmp_path / bundle.name.replace("python3.11", "python3.9")
    shutil.copytree(bundle, other)
    for command, environment, said in (
        ([bundle / "cai-dat.sh", "--nope"], {}, "Không có tùy chọn --nope"),
        ([bundle / "cai-dat.sh", tmp_path / "x"], {"PYTHON": "python-nope"}, "Không thấy python-nope"),
        ([other / "cai-dat.sh", tmp_path / "x"], {}, "Gói này dành cho python3.9"),
        ([bundle / "cai-dat.sh", "--systemd", tmp_path / "x"], {}, "Hãy"),
    ):
        made = _run(command, tmp_path, **environment)
        assert made.returncode == 2 and said in made.stderr
