"""What an object keeps, seen as a tree of numbers: attributes, slots, lists, tuples, dicts, arrays, objects."""

import math
from collections import deque
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby, islice
from numbers import Real
from types import FunctionType, ModuleType
from typing import Any

# A step from a thing to one of its parts, and the steps from a thing to a number in it.
Step = tuple[str, Any]
Path = tuple[Step, ...]

DEEPEST, MOST = 7, 20_000


def is_number(value: object) -> bool:
    if type(value) in (float, int):
        return True
    # An array without dimensions is a number too.
    return (isinstance(value, (Real, Decimal)) and not isinstance(value, bool)) or getattr(value, "shape", None) == ()


def attributes(thing: Any) -> dict[str, Any]:
    """The attributes of a thing by name, those in slots too; nothing is computed for them."""
    found = {}
    for kind in type(thing).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in [slots] if isinstance(slots, str) else slots:
            private = name.startswith("__") and not name.endswith("__")
            name = f"_{kind.__name__.lstrip('_')}{name}" if private else name
            if hasattr(thing, name) and name not in ("__dict__", "__weakref__"):
                found[name] = getattr(thing, name)
    return found | getattr(thing, "__dict__", {})


def parts(thing: Any) -> Iterator[tuple[Step, Any]]:
    """The parts of a thing, each with the step that leads to it."""
    if hasattr(thing, "ravel"):
        yield from ((("flat", n), one) for n, one in enumerate(thing.ravel().tolist()))
    elif isinstance(thing, Mapping):
        yield from ((("item", key), one) for key, one in thing.items())
    elif isinstance(thing, (list, tuple, deque)) or hasattr(thing, "typecode"):
        yield from ((("item", n), one) for n, one in enumerate(thing))
    elif not isinstance(thing, (str, bytes, type, ModuleType, FunctionType)):
        yield from ((("attr", name), one) for name, one in attributes(thing).items())
    if isinstance(thing, (list, Mapping)) and hasattr(thing, "__dict__"):
        # A list of one's own may carry attributes too.
        yield from ((("attr", name), one) for name, one in vars(thing).items())


def walk(
    thing: Any, stop: tuple[type, ...] = (), path: Path = (), seen: set[int] | None = None
) -> Iterator[tuple[Path, Any]]:
    """Every number, every None and every thing of a type in `stop`, each object once, with the way to it."""
    seen = set() if seen is None else seen
    if is_number(thing) or thing is None or (path and isinstance(thing, stop)):
        yield path, thing
    elif id(thing) not in seen and len(path) < DEEPEST:
        seen.add(id(thing))
        for step, one in parts(thing):
            yield from walk(one, stop, (*path, step), seen)


def leaves(thing: Any, stop: tuple[type, ...] = ()) -> dict[Path, float | None]:
    """The numbers of a thing and where they stand, without those of its parts of a type in `stop`."""
    found = islice(walk(thing, stop), MOST)
    return {path: None if one is None else float(one) for path, one in found if one is None or is_number(one)}


def follow(thing: Any, path: Path) -> Any:
    for kind, key in path:
        thing = getattr(thing, key) if kind == "attr" else thing.flat[key] if kind == "flat" else thing[key]
    return thing


def get(thing: Any, path: Path) -> float:
    value = follow(thing, path)
    return math.nan if value is None else float(value)


def put(thing: Any, path: Path, value: Any) -> None:
    """Set a number in a thing; tuples and arrays of integers on the way are made anew."""
    *way, (kind, key) = path
    holder = follow(thing, tuple(way))
    if kind == "attr":
        setattr(holder, key, value)
    elif kind == "flat":
        if holder.dtype.kind not in "fO" or not holder.flags.writeable:
            put(thing, tuple(way), holder.astype(float))
            holder = follow(thing, tuple(way))
        holder.flat[key] = value
    elif isinstance(holder, tuple):
        values = [value if n == key else one for n, one in enumerate(holder)]
        put(thing, tuple(way), holder._make(values) if hasattr(holder, "_make") else type(holder)(values))
    else:
        holder[key] = value


class Places:
    """Many numbers of a thing; those that stand side by side in a list or an array are taken together."""

    def __init__(self, paths: list[Path]) -> None:
        self.blocks = []
        for way, block in groupby(paths, lambda path: path[:-1]):
            steps = [path[-1] for path in block]
            keys = [key for kind, key in steps if kind != "attr"]
            side_by_side = keys[:1] in ([0], [1]) and keys == list(range(keys[0], keys[0] + len(steps)))
            self.blocks.append((way, steps, slice(keys[0], keys[0] + len(keys)) if side_by_side else None))

    def get(self, thing: Any) -> list[float]:
        found: list[float] = []
        for way, steps, span in self.blocks:
            holder = follow(thing, way)
            if span and isinstance(holder, (list, tuple)) and len(holder) >= span.stop:
                found += map(float, holder[span])
            else:
                found += [float(follow(holder, (step,))) for step in steps]
        return found

    def put(self, thing: Any, values: list[float]) -> None:
        rest = iter(values)
        for way, steps, span in self.blocks:
            holder = follow(thing, way)
            if span and isinstance(holder, list):
                holder[span] = [value for _, value in zip(steps, rest)]
            else:
                for step, value in zip(steps, rest):
                    put(thing, (*way, step), value)


def numbers(thing: Any) -> list[float]:
    """The numbers of a list or an array, or the one number."""
    if isinstance(thing, (list, tuple)) and all(type(one) is float for one in thing):
        return list(thing)
    return [value for value in leaves(thing).values() if value is not None]


def rows_in(thing: Any, depth: int = 6) -> Iterator[list[float]]:
    """The lists of numbers in a thing, such as the inputs and the outputs of a dataset, in their order."""
    if hasattr(thing, "tolist"):
        thing = thing.tolist()
    if isinstance(thing, (list, tuple)) and thing and all(is_number(one) for one in thing):
        yield [float(one) for one in thing]
    elif isinstance(thing, Mapping):
        # The inputs may be the keys, the outputs their values.
        for pair in thing.items():
            yield from rows_in([one for one in pair if not isinstance(one, str)], depth - 1)
    elif depth and not is_number(thing):
        for _, one in parts(thing):
            yield from rows_in(one, depth - 1)


def alone(thing: Any) -> float | None:
    """The number that a thing is or holds alone."""
    found = list(islice(walk(thing), 2))
    return float(found[0][1]) if len(found) == 1 and found[0][1] is not None else None


def name_of(path: Path) -> str:
    """The path as it would be written in Python, behind `self`."""
    return "".join(f".{key}" if kind == "attr" else f"[{key!r}]" for kind, key in path).lstrip(".")


def near(a: float, b: float, tolerance: float = 1e-3) -> bool:
    return math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)


def logistic(z: float) -> float:
    return 0.5 + 0.5 * math.tanh(z / 2)


def logit(a: float) -> float:
    return math.log(a / (1 - a)) if 0 < a < 1 else math.nan
