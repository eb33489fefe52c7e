"""What an object keeps, seen as a tree of numbers: attributes, slots, lists, tuples, dicts, arrays, objects."""

import math
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import groupby
from numbers import Real
from types import MemberDescriptorType, ModuleType
from typing import Any

# A step from a thing to one of its parts, and the steps from a thing to a number in it.
Step = tuple[str, Any]
Path = tuple[Step, ...]

DEEPEST = 7


def is_number(value: object) -> bool:
    if isinstance(value, (float, int, Real)):
        return not isinstance(value, bool)
    # An array without dimensions is a number too.
    return getattr(value, "shape", None) == ()


def attributes(thing: Any) -> dict[str, Any]:
    """The attributes of a thing by name, those in slots too; nothing is computed for them."""
    slots = [key for kind in type(thing).__mro__ for key in slots_of(kind)]
    return {key: getattr(thing, key) for key in slots if hasattr(thing, key)} | getattr(thing, "__dict__", {})


def slots_of(kind: type) -> list[str]:
    """The names of a class's slots in the order of the program; Python itself sorts them."""
    if "__slots__" not in vars(kind):
        return []
    written = " ".join(vars(kind)["__slots__"])
    found = [key for key, one in vars(kind).items() if isinstance(one, MemberDescriptorType)]
    return sorted(found, key=lambda key: f" {written} ".find(f" {key.removeprefix(f'_{kind.__name__}')} "))


def parts(thing: Any) -> dict[Step, Any]:
    """The parts of a thing by the steps that lead to them."""
    items: Any = ()
    if hasattr(thing, "ravel"):
        items = enumerate(thing.ravel().tolist())
    elif isinstance(thing, Mapping):
        items = thing.items()
    elif isinstance(thing, (list, tuple, deque)) or hasattr(thing, "typecode"):
        items = enumerate(thing)
    named = {} if isinstance(thing, (type, ModuleType)) else attributes(thing)
    return {("item", key): one for key, one in items} | {("attr", key): one for key, one in named.items()}


def walk(
    thing: Any, stop: tuple[type, ...] = (), path: Path = (), seen: set[int] | None = None
) -> Iterator[tuple[Path, Any]]:
    """Every number, every None and every thing of a type in `stop`, each object once, with the way to it."""
    seen = set() if seen is None else seen
    if is_number(thing) or thing is None:
        yield path, thing
    elif id(thing) not in seen:
        seen.add(id(thing))
        if path and isinstance(thing, stop):
            yield path, thing
        elif len(path) < DEEPEST:
            for step, one in parts(thing).items():
                yield from walk(one, stop, (*path, step), seen)


def leaves(thing: Any, stop: tuple[type, ...] = ()) -> dict[Path, float]:
    """The numbers of a thing and where they stand, but for its parts of a type in `stop`; None and nan are 0."""
    found = ((path, one) for path, one in walk(thing, stop) if one is None or is_number(one))
    return {path: float(one) if one and one == one else 0.0 for path, one in found}


def numbers(thing: Any) -> list[float]:
    """The numbers of a list or an array, or the one number."""
    if isinstance(thing, list) and {*map(type, thing)} <= {float, int}:
        return [*map(float, thing)]  # at once, since scripts wait for it
    return [float(one) for _, one in walk(thing) if one is not None]


def alone(thing: Any) -> float | None:
    """The number that a thing is or holds alone."""
    found = numbers(thing)
    return found[0] if len(found) == 1 else None


def follow(thing: Any, path: Path) -> Any:
    for kind, key in path:
        thing = getattr(thing, key) if kind == "attr" else getattr(thing, "flat", thing)[key]
    return thing


class Places:
    """Where numbers of a thing stand; those in one list, array or object are taken together."""

    def __init__(self, *paths: Path) -> None:
        self.paths = paths
        by_holder = groupby(paths, lambda path: path[:-1])
        self.blocks = [(way, [path[-1] for path in block]) for way, block in by_holder]

    def get(self, thing: Any) -> list[float]:
        found: list[float] = []
        for way, steps in self.blocks:
            holder = follow(thing, way)
            holder = getattr(holder, "flat", holder)
            found += [float(getattr(holder, key) if kind == "attr" else holder[key]) for kind, key in steps]
        return found

    def put(self, thing: Any, values: list[Any]) -> None:
        """Set the numbers; tuples and arrays of integers on the way are made anew."""
        rest = iter(values)
        for way, steps in self.blocks:
            holder = new = follow(thing, way)
            if isinstance(holder, tuple):
                new = list(holder)
            elif hasattr(holder, "dtype") and holder.dtype.kind in "iu":
                new = holder.astype(float)
            for (kind, key), value in zip(steps, rest):
                if kind == "attr":
                    setattr(new, key, value)
                else:
                    getattr(new, "flat", new)[key] = value
            if isinstance(holder, tuple):
                new = getattr(holder, "_make", type(holder))(new)
            if new is not holder:
                Places(way).put(thing, [new])


def rows_in(thing: Any, depth: int = 6) -> Iterator[list[float]]:
    """The lists of numbers in a thing, such as the inputs and the outputs of a dataset, in their order."""
    if hasattr(thing, "tolist"):
        thing = thing.tolist()
    if isinstance(thing, (list, tuple)) and thing and all(map(is_number, thing)):
        yield [float(one) for one in thing]
    elif depth and not is_number(thing):
        # The inputs may be the keys of a dict, the outputs their values.
        pairs = thing.items() if isinstance(thing, Mapping) else []
        for one in [one for pair in pairs for one in pair] or parts(thing).values():
            yield from rows_in(one, depth - 1)


def name_of(path: Path) -> str:
    """The path as it would be written in Python, behind `self`."""
    return "".join(f".{key}" if kind == "attr" else f"[{key!r}]" for kind, key in path).lstrip(".")


def near(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-3, abs_tol=1e-3)


def logistic(z: float) -> float:
    return 0.5 + 0.5 * math.tanh(z / 2)


def logit(a: float) -> float:
    return math.log(a / (1 - a)) if 0 < a < 1 else math.nan
