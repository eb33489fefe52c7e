"""What an object keeps, seen as a tree of numbers: attributes, lists, tuples, dicts, arrays, and objects in them."""

import math
from collections.abc import Iterator
from numbers import Real
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

# A step from a thing to one of its parts, and the steps from a thing to a number in it
Step = tuple[str, Any]
Path = tuple[Step, ...]
DEEPEST = 7
# What holds no numbers of a neuron
OTHER = (type, ModuleType, FunctionType, MethodType, BuiltinFunctionType, str, bytes, range)


def is_number(thing: Any) -> bool:
    # An array without dimensions is a number too.
    return (isinstance(thing, Real) and not isinstance(thing, bool)) or getattr(thing, "shape", None) == ()


def attributes(thing: Any) -> dict[str, Any]:
    """The attributes of a thing by name, numbers of its class too; nothing is computed for them."""
    kinds = [kind for kind in reversed(type(thing).__mro__) if kind.__module__ != "builtins"]
    of_classes = {key: value for kind in kinds for key, value in vars(kind).items() if is_number(value)}
    return of_classes | getattr(thing, "__dict__", {})


def parts(thing: Any) -> dict[Step, Any]:
    """The parts of a thing by the steps that lead to them."""
    items: Any = ()
    if isinstance(thing, OTHER):
        return {}
    if hasattr(thing, "ravel"):
        items = enumerate(thing.ravel().tolist())
    elif isinstance(thing, dict):
        items = thing.items()
    elif isinstance(thing, (list, tuple)):
        items = enumerate(thing)
    named = attributes(thing).items()
    return {("item", key): part for key, part in items} | {("attr", key): part for key, part in named}


def walk(
    thing: Any, stop: tuple[type, ...] = (), path: Path = (), seen: set[int] | None = None
) -> Iterator[tuple[Path, Any]]:
    """Every number and every thing of a type in `stop`, each object once, with the way to it."""
    seen = set() if seen is None else seen
    if is_number(thing):
        yield path, thing
    elif id(thing) not in seen:
        seen.add(id(thing))
        if path and isinstance(thing, stop):
            yield path, thing
        elif len(path) < DEEPEST:
            for step, part in parts(thing).items():
                yield from walk(part, stop, (*path, step), seen)


def leaves(thing: Any, stop: tuple[type, ...] = ()) -> dict[Path, float]:
    """The numbers of a thing and where they stand, but for its parts of a type in `stop`."""
    return {path: float(number) for path, number in walk(thing, stop) if is_number(number)}


def changed(before: dict[Path, float], after: dict[Path, float]) -> list[Path]:
    """Where a number has come or has another value; nan counts as no number."""
    return [path for path, value in after.items() if value == value and before.get(path) != value]


def numbers(thing: Any) -> list[float]:
    """The numbers of a list or an array, or the one number."""
    if isinstance(thing, list) and {*map(type, thing)} <= {float, int}:
        return [*map(float, thing)]  # at once, since scripts wait for it
    return [float(number) for _, number in walk(thing)]


def single(thing: Any) -> float | None:
    """The number that a thing is or holds alone."""
    if isinstance(thing, float):
        return thing  # at once, since scripts wait for it
    found = numbers(thing)
    return found[0] if len(found) == 1 else None


def get(thing: Any, path: Path) -> Any:
    for kind, key in path:
        thing = getattr(thing, key) if kind == "attr" else getattr(thing, "flat", thing)[key]
    return thing


def put(thing: Any, path: Path, value: Any) -> None:
    """Set what stands at the end of the path; a tuple on the way gives place to another."""
    holder, (kind, key) = get(thing, path[:-1]), path[-1]
    if kind == "attr":
        setattr(holder, key, value)
    elif isinstance(holder, tuple):
        put(thing, path[:-1], (*holder[:key], value, *holder[key + 1 :]))
    else:
        getattr(holder, "flat", holder)[key] = value


def rows_in(thing: Any, depth: int = 4) -> Iterator[list[float]]:
    """The lists of numbers in a thing, such as the inputs and the outputs of a dataset, in their order."""
    thing = thing.tolist() if hasattr(thing, "tolist") and not isinstance(thing, type) else thing
    if isinstance(thing, (list, tuple)) and thing and all(map(is_number, thing)):
        yield [float(number) for number in thing]
    elif depth and not is_number(thing):
        for part in parts(thing).values():
            yield from rows_in(part, depth - 1)


def name_of(path: Path) -> str:
    """The path as it would be written in Python, behind `self`."""
    return "".join(f".{key}" if kind == "attr" else f"[{key!r}]" for kind, key in path).lstrip(".")


def near(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-3, abs_tol=1e-3)


def logistic(z: float) -> float:
    return 0.5 + 0.5 * math.tanh(z / 2)


def logit(a: float) -> float:
    return math.log(a / (1 - a)) if 0 < a < 1 else math.nan
