"""The checked process: `python child.py REQUEST`, where REQUEST is a JSON file.

The answer goes to a file that the request names, with the token that the request gave.
"""

import json
import os
import sys
from pathlib import Path


def limit(memory: int, size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_FSIZE: size, resource.RLIMIT_CORE: 0}
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))


def main() -> None:
    path = sys.argv[1]
    with open(path) as file:
        request = json.load(file)
    os.remove(path)
    del sys.argv[1:]
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[0] = os.path.dirname(here)
    from grading import probes, scripts
    from grading.student import BrokenFile, Missing, Student, Unusable, explain

    sys.path[0] = os.getcwd()
    limit(request["memory"], request["file_size"])
    stage = Path(request["stage"])
    student = Student(stage)
    journal = scripts.Journal()
    answer = {"token": request["token"]}
    scripts.count_work(journal)
    try:
        if request["repair"]:
            stage.write_text("repair")
            probes.repair(student, request["repair"])
            stage.write_text("")
        if request["mislead"]:
            scripts.mislead(student)
        if request["script"]:
            answer["problem"] = scripts.run_script(request["script"], journal)
        else:
            answer["result"] = getattr(probes, request["probe"])(student, **request["arguments"])
    except BrokenFile as error:
        answer["broken_file"] = stage.read_text()
        answer["problem"] = str(error)
    except Unusable as error:
        answer["unusable"] = str(error)
    except Missing as error:
        answer["problem"] = str(error)
    except BaseException as error:
        answer["unusable" if stage.read_text() == "repair" else "problem"] = explain(error)
    answer |= {"notes": student.notes, "lines": journal.lines, "draws": journal.draws, "work": journal.work}
    with open(request["answer"], "w") as file:
        json.dump(answer, file)
    # At once, without what the submission may have left for the end.
    sys.stdout.flush()
    os._exit(0)


main()
