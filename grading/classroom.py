"""Many folders at once: find them, and grade as many at a time as there are cores."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from grading.cases import TITLES
from grading.judge import Submission
from grading.report import Report, grade
from grading.server import Server

FILES = {"neuron.py", "neuralnetwork.py", *(title.lower() for title in TITLES if title.endswith(".py"))}


def holds_files(folder: Path) -> bool:
    return not FILES.isdisjoint(one.name.lower() for one in folder.iterdir())


def find(folders: list[Path]) -> dict[str, Path]:
    """The folders of a class by name, each where its files are; a folder that is no class stands for itself."""
    if len(folders) == 1:
        many = below(folders[0])
        if holds_files(folders[0]) or sum(bool(at_home(one)) for one in many) < 2:
            return {folders[0].name: folders[0]}
        folders = many
    names = [one.name for one in folders]
    return {one.name if names.count(one.name) == 1 else str(one): at_home(one) or one for one in folders}


def below(folder: Path) -> list[Path]:
    return [one for one in sorted(folder.iterdir()) if one.is_dir() and not one.name.startswith((".", "__"))]


def at_home(folder: Path) -> Path | None:
    """The folder that holds the files: itself, or the only one in it that does."""
    inside = [folder] if holds_files(folder) else [one for one in below(folder) if holds_files(one)]
    return inside[0] if len(inside) == 1 else None


def grade_all(folders: dict[str, Path], exercises: list[int], seconds: float) -> Iterator[tuple[str, Report]]:
    """Yield the name and the report of each folder when it is done."""
    with ThreadPoolExecutor(os.cpu_count()) as pool, Server() as server:

        def one(folder: Path) -> Report:
            return grade(Submission(folder, seconds, server), exercises)

        names = {pool.submit(one, path): name for name, path in folders.items()}
        for future in as_completed(names):
            yield names[future], future.result()
