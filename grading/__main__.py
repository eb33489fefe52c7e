"""`python -m grading DIR`: grade the exercises of day 5 in a folder, or in each folder of a class."""

import argparse
import sys
from pathlib import Path

from grading import classroom
from grading.cases import TITLES
from grading.judge import Submission
from grading.report import Report, grade
from grading.server import Server


def main() -> int:
    options = read_options()
    exercises = sorted(set(options.ex or range(len(TITLES))))
    folders = classroom.find(options.folders)
    if folders is not None:
        return grade_class(options, folders, exercises)
    with Server() as server:
        report = grade(Submission(options.folders[0], options.time_limit, server), exercises)
    print("\n".join(report.lines()))
    if options.json:
        options.json.write_text(report.as_json(), encoding="utf-8")
    return report.status()


def grade_class(options: argparse.Namespace, folders: dict[str, Path], exercises: list[int]) -> int:
    reports: dict[str, Report] = {}

    def done(name: str, report: Report) -> None:
        reports[name] = report
        for place, kind, text in [
            (options.pages, "txt", "".join(f"{line}\n" for line in [name, "", *report.lines()])),
            (options.json, "json", report.as_json()),
        ]:
            if place:
                place.mkdir(parents=True, exist_ok=True)
                (place / f"{name.replace('/', '_')}.{kind}").write_text(text, encoding="utf-8")

    handed_in = {name: path for name, path in folders.items() if classroom.holds_files(path)}
    finished = classroom.grade_all(handed_in, exercises, options.time_limit, done)
    rows = classroom.table(folders, reports, exercises)
    print(classroom.show(rows))
    if options.csv:
        classroom.write_csv(rows, options.csv)
    if len(reports) < len(folders) or not finished:
        return max([1, *(report.status() for report in reports.values())])
    return max(report.status() for report in reports.values())


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m grading", description="Grade the exercises of day 5.")
    add, numbers = parser.add_argument, range(len(TITLES))
    add("folders", metavar="DIR", nargs="+", type=Path, help="a submission, a folder of them, or several")
    add("--ex", metavar="N", type=int, action="append", choices=numbers, help="only this exercise; may be given again")
    add("--time-limit", metavar="S", type=float, default=60.0, help="processor seconds for a script (60)")
    add("--json", metavar="FILE", type=Path, help="write the table in Gradescope's format; a folder of files for many")
    add("--csv", metavar="FILE", type=Path, help="write the table of many for a spreadsheet")
    add("--pages", metavar="FOLDER", type=Path, help="write a page of text for each of many, to hand back")
    options = parser.parse_args()
    for folder in options.folders:
        if not folder.is_dir():
            parser.error(f"expected a folder, found {folder}")
    if not options.time_limit > 0:
        parser.error(f"--time-limit: expected a number of seconds above 0, found {options.time_limit:g}")
    return options


if __name__ == "__main__":
    sys.exit(main())
