"""A submission's folder: what is missing in it, what is still to be done, and copies of it that lead nowhere else."""

import ast
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from grading.day5 import DATASETS

IMPORT_OF_DATASET = re.compile(r"^\s*(?:from|import)\s+((?:\w+\.)*dataset)\b", re.MULTILINE | re.IGNORECASE)
# Each process gets a copy of the folder.
LARGEST = 16 * 2**20
LEFT_OUT = re.compile(r"\..*|__pycache__|__MACOSX|node_modules|venv|tests|docs|site-packages")
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar")


def walk(place: Path, levels: int = 99) -> Iterator[Path]:
    """What stands in a folder and below it, but for what no submission runs, and for datasets, which the grader has.

    A link is not followed.
    """
    with suppress(OSError):
        for path in sorted(place.iterdir()):
            is_left_out = LEFT_OUT.fullmatch(path.name) or os.path.exists(path / "pyvenv.cfg")
            if not is_left_out and path.name not in DATASETS:
                yield path
                if levels > 1 and os.path.isdir(path) and not path.is_symlink():
                    yield from walk(path, levels - 1)


class Folder:
    """A submission's folder, which is read, and never written to."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        # By name, such as ml_d01/Dataset.py: the key of a sentence where it is left out of the copies, or ""
        self.contents = {one.relative_to(self.path).as_posix(): self.why_left_out(one) for one in walk(self.path)}
        self.left_out = {name: key for name, key in self.contents.items() if key}
        self.top = [self.path / name for name in self.contents if "/" not in name]

    def why_left_out(self, path: Path) -> str:
        try:
            if path.is_symlink() and not path.resolve().is_relative_to(self.path):
                return "link"
            if path.is_file() and path.stat().st_size > LARGEST:
                return "large"
            if path.is_file():
                path.open("rb").close()
            elif path.is_dir():
                os.listdir(path)
        except RuntimeError:  # a link in a circle
            return "link"
        except OSError:
            return "unreadable"
        return ""

    def copy(self, copy: Path, day1: list[str]) -> None:
        """Copy the folder, with correct files in the place of those of day 1; a link becomes one within the copy."""
        copy.mkdir()
        for name in [name for name, key in self.contents.items() if not key]:
            path, new = self.path / name, copy / name
            with suppress(OSError):  # it may be gone by now
                if path.is_symlink():
                    new.symlink_to(os.path.relpath(path.resolve(), path.parent))
                elif path.is_dir():
                    new.mkdir()
                elif path.is_file():
                    shutil.copyfile(path, new)
        for name in day1:
            if (copy / name).is_dir():
                shutil.rmtree(copy / name)
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(__file__).parent / "beside" / "day1.py", copy / name)

    def has(self, name: str) -> bool:
        """Is there a file of this name, in these very letters?"""
        return self.contents.get(name, "link") != "link" and (self.path / name).is_file()

    def text(self, name: str) -> str:
        with suppress(OSError):
            return (self.path / name).read_text("utf-8", "replace") if self.has(name) else ""
        return ""

    def instead_of(self, name: str) -> list[str]:
        """What may be meant where a file is missing: another case, a notebook, a text, a folder that has it."""
        stem, kinds = name.removesuffix(".py").lower(), (".py", ".ipynb", ".txt")
        found = [path for path in self.top if path.name != name]
        near = [p.name for p in found if p.stem.lower().startswith(stem) and p.suffix.lower() in kinds]
        return near + [f"{path.name}/" for path in found if (path / name).is_file()]

    def archives(self) -> list[str]:
        return [path.name for path in self.top if path.suffix in ARCHIVES]

    def datasets_py(self) -> list[str]:
        """Day 1's files that are imported and not there, such as Dataset.py or ml_d01/Dataset.py."""
        texts = [self.text(path.name) for path in self.top if path.suffix == ".py"]
        modules = [module.replace(".", "/") for module in IMPORT_OF_DATASET.findall("\n".join(texts))]
        return [f"{m}.py" for m in dict.fromkeys(modules) if not self.has(f"{m}.py") and m not in self.contents]


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
