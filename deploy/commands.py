"""``python -m deploy.commands``: write docs/COMMANDS.md from the commands' own help (``make docs``).

Nothing is described twice: purpose, arguments and options are what each command's parser says with ``--help``.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Iterator
from unittest import mock

from deploy.lockfile import ROOT

PAGE = ROOT / "docs" / "COMMANDS.md"
DOORS = (  # module, and the first word where a module has more than one parser
    ("ingest.__main__", ()),
    ("ingest.__main__", ("outline",)),
    ("app.__main__", ()),
    ("eval.__main__", ()),
    ("deploy.install", ()),
    ("deploy.lock", ()),
    ("deploy.licences", ()),
)
WIDTH = "100"  # characters a line; argparse asks the terminal otherwise
HEAD = """# Commands

Written by `make docs` from the commands' own help; change that instead.

| Command | Purpose |
|---|---|
"""


class _Parser(Exception):  # it carries a parser; nothing failed
    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self.parser = parser


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def page() -> str:
    """Return the page: a table of all commands, then what each says for ``--help``."""
    with mock.patch.dict(os.environ, COLUMNS=WIDTH):
        commands = [command for module, words in DOORS for command in list_commands(_parser(module, words), "")]
    rows = "".join(f"| `{prog}` | {purpose} |\n" for prog, purpose, _ in commands)
    return HEAD + rows + "".join(f"\n## {prog}\n\n```text\n{text}```\n" for prog, _, text in commands)


def _parser(module: str, words: tuple[str, ...]) -> argparse.ArgumentParser:
    """Return the parser that a module's ``main`` builds, caught where it would read the arguments."""

    def caught(self: argparse.ArgumentParser, *_: object, **__: object) -> None:
        raise _Parser(self)

    with mock.patch.object(argparse.ArgumentParser, "parse_args", caught):
        try:
            importlib.import_module(module).main(list(words))
        except _Parser as found:
            return found.parser
    raise RuntimeError(f"{module} reads its arguments without argparse")


def list_commands(parser: argparse.ArgumentParser, purpose: str) -> Iterator[tuple[str, str, str]]:
    """Yield program, purpose and help of a parser's commands, in their order; of itself where it has none."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield parser.prog, purpose or parser.description or "", parser.format_help()
    for action in inner:
        purposes = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, command in action.choices.items():
            yield from list_commands(command, purposes.get(name, ""))


if __name__ == "__main__":
    sys.exit(main())
