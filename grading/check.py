"""The checked process: make one check beside the code of the submission, and write down the answer."""

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import numpy
from matplotlib import pyplot

from grading import correct, datasets, files, probes, script
from grading.student import GraderError, Student, StudentError, Unusable, explain


def make(request: dict[str, Any]) -> None:
    """Make the check in this process, and end it at once, without what the submission may have left for the end."""
    place = Path(request["place"])
    os.chdir(place / "ml_d05")
    sys.path[0] = os.getcwd()
    sys.argv[:] = [""]
    forget_names()
    be_repeatable()
    files.let_datasets_appear(request["datasets"])
    answer = {**answer_to(request), "token": request["token"]}
    (place / "answer.json").write_text(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)


def answer_to(request: dict[str, Any]) -> dict[str, Any]:
    repair = request.get("repair", [])
    student = Student(repair, request.get("gradient", ()))
    answer: dict[str, Any] = {}
    try:
        if repair:
            correct.put_in(student, repair)
        if "script" in request:
            run = script.Run(student, request["script"], request["classes"], **request.get("tamper", {}))
            answer["problem"] = run.to_its_end()
            answer["run"] = run.report()
        else:
            answer["result"] = getattr(probes, request["probe"])(student, **request["arguments"])
    except StudentError as error:
        answer["problem"] = str(error)
    except Unusable as error:
        answer["unusable"] = str(error)
    except BaseException as error:
        answer["could_not"] = str(error) if isinstance(error, GraderError) else explain(error)
    gradients = [layout.gradient for layout in student.layouts.values() if layout.gradient]
    return {**answer, "notes": student.notes, "gradient": gradients[0] if gradients else []}


def forget_names() -> None:
    """Let the submission's own files go before what is imported already under the same names."""
    for name in os.listdir():
        sys.modules.pop(name.removesuffix(".py"), None)


def be_repeatable() -> None:
    """Let two runs draw the same random numbers, unless the submission chooses its own."""
    seed, generator = random.seed, numpy.random.default_rng
    random.seed = lambda a=None, version=2: seed(1 if a is None else a, version)
    numpy.random.default_rng = lambda seed=None: generator(1 if seed is None else seed)
    random.seed()
    numpy.random.seed(1)


# Now rather than in each check: what matplotlib does for a first picture.
pyplot.figure().add_subplot().plot([])
pyplot.close()
for name in datasets.NAMES:
    datasets.text_of(name)
