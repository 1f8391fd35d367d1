"""Licences are read from what packages say of themselves, and only allowed ones pass."""

from __future__ import annotations

import zipfile
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from deploy import licences
from deploy.licences import Package, Rules

ALLOWED = ("MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception")
RULES = Rules(dict.fromkeys(ALLOWED, "free"), {"MIT License": "MIT"}, {"tu-khai": "MIT"})


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-2.0-or-later", False),
        ("", False),
        ("MIT AND GPL-2.0-only", False),
        ("MIT OR GPL-2.0-only", True),
        ("GPL-2.0-only OR MIT", True),
        ("GPL-2.0-only AND MIT OR Apache-2.0", True),  # AND binds more closely
        ("GPL-2.0-only AND (MIT OR Apache-2.0)", False),
        ("(MIT OR GPL-2.0-only) AND Apache-2.0", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("MIT WITH LLVM-exception", False),
        ("MIT, and others", False),
        ("MIT MIT", False),
        ("(MIT", False),
        ("MIT AND", False),
        ("Copyright 2026; all rights reserved", False),
    ],
)
def test_an_expression_holds_by_what_is_allowed(expression, allowed):
    assert licences.allows(expression, ALLOWED) is allowed


def _installed(folder: Path, name: str, about: str) -> PathDistribution:
    wheel = folder / f"{name}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{name}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{about}")
    return PathDistribution(zipfile.Path(wheel, f"{name}.dist-info/"))


def test_a_licence_is_read_from_where_it_is_stated(tmp_path):
    both = "Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: Nhà Mình\n"
    said = {
        "mot": ("License-Expression: MIT OR Apache-2.0\nLicense: khác\n", "MIT OR Apache-2.0"),
        "hai": (both, "MIT AND Nhà Mình"),
        "ba": ("Classifier: License :: OSI Approved\nLicense: MIT License\n", "MIT"),
        "bon": ("", ""),
        "Tu_Khai": ("License: xem trang chủ\n", "MIT"),
    }
    installed = [_installed(tmp_path, name, about) for name, (about, _) in said.items()]
    found = licences.inspect(installed, RULES, {"mot", "hai", "ba", "bon", "tu-khai"})
    assert found == [
        Package(name.lower().replace("_", "-"), "1.0", said[name][1]) for name in ("ba", "bon", "hai", "mot", "Tu_Khai")
    ]
    assert licences.inspect(installed, RULES, {"mot"}) == [Package("mot", "1.0", "MIT OR Apache-2.0")]


def test_every_installed_package_has_an_allowed_licence(capsys):
    assert licences.main(["--check"]) == 0, capsys.readouterr().err
    table = capsys.readouterr().out.splitlines()
    assert len(table) > 100 and any(line.startswith("pypdf ") and line.endswith("BSD-3-Clause") for line in table)


def test_every_licence_allowed_has_its_reason_and_asks_for_nobodys_source():
    rules = licences.load()
    assert all(rules.allowed.values())
    assert not [name for name in rules.allowed if name.startswith(("GPL", "AGPL"))]  # LGPL asks for the package's own


def test_a_licence_that_is_not_allowed_fails_the_check(monkeypatch, capsys):
    rules = licences.load()
    without = Rules({name: why for name, why in rules.allowed.items() if name != "MPL-2.0"}, rules.written, rules.packages)
    monkeypatch.setattr(licences, "load", lambda: without)
    assert licences.main([]) == 0
    assert licences.main(["--check"]) == 1
    assert "tqdm (MPL-2.0 AND MIT)" in capsys.readouterr().err
