"""The bundle for a machine with no network, made and installed for real, with one tiny wheel in place of gigabytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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


def _wheel(folder: Path) -> None:
    """Make a wheel of one module by hand: no build tool, no network."""
    info = "mua_thu-1.0.dist-info"
    with zipfile.ZipFile(folder / "mua_thu-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("mua_thu.py", "SO_HO = 41\n")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: mua-thu\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"mua_thu.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    """The bundle, unpacked."""
    world = tmp_path_factory.mktemp("bundle")
    (world / "links").mkdir()
    _wheel(world / "links")
    (world / "requirements.txt").write_text("mua-thu==1.0\n")
    made = _run(
        [REPO / "deploy" / "bundle.sh", world / "out"],
        world,
        REQUIREMENTS=str(world / "requirements.txt"),
        PIP_FIND_LINKS=str(world / "links"),
    )
    assert made.returncode == 0, made.stderr
    (archive,) = (world / "out").iterdir()
    assert archive.name.startswith("tro-ly-bao-cao-0.") and archive.suffix == ".tar"
    subprocess.run(["tar", "--extract", "--file", archive], cwd=world, check=True)
    return world / archive.stem


def test_it_holds_wheels_code_and_installer_and_nothing_of_this_machine(bundle):
    assert sorted(path.name for path in bundle.iterdir()) == ["SHA256SUMS", "cai-dat.sh", "code", "wheels"]
    assert [path.name for path in (bundle / "wheels").iterdir()] == ["mua_thu-1.0-py3-none-any.whl"]
    for name in ("settings.py", "app/__main__.py", "prompts/messages.toml", "eval/samples/reports", "requirements.txt"):
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
