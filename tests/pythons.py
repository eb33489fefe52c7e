"""The other Pythons of this machine, on the PATH or among pyenv's. Run by itself, it prints those that will do."""

import os
import shutil
import sys
from functools import cache
from pathlib import Path
from subprocess import DEVNULL, PIPE, run

OLDEST = (3, 10)
VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


@cache
def pythons() -> dict[tuple[int, ...], str]:
    """One command for each version but the own one, by version."""
    names = [shutil.which(f"python3.{minor}") for minor in range(6, 20)]
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = {}
    for command in [*names, *map(str, sorted(root.glob("versions/3.*/bin/python")))]:
        # One of pyenv's on the PATH may only say where the version is to be had.
        process = command and run([command, "-c", VERSION], stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, text=True)
        if process and process.returncode == 0:
            found.setdefault(tuple(map(int, process.stdout.split("."))), command)
    return {version: found[version] for version in sorted(found) if version != sys.version_info[:2]}


def others_that_do() -> list[str]:
    return [command for version, command in pythons().items() if version >= OLDEST]


def others_that_are_too_old() -> list[str]:
    return [command for version, command in pythons().items() if version < OLDEST]


if __name__ == "__main__":
    print(*others_that_do(), sep="\n")
