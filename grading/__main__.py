"""`python -m grading DIR`: grade the exercises of day 5 in a folder."""

import argparse
import sys
from pathlib import Path

from grading.cases import TITLES
from grading.judge import Submission
from grading.report import grade, write_json
from grading.server import Server


def main() -> int:
    options = read_options()
    with Server() as server:
        submission = Submission(options.folder, options.time_limit, server)
        report = grade(submission, sorted(set(options.ex or range(len(TITLES)))))
    print("\n".join(report.lines()))
    if options.json:
        write_json(report, options.json)
    return report.status()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m grading", description="Grade the exercises of day 5 in a folder.")
    add, numbers = parser.add_argument, range(len(TITLES))
    add("folder", metavar="DIR", type=Path, help="the folder of a submission")
    add("--ex", metavar="N", type=int, action="append", choices=numbers, help="only this exercise; may be given again")
    add("--time-limit", metavar="S", type=float, default=60.0, help="processor seconds for a script (60)")
    add("--json", metavar="FILE", type=Path, help="write the table as JSON, in Gradescope's format")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"expected a folder, found {options.folder}")
    if not options.time_limit > 0:
        parser.error(f"--time-limit: expected a number of seconds above 0, found {options.time_limit:g}")
    return options


if __name__ == "__main__":
    sys.exit(main())
