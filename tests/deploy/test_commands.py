"""docs/COMMANDS.md says what the commands say of themselves."""

from __future__ import annotations

import argparse
import sys

import pytest
import regex as re

from deploy import commands


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="argparse words its help otherwise in other versions")
def test_the_page_is_what_the_commands_say():
    assert commands.PAGE.read_text(encoding="utf-8") == commands.page(), "run: make docs"


def test_every_command_has_a_purpose_and_stands_once():
    rows = re.findall(r"^\| `(.*)` \| (.*) \|$", commands.page(), re.MULTILINE)
    names = [name for name, _ in rows]
    assert len(names) == len(set(names)) > 30
    assert {"python -m ingest", "python -m ingest outline", "python -m app ask", "python -m app people add"} <= set(names)
    assert not [name for name, purpose in rows if not purpose]


def test_inner_commands_are_listed_by_their_full_name():
    parser = argparse.ArgumentParser(prog="thu")
    first = parser.add_subparsers().add_parser("mot", help="việc một")
    second = first.add_subparsers().add_parser("hai", help="việc hai")
    second.add_argument("tệp", help="tệp nào")
    ((name, purpose, text),) = commands.list_commands(parser, "")
    assert (name, purpose) == ("thu mot hai", "việc hai") and "tệp nào" in text
