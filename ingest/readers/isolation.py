"""Programs that read a stranger's file run without a network, in a network namespace of their own where Linux grants one."""

from __future__ import annotations

import functools
import shutil
import subprocess
from pathlib import Path

NAMESPACE = Path("/proc/self/ns/net")  # a link whose target names the network that a process sees
SECONDS = 10  # in which the system says whether it grants a namespace
# Root gets a namespace by right; others need one of users around it, which some systems and most containers refuse.
WAYS = (("--net",), ("--user", "--map-current-user", "--net"), ("--user", "--map-root-user", "--net"))


@functools.cache
def prefix() -> tuple[str, ...]:
    """Return what to put before a command so that it runs without any network; empty where the system does not grant it.

    Tried once a process. A way counts only if a command behind it does see another network.
    """
    program = shutil.which("unshare")
    if program is None or not NAMESPACE.exists():
        return ()
    here = str(NAMESPACE.readlink())
    for way in WAYS:
        command = (program, *way, "--")
        try:
            tried = subprocess.run(
                [*command, "readlink", str(NAMESPACE)], capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        answer = tried.stdout.strip()
        if tried.returncode == 0 and answer.startswith("net:") and answer != here:
            return command
    return ()
