"""``python -m eval``: measures of the product, each a command; the commands are in ``eval.commands``."""

from __future__ import annotations

import argparse
import logging
import sys

from eval.commands import answers, desk, machine, reading, retrieval
from eval.commands.shared import MISUSED
from index.embedding.e5_weights import WeightsError
from index.embedding.embedder import ModelNotFound
from index.errors import IndexProblem
from settings import Settings, SettingsError

GROUPS = (answers, retrieval, reading, desk, machine)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    parser = argparse.ArgumentParser(prog="python -m eval", description="Đo chất lượng")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    for group in GROUPS:
        group.add(commands)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options, Settings.from_env()))
    except (IndexProblem, ModelNotFound, SettingsError, WeightsError) as error:
        sys.stderr.write(f"{error}\n")
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"Không đọc được dữ liệu đo: {error!r}\n")
    return MISUSED


if __name__ == "__main__":
    sys.exit(main())
