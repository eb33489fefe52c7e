"""`--start`: a folder to begin in, made from the lesson's own files, with the exercises still to do."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from grading.day5 import DATASETS, METHODS, SCRIPTS, TITLES
from grading.docstrings import DOCSTRINGS, FORMULAS
from grading.report import Speaker
from grading.sentences import LANGUAGES, language

PROJECT = Path(__file__).resolve().parents[1]
LESSON = ["Dataset.py", "Neuron.py", "NeuralNetwork.py"]
TO_DO = [title for title in METHODS if title in TITLES]
# A definition that stands on its own, and the name under which it has a docstring
Definition = tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef]


def start(folder: Path, speaker: Speaker) -> str:
    """Make a folder to begin in, and return what to type next; SystemExit where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(path.name for path in folder.iterdir())
        if names:
            sys.exit(speaker.say("not empty", folder=folder, names=[*names[:3], "..."] if names[3:] else names))
        write(folder, speaker.which)
    except OSError as error:
        sys.exit(speaker.say("cannot write", folder=folder, error=error.strerror))
    own = LANGUAGES[speaker.which]
    chosen = [] if language() == own else ["--lang", own]
    return speaker.say("begun", folder=folder, command=command(str(folder), "--watch", *chosen))


def command(*arguments: str) -> str:
    """How to call the grader from the current folder, with the Python that runs it."""
    here, python = Path.cwd(), Path(sys.executable)
    shown = str(python.relative_to(here)) if python.is_relative_to(here) else str(python)
    grader = ["-m", "grading"] if here == PROJECT else [str(PROJECT / "grading")]
    join = subprocess.list2cmdline if os.name == "nt" else shlex.join
    return join([shown, *grader, *arguments])


def write(folder: Path, language: int) -> None:
    lessons = {name: (PROJECT / name).read_text(encoding="utf-8") for name in LESSON}
    texts = {name: begun(name, lesson, language) for name, lesson in lessons.items()}
    for name in LESSON:
        (folder / name).write_text(without_unused(texts[name], "".join(texts.values())), encoding="utf-8")
    for name in SCRIPTS:
        (folder / name).write_text("\n".join(docstring(name, language, 0)) + "\n", encoding="utf-8")
    for name in DATASETS:
        shutil.copyfile(PROJECT / "datasets" / name, folder / name)


def begun(file: str, lesson: str, language: int) -> str:
    """The text of a lesson's file, with other docstrings, and nothing but them in the methods to do."""
    lines = lesson.splitlines()
    for name, node in reversed(definitions(file, ast.parse(lesson))):
        indent, first, last = node.body[0].col_offset, node.body[0], node.body[0]
        text = docstring(name, language, indent)
        if name in TO_DO:
            last = node.body[-1]
            text.append(" " * indent + "raise NotImplementedError")
        elif ast.get_docstring(node) is None:
            continue
        lines[first.lineno - 1 : last.end_lineno] = text
    return "\n".join(lines) + "\n"


def definitions(file: str, module: ast.Module) -> list[Definition]:
    """The module, its classes with their methods, its functions, as they follow each other."""
    found: list[Definition] = [(file, module)]
    for node in module.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            found.append((node.name, node))
        if isinstance(node, ast.ClassDef):
            found += [(f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef)]
    return found


def docstring(name: str, language: int, indent: int) -> list[str]:
    """The lines of a docstring; none where there are no words for it."""
    text = DOCSTRINGS.get(name, ("", ""))[language].format(**FORMULAS)
    lines = f'"""{text}\n"""' if "\n" in text else f'"""{text}"""' if text else ""
    return [" " * indent + line if line else "" for line in lines.splitlines()]


def without_unused(text: str, everything: str) -> str:
    """Leave out the imports that this text, and the functions that everything does not use."""
    module, lines = ast.parse(text), text.splitlines()
    for node in reversed(module.body):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            node.names = [one for one in node.names if one.name in names_in(text)]
            lines[node.lineno - 1 : node.end_lineno] = [ast.unparse(node)] if node.names else []
        elif isinstance(node, ast.FunctionDef) and node.name not in names_in(everything):
            lines[node.lineno - 1 : node.end_lineno] = []
    left = re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines).rstrip() + "\n")
    return left if left == text else without_unused(left, everything)


def names_in(text: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
