"""A submission's folder: what is missing in it, what is still to be done, and copies of it that lead nowhere else."""

import ast
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from grading.day5 import DATASETS

IMPORT_OF_DATASET = re.compile(r"^\s*(?:from|import)\s+((?:\w+\.)*dataset)\b", re.MULTILINE | re.IGNORECASE)
# Each process gets a copy of the folder.
LARGEST = 16 * 2**20
LEFT_OUT = re.compile(r"\..*|__pycache__|node_modules|.*venv.*|tests|docs|site-packages")


class Folder:
    """The folder is read, and never written to."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        # What was left out of the copies: by name, the key of a sentence
        self.left_out: dict[str, str] = {}

    def entries(self, place: Path) -> list[Path]:
        """What stands in a folder, but for what no submission runs."""
        try:
            found = sorted(place.iterdir())
        except OSError:
            self.left_out[f"{place.relative_to(self.path)}/"] = "unreadable"
            return []
        return [path for path in found if not LEFT_OUT.fullmatch(path.name) and not (path / "pyvenv.cfg").exists()]

    def has(self, name: str) -> bool:
        return name in [path.name for path in self.entries(self.path)] and self.holds(self.path / name)

    def instead_of(self, name: str) -> list[str]:
        """What may be meant where a file is missing: another case, a folder, a notebook, an archive."""
        found = [path for path in self.entries(self.path) if path.name != name]
        near = [path.name for path in found if path.name.lower() == name.lower()]
        near += [f"{path.name}/" for path in found if path.is_dir() and (path / name).is_file()]
        stem = name.removesuffix(".py").lower()
        near += [p.name for p in found if p.stem.lower().startswith(stem) and p.suffix in (".ipynb", ".txt", ".py")]
        return [*dict.fromkeys(near)]

    def archives(self) -> list[str]:
        return [p.name for p in self.entries(self.path) if p.suffix in (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar")]

    def datasets_py(self) -> list[str]:
        """Day 1's files that are imported and not there, such as Dataset.py or ml_d01/Dataset.py."""
        texts = [self.text(path.name) for path in self.entries(self.path) if path.suffix == ".py"]
        modules = [module.split(".") for module in dict.fromkeys(IMPORT_OF_DATASET.findall("\n".join(texts)))]
        files = ["/".join(way) for way in modules]
        return [f"{f}.py" for f in files if not self.holds(self.path / f"{f}.py") and not (self.path / f).is_dir()]

    def holds(self, path: Path) -> bool:
        return path.is_file() and self.inside(path)

    def text(self, name: str) -> str:
        try:
            return (self.path / name).read_text("utf-8", "replace") if self.holds(self.path / name) else ""
        except OSError:
            return ""

    def inside(self, path: Path) -> bool:
        """Is it in the folder, and no link out of it or in a circle?"""
        try:
            return path.resolve().is_relative_to(self.path)
        except (OSError, RuntimeError):
            return False

    def copy(self, copy: Path, day1: list[str]) -> None:
        """Copy the folder without its datasets, which come to be where they are looked for.

        A link within the folder becomes one within the copy; one that leads out is left out. Correct
        files take the place of those of day 1.
        """
        self.copy_inside(self.path, copy)
        for name in day1:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(__file__).parent / "beside" / "day1.py", copy / name)

    def copy_inside(self, source: Path, copy: Path) -> None:
        copy.mkdir()
        for path in self.entries(source):
            name, key = str(path.relative_to(self.path)), ""
            try:
                if path.name in DATASETS:
                    continue
                if path.is_symlink():
                    key = "" if self.inside(path) else "link"
                    if not key:
                        (copy / path.name).symlink_to(os.path.relpath(path.resolve(), path.parent))
                elif path.is_dir():
                    self.copy_inside(path, copy / path.name)
                elif path.is_file():
                    key = "large" if path.stat().st_size > LARGEST else ""
                    if not key:
                        shutil.copyfile(path, copy / path.name)
            except OSError:
                key = "unreadable"
            if key:
                self.left_out[name] = key


# What is still to be done


def parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def is_stub(body: list[ast.stmt]) -> bool:
    """Is it a docstring, pass, ..., NotImplementedError, and nothing more?"""
    return all(
        isinstance(one, ast.Pass)
        or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        or (isinstance(one, ast.Raise) and one.exc is not None and "NotImplemented" in ast.unparse(one.exc))
        for one in body
    )


def functions(text: str, kind: str) -> Iterator[ast.FunctionDef]:
    """The methods that stand in a class."""
    for node in ast.walk(parsed(text) or ast.Module([], [])):
        if isinstance(node, ast.ClassDef) and node.name == kind:
            yield from (one for one in node.body if isinstance(one, ast.FunctionDef))


def begun_script(text: str) -> bool:
    module = parsed(text)
    return module is None or not is_stub([n for n in module.body if not isinstance(n, (ast.Import, ast.ImportFrom))])
