"""`python -m grading DIR`: grade the exercises of day 5 in a folder, or in each folder of a class."""

import argparse
import contextlib
import csv
import sys
from pathlib import Path

from grading import classroom
from grading.cases import TITLES
from grading.judge import COULD_NOT, KO, NOT_RUN, OK
from grading.report import Report

SHORT = {OK: "OK", KO: "KO", NOT_RUN: "-", COULD_NOT: "?"}


def main() -> int:
    options = read_options()
    exercises = sorted(set(options.ex or range(len(TITLES))))
    folders = classroom.find(options.folders)
    many = len(folders) > 1
    handed_in = {name: path for name, path in folders.items() if not many or classroom.holds_files(path)}
    reports: dict[str, Report] = {}
    with contextlib.suppress(KeyboardInterrupt):
        for name, report in classroom.grade_all(handed_in, exercises, options.time_limit):
            reports[name] = report
            page = name.replace("/", "_")
            if many:
                print(f"{len(reports)} of {len(handed_in)}: {name}", file=sys.stderr, flush=True)
            if options.pages:
                write(options.pages / f"{page}.txt", "".join(f"{line}\n" for line in [name, "", *report.lines()]))
            if options.json:
                write(options.json / f"{page}.json" if many else options.json, report.as_json())
    rows = [["", *(f"Ex{number:02}" for number in exercises)]]
    for name in folders:
        if name in reports:
            rows.append([name, *(SHORT[reports[name].verdict(number)] for number in exercises)])
        else:
            rows.append([name, "not graded" if name in handed_in else "no file of day 5 in it"])
    print("\n".join(as_table(rows) if many or not reports else reports[name].lines()))
    if options.csv:
        with open(options.csv, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return max([int(len(reports) < len(folders)), *(report.status() for report in reports.values())])


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def as_table(rows: list[list[str]]) -> list[str]:
    width = max(len(row[0]) for row in rows)
    return ["  ".join([row[0].ljust(width), *(f"{one:<4}" for one in row[1:])]).rstrip() for row in rows]


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m grading", description="Grade the exercises of day 5.")
    add, numbers = parser.add_argument, range(len(TITLES))
    add("folders", metavar="DIR", nargs="+", type=Path, help="a submission, a folder of them, or several")
    add("--ex", metavar="N", type=int, action="append", choices=numbers, help="only this exercise; may be given again")
    add("--time-limit", metavar="S", type=float, default=60.0, help="processor seconds for a script (60)")
    add("--json", metavar="FILE", type=Path, help="write the table in Gradescope's format; a folder of files for many")
    add("--csv", metavar="FILE", type=Path, help="write the table for a spreadsheet")
    add("--pages", metavar="FOLDER", type=Path, help="write a page of text for each, to hand back")
    options = parser.parse_args()
    for folder in options.folders:
        if not folder.is_dir():
            parser.error(f"expected a folder, found {folder}")
    if not options.time_limit > 0:
        parser.error(f"--time-limit: expected a number of seconds above 0, found {options.time_limit:g}")
    return options


if __name__ == "__main__":
    sys.exit(main())
