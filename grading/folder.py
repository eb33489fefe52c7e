"""A submission's folder: what is missing in it, and copies of it that lead nowhere else."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from grading import files

IMPORT_OF_DATASET = re.compile(r"^\s*(?:from|import)\s+((?:\w+\.)*dataset)\b", re.MULTILINE | re.IGNORECASE)
# Every check copies the folder.
LARGEST = 16 * 2**20
LEFT_OUT = re.compile(r"\..*|__pycache__|node_modules|.*venv.*|tests|docs|site-packages")


class Folder:
    """The folder is read, and never written to."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.notes: dict[str, str] = {}

    def entries(self, place: Path) -> Iterator[Path]:
        """What stands in a folder, but for what no submission runs."""
        try:
            found = sorted(place.iterdir())
        except PermissionError:
            self.notes[f"{place.relative_to(self.path)}/"] = "cannot be read, and was left out"
            return
        for path in found:
            if not LEFT_OUT.fullmatch(path.name) and not os.path.exists(path / "pyvenv.cfg"):
                yield path

    def missing(self, name: str) -> str:
        """Say that a file is not in the folder, with what may be meant instead; "" when it is there."""
        found = [path.name for path in self.entries(self.path) if self.holds(path)]
        if name in found:
            return ""
        near = [one for one in found if one.lower() == name.lower()]
        for folder in self.entries(self.path):
            if folder.is_dir() and not folder.is_symlink():
                near += [f"{folder.name}/" for path in self.entries(folder) if path.name.lower() == name.lower()]
        return f"no {name} here" + (f"; did you mean {' or '.join(near)}?" if near else "")

    def datasets_py(self) -> list[str]:
        """Day 1's files that the folder imports from, such as Dataset.py or ml_d01/Dataset.py."""
        texts = [self.text(path) for path in self.entries(self.path) if path.suffix == ".py"]
        modules = [module.split(".") for module in dict.fromkeys(IMPORT_OF_DATASET.findall("\n".join(texts)))]
        return [f"{'/'.join(way)}.py" for way in modules if not self.path.joinpath(*way).is_dir()]

    def holds(self, path: Path) -> bool:
        return path.is_file() and self.inside(path)

    def text(self, path: Path) -> str:
        return path.read_text("utf-8", "replace") if self.holds(path) else ""

    def inside(self, path: Path) -> bool:
        """Is it in the folder, and no link out of it or in a circle?"""
        try:
            return path.resolve().is_relative_to(self.path)
        except (OSError, RuntimeError):
            return False

    def copy(self, copy: Path, day1: list[str], for_script: bool) -> None:
        """Copy the folder, without its datasets; a script finds the grader's where they are usually looked for.

        A link within the folder becomes one within the copy; one that leads out is left out. Correct
        files take the place of those of day 1.
        """
        places = {copy, copy / "datasets", copy / "Datasets", *self.copy_inside(self.path, copy)}
        for name in day1:
            file = copy / name
            if not file.parent.is_dir():
                file.parent.unlink(missing_ok=True)
                file.parent.mkdir(parents=True)
            if file.is_dir() and not file.is_symlink():
                shutil.rmtree(file)
            file.unlink(missing_ok=True)
            shutil.copyfile(Path(__file__).with_name("day1.py"), file)
        for place in places if for_script else ():
            if place.is_symlink() or place.is_file():
                place.unlink()
            files.write(place)

    def copy_inside(self, source: Path, copy: Path) -> Iterator[Path]:
        """Copy a folder, and yield the places in the copy where datasets were in it."""
        copy.mkdir()
        for path in self.entries(source):
            name = str(path.relative_to(self.path))
            if path.name in files.NAMES:
                yield copy
            elif path.is_symlink():
                if self.inside(path):
                    (copy / path.name).symlink_to(os.path.relpath(path.resolve(), path.parent))
                else:
                    self.notes[name] = "is a link out of the folder, and was left out"
            elif path.is_dir():
                yield from self.copy_inside(path, copy / path.name)
            elif path.is_file() and path.stat().st_size > LARGEST:
                self.notes[name] = f"is larger than {LARGEST // 2**20} MiB, and was left out"
            elif path.is_file():
                try:
                    shutil.copyfile(path, copy / path.name)
                except PermissionError:
                    self.notes[name] = "cannot be read, and was left out"
