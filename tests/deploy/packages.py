"""Tiny wheels made by hand and locks of them: no build tool, no network."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from deploy import lockfile
from deploy.lockfile import Entry


def write(folder: Path, name: str, version: str, requires: tuple[str, ...] = (), module: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    stem = name.replace("-", "_")
    info = f"{stem}-{version}.dist-info"
    asked = "".join(f"Requires-Dist: {one}\n" for one in requires)
    wheel = folder / f"{stem}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{stem}.py", module)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{asked}")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"{stem}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return wheel


def entry(folder: Path, name: str, version: str) -> Entry:
    """The lock's entry of a wheel; one hash that nothing has where the folder does not hold it."""
    wheel = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest() if wheel.exists() else "0" * 64
    return Entry(name, version, hashes=(f"sha256:{digest}",))


def lock(
    folder: Path, wheels: Path, *, app: dict[str, str], torch_cpu: str = "", cuda: dict[str, str] | None = None
) -> None:
    """Write the locks of these wheels; ``app`` is given torch at the version of ``torch_cpu`` where it has none."""
    folder.mkdir(exist_ok=True)
    app = {"torch": lockfile.public(torch_cpu)} | app
    for name, packages in (("app", app), ("cuda", cuda or {}), ("torch-cpu", {"torch": torch_cpu})):
        entries = [entry(wheels, *one) for one in packages.items()]
        (folder / f"{name}.lock").write_text(lockfile.render(entries, "A test's"), encoding="utf-8")
    (folder / "left-out.txt").write_text("bo-lai\n", encoding="utf-8")
