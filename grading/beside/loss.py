"""What calcLoss gives, whatever it takes: what the submission's loader makes of a file, or plain lists."""

import contextlib
import importlib
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from grading.beside import day1
from grading.beside.failures import HOME, Failed, call
from grading.beside.student import Student
from grading.beside.tree import changed, get, name_of, rows_in, single

# Of the files that are written for loaders, by their names
written: dict[str, str] = {}
Examples = list[tuple[list[float], list[float]]]
# Makes what calcLoss takes, from a file of examples or from the examples, or raises where it cannot
Way = Callable[[str, Examples], tuple[Any, ...]]


def of(student: Student, model: Any, examples: Examples) -> dict[str, Any]:
    """What calcLoss gives for each way to pass the examples that it takes."""
    path = write_down(examples)
    forms: list[dict[str, Any]] = []
    raised: Failed | None = None
    for note, way in all_ways():
        try:
            arguments = way(path, examples)
        except BaseException:
            continue
        try:
            forms.append({"takes": note, "values": values_of(student, model, arguments)})
        except Failed as error:
            raised = raised or error
    if not forms and raised:
        raise raised
    return {"forms": forms}


def values_of(student: Student, model: Any, arguments: tuple[Any, ...]) -> list[float]:
    """What calcLoss gives when it is called twice: what it returns, else the attribute that it sets."""
    values: list[float | None] = []
    places: list[Any] = []
    for _ in range(2):
        before = student.kept(model)
        returned = single(student.method(model, "calcLoss")(*arguments))
        fresh = [path for path in changed(before, student.kept(model)) if len(path) == 1]
        places += sorted(fresh, key=lambda path: not re.search("loss|co[us]t", name_of(path), re.IGNORECASE))
        values.append(returned if returned is not None or not places else get(model, places[0]))
    return [value for value in values if value is not None]


def write_down(examples: Examples) -> str:
    """Write a file of examples; return its path."""
    name = f"grader{len(written)}.ds"
    path = written[name] = os.path.join(HOME, name)
    rows = [row for example in examples for row in example]
    lines = [f"{len(examples)} {len(rows[0])} {len(rows[1])}", *(" ".join(f"{x:.6f}" for x in row) for row in rows)]
    Path(path).write_text(" \n".join(lines) + " \n")
    return path


def all_ways() -> Iterator[tuple[str, Way]]:
    """Each way to pass examples that calcLoss may take, and how it is told."""
    for name, loader in loaders():
        yield f"what {name} makes", partial(load, loader)
        yield f"what {name} returns, one by one", partial(load_apart, loader)
    yield "a list of (inputs, outputs)", lambda _, examples: ([(list(x), list(y)) for x, y in examples],)
    yield "two lists, inputs and outputs", lambda _, examples: ([x for x, _ in examples], [y for _, y in examples])
    yield "two lists, inputs and numbers", lambda _, examples: ([x for x, _ in examples], [y for _, (y,) in examples])
    yield "a Dataset of day 1", lambda path, _: (day1.Dataset(path),)


def load(loader: Callable[[str], Any], path: str, examples: Examples) -> tuple[Any, ...]:
    """What a loader makes of the file, if the examples are in it."""
    # Some loaders know the folder themselves, and some the end of the name too.
    for place in (path, os.path.basename(path), os.path.basename(path).removesuffix(".ds")):
        with contextlib.suppress(Exception):
            thing = loader(place)
            if holds(thing, examples):
                return (thing,)
    raise LookupError


def load_apart(loader: Callable[[str], Any], path: str, examples: Examples) -> tuple[Any, ...]:
    [thing] = load(loader, path, examples)
    if not isinstance(thing, tuple):
        raise TypeError
    return thing


def loaders() -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Yield the submission's classes and functions that may load a file, those of Dataset.py first."""
    seen: set[int] = set()
    names = [path.stem for path in sorted(Path().glob("*.py")) if not path.stem.endswith("Learn")]
    for name in sorted(names, key=lambda name: name.lower() != "dataset"):
        module: Any = None
        with contextlib.suppress(Failed):
            module = call(importlib.import_module, name)
        for key, value in list(getattr(module, "__dict__", {}).items()):
            home = sys.modules.get(str(getattr(value, "__module__", "")))
            if id(value) in seen or not callable(value) or not str(getattr(home, "__file__", "")).startswith(HOME):
                continue
            seen.add(id(value))
            if key not in ("Neuron", "NeuralNetwork"):
                yield key, value
                for method in vars(value) if inspect.isclass(value) else ():
                    if not method.startswith("_"):
                        yield f"{key}.{method}", partial(load_with, value, method)


def load_with(kind: Any, method: str, path: str) -> Any:
    """For Dataset.load(path), or data = Dataset() and then data.load(path), which may fill data or return something."""
    try:
        return getattr(kind, method)(path)
    except Exception:
        thing = kind()
        result = getattr(thing, method)(path)
        return thing if result is None else result


def holds(thing: Any, examples: Examples) -> bool:
    """Are the numbers of the examples somewhere in the thing?"""
    wanted = {number for example in examples for row in example for number in row}
    return thing is not None and wanted <= {number for row in rows_in(thing) for number in row}
