"""What goes wrong beside the student's code: it raised, or the grader does not understand it."""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

# The copy of the submission
HOME = os.getcwd()


class NotUnderstood(Exception):
    """What is needed was not found: a key of a sentence, and what is filled in."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class Failed(Exception):
    """The submission's code raised."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(explain(error))
        self.error = error
        self.frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.startswith(HOME)]
        self.within = [one.name for one in self.frames]
        # The method that is still to be written, and the place in the submission's files
        self.to_do = self.within[-1] if self.frames and isinstance(error, NotImplementedError) else ""
        self.place = place_of(self.frames[-1]) if self.frames else ""
        if isinstance(error, SyntaxError) and str(error.filename).startswith(HOME):
            self.place = f"{os.path.relpath(str(error.filename), HOME)}:{error.lineno}"

    def place_from(self, file: str, name: str) -> str:
        """The last line of this file, or of its function of this name, then the place that it leads to."""
        own = [place_of(one) for one in self.frames if name in ("", one.name)]
        own = [place for place in own if place.startswith(f"{file}:")]
        return self.place if self.to_do else ", ".join(dict.fromkeys([*own[-1:], self.place]))


def place_of(frame: traceback.FrameSummary) -> str:
    return f"{os.path.relpath(frame.filename, HOME)}:{frame.lineno}"


def explain(error: BaseException) -> str:
    """What was raised, with the import of the standard library that is missing."""
    text = str(error.msg if isinstance(error, SyntaxError) else error)
    text = " ".join(text.replace(HOME + os.sep, "").split())[:200]
    if isinstance(error, NameError) and error.name in sys.stdlib_module_names:
        line = traceback.extract_tb(error.__traceback__)[-1].line or ""
        text += f"; import {error.name}" if f"{error.name}." in line else ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def call(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Call the submission's code: whatever it raises becomes Failed."""
    try:
        return function(*arguments, **named)
    except (Failed, NotUnderstood):
        raise
    except BaseException as error:
        raise Failed(error) from error


def told(error: BaseException, file: str = "", name: str = "") -> dict[str, Any]:
    """What was raised: by the submission, or because something was not understood, or else by the grader itself.

    Its place is told from a file of the submission, or from the function of this name in it.
    """
    if isinstance(error, Failed):
        place = error.place_from(file, name)
        return {"raised": str(error), "place": place, "to do": error.to_do, "within": error.within}
    if isinstance(error, NotUnderstood):
        return {"key": error.key, **error.values}
    failed = Failed(error)
    return {"key": "lost", "raised": str(failed), "place": failed.place}
