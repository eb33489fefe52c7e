"""The checked process: make one check beside the code of the submission, and write down the answer."""

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import matplotlib
import numpy
from matplotlib import pyplot

from grading import correct, files, probes, script
from grading.student import GraderError, Student, StudentError, Unusable, explain


def make(request: dict[str, Any]) -> None:
    """Make the check in this process, and end it at once, without what the submission may have left for the end."""
    place = Path(request["place"])
    settle(place)
    files.let_datasets_appear(request["datasets"])
    Path(request["answer"]).write_text(json.dumps(answer_to(request)))
    sys.stdout.flush()
    os._exit(0)


def settle(place: Path) -> None:
    """Let the submission find itself at home in its copy, alone."""
    printed = os.open(place / "printed", os.O_WRONLY | os.O_CREAT)
    null = os.open(os.devnull, os.O_RDONLY)
    for old, new in [(null, 0), (printed, 1), (printed, 2)]:
        os.dup2(old, new)
    sys.stdin = os.fdopen(0)
    home = str(place)
    known = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    os.environ.clear()
    os.environ.update({**known, "HOME": home, "TMPDIR": home, "TEMP": home})
    os.chdir(place / "ml_d05")
    own = str(files.FOLDER.parent)
    # The submission's own files go before what is imported already under the same names, and not this project's.
    sys.path[:] = [os.getcwd(), *(one for one in sys.path if one not in ("", own))]
    for name in os.listdir():
        sys.modules.pop(name.removesuffix(".py"), None)
    sys.argv[:] = [""]
    be_repeatable()


def be_repeatable() -> None:
    """Let two runs draw the same random numbers, unless the submission chooses its own."""
    seed, generator = random.seed, numpy.random.default_rng
    random.seed = lambda a=None, version=2: seed(1 if a is None else a, version)
    numpy.random.default_rng = lambda seed=None: generator(1 if seed is None else seed)
    random.seed()
    numpy.random.seed(1)


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


# Now rather than in each check: what matplotlib does for a first picture.
matplotlib.rcdefaults()
matplotlib.use("module://grading.recorder")
pyplot.figure().add_subplot().plot([])
pyplot.close()
for name in files.NAMES:
    files.text_of(name)
