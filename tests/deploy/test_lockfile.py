"""Lock files are read as pip reads them, and what is no lock is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy import lockfile
from deploy.lockfile import Entry, LockError

A, B = "sha256:" + "a" * 64, "sha256:" + "b" * 64
TEXT = f"""# A title
an-thu==1.0 \\
    --hash={A} \\
    --hash={B}
    # via -r requirements.txt, mua-thu
mua-thu==2.0.1+cpu ; sys_platform == 'linux' and python_full_version < '3.12' \\
    --hash={B}
"""
ENTRIES = st.builds(
    Entry,
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).map(lockfile.normal),
    st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,3}(\+[a-z0-9]{1,5})?", fullmatch=True),
    st.sampled_from(["", "sys_platform == 'linux'", "python_full_version >= '3.12' and os_name == 'nt'"]),
    st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=3, unique=True).map(
        lambda digests: tuple(sorted(f"sha256:{digest.hex()}" for digest in digests))
    ),
    st.sampled_from([(), ("-r requirements.txt",), ("an-thu", "mua-thu")]),
)


def test_a_lock_is_read():
    first, second = lockfile.parse(TEXT)
    assert first == Entry("an-thu", "1.0", "", (A, B), ("-r requirements.txt", "mua-thu"))
    assert second == Entry("mua-thu", "2.0.1+cpu", "sys_platform == 'linux' and python_full_version < '3.12'", (B,))
    assert lockfile.parse("") == []


@given(st.lists(ENTRIES, max_size=4, unique_by=lambda entry: (entry.name, entry.version)))
def test_what_is_written_is_read_back(entries):
    read = lockfile.parse(lockfile.render(entries, "A title"))
    assert read == sorted(entries, key=lambda entry: (entry.name, entry.version))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"    --hash={A} \\\n    --hash={B}\n", ""),  # no hash at all
        (A, A[:-1]),  # a hash cut short
        (A, "md5:" + "a" * 32),
        ("an-thu==1.0", "an-thu>=1.0"),
        ("an-thu==1.0", "an-thu==1.*"),
        ("an-thu==1.0", "an-thu @ https://vi-du.example/an_thu-1.0-py3-none-any.whl"),
        ("# A title", "--index-url https://vi-du.example/simple"),
        ("# A title", "-e ."),
    ],
)
def test_a_line_that_would_let_another_file_in_is_refused(old, new):
    assert old in TEXT
    with pytest.raises(LockError, match="make lock"):
        lockfile.parse(TEXT.replace(old, new, 1))


def test_requirements_are_pins(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text("# why\n-r others.txt\nAn_Thu==1.0  # newest\nmua-thu[them]==2.0\n")
    assert lockfile.pins(path) == {"an-thu": "1.0", "mua-thu": "2.0"}
    path.write_text("an-thu\n")
    with pytest.raises(LockError, match="name==version"):
        lockfile.pins(path)
