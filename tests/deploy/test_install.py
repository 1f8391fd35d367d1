"""What is installed, out of tiny wheels in a folder: by hash, with the libraries for CUDA only where they are asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from deploy import install
from tests.deploy import packages

REPO = Path(__file__).resolve().parents[2]
CUDA = {"nvidia-thu": "3.0"}


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of the installer with locks of its own, and wheels: two builds of torch, one asking for more on Linux."""
    project, wheels = tmp_path / "project", tmp_path / "wheels"
    shutil.copytree(REPO / "deploy", project / "deploy")
    packages.write(wheels, "mua-thu", "2.0", requires=("bo-lai", "khong-dung; extra == 'them'"))
    packages.write(wheels, "torch", "1.0+cpu", requires=("mua-thu>=1",))
    packages.write(wheels, "torch", "1.0", requires=("mua-thu>=1", "nvidia-thu==3.0; sys_platform == 'linux'"))
    packages.write(wheels, "nvidia-thu", "3.0")
    (project / "requirements.txt").write_text("mua-thu==2.0\ntorch==1.0\n")
    packages.lock(project / "locks", wheels, app={"mua-thu": "2.0"}, torch_cpu="1.0+cpu", cuda=CUDA)
    return project


def _download(project: Path) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    """Run the installer up to the point where pip would unpack; the wheels that it let through."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": str(project.parent / "wheels")}
    target = project.parent / "got"
    command = [sys.executable, "-m", "deploy.install", "--download", target]
    ran = subprocess.run(command, cwd=project, env=kept | offline, capture_output=True, text=True, check=False)
    return ran, {"-".join(path.name.split("-")[:2]) for path in target.glob("*.whl")}


def test_the_build_for_processors_is_taken_where_there_is_one(project):
    ran, got = _download(project)
    assert (ran.returncode, got) == (0, {"mua_thu-2.0", "torch-1.0+cpu"}), ran.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="PyTorch asks for CUDA on Linux alone")
def test_the_usual_build_brings_the_libraries_that_it_asks_for(project):
    (project.parent / "wheels" / "torch-1.0+cpu-py3-none-any.whl").unlink()
    ran, got = _download(project)
    assert (ran.returncode, got) == (0, {"mua_thu-2.0", "torch-1.0", "nvidia_thu-3.0"}), ran.stderr


def test_a_usual_build_that_asks_for_no_cuda_brings_none(project):
    wheels = project.parent / "wheels"
    (wheels / "torch-1.0+cpu-py3-none-any.whl").unlink()
    packages.write(wheels, "torch", "1.0", requires=("mua-thu>=1",))
    packages.lock(project / "locks", wheels, app={"mua-thu": "2.0"}, torch_cpu="1.0+cpu", cuda=CUDA)
    ran, got = _download(project)
    assert (ran.returncode, got) == (0, {"mua_thu-2.0", "torch-1.0"}), ran.stderr


@pytest.mark.parametrize("name", ["mua-thu", "torch"])
def test_a_file_with_another_hash_is_refused_and_nothing_is_taken_in_its_place(project, name):
    version = {"mua-thu": "2.0", "torch": "1.0+cpu"}[name]
    packages.write(project.parent / "wheels", name, version, module="DOI_TRAO = 1\n")
    ran, got = _download(project)
    assert ran.returncode == 2 and "DO NOT MATCH THE HASHES" in ran.stderr
    assert not any(one.startswith((name.replace("-", "_"), "nvidia")) for one in got)


def test_a_lock_left_behind_by_the_requirements_is_refused(project):
    (project / "requirements.txt").write_text("mua-thu==2.1\ntorch==1.0\n")
    ran, got = _download(project)
    assert ran.returncode == 2 and not got
    assert "mua-thu==2.1" in ran.stderr and "make lock" in ran.stderr


def test_unmet_requirements_are_named_but_for_those_left_out(project):
    found = {name: _distribution(project.parent / "wheels", name) for name in ("mua_thu-2.0", "torch-1.0", "nvidia_thu-3.0")}
    assert install.unmet(found.values(), ["bo-lai"]) == []
    assert install.unmet(found.values(), []) == ["mua-thu needs bo-lai"]
    without = [found["torch-1.0"], found["nvidia_thu-3.0"]]
    assert install.unmet(without, []) == ["torch needs mua-thu>=1"]


def _distribution(wheels: Path, stem: str):
    return PathDistribution(zipfile.Path(wheels / f"{stem}-py3-none-any.whl", f"{stem}.dist-info/"))
