"""Grade one folder: run what is needed of it, each thing once, and judge what was seen."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grading import day5, labels, methods, scripts
from grading.cases import CASES
from grading.folder import Folder, begun_script
from grading.methods import Seens
from grading.outcome import BLOCKED, BY_HAND, KO, OK, TO_DO, Outcome, Point, Reason, all_points
from grading.process import Processes, Trace
from grading.scripts import Run

# Of processor time, for all cases of a method
METHOD_SECONDS = 10.0
# What may be because of labels that the grader made wrong, and what because of the submission's Dataset.py
OF_LABELS = ("endless", "endless same", "endless silent", "idle", "status")
OF_DATASET = ("count", "of training set", "no predictions")


class Submission:
    """A folder, what was seen of it, and what became of its methods and scripts, by their titles."""

    def __init__(self, path: Path, seconds: float, processes: Processes) -> None:
        self.folder = Folder(path)
        self.seconds = seconds
        self.processes = processes
        # The files of day 1 in the place of which correct ones are put
        self.day1 = self.folder.datasets_py()
        self.seens = Seens()
        # The scripts' runs as they were handed in
        self.runs: dict[str, Run] = {}
        self.outcomes: dict[str, Outcome] = {}

    def grade(self, exercise: int) -> None:
        """Let an exercise have its outcome; with the first one, all methods have theirs."""
        title = day5.TITLES[exercise]
        if not self.outcomes:
            self.try_methods()
        if title not in self.outcomes:
            self.try_script(title)

    def run(self, seconds: float = METHOD_SECONDS, day1: Sequence[str] = (), **request: Any) -> Trace:
        request |= {"day1": [*self.day1, *day1], "gradient": self.seens.gradient}
        return self.processes.run(self.folder, min(seconds, self.seconds), **request)

    def try_methods(self) -> None:
        """Try them as they are, and once more with a correct Dataset.py where their own cannot be imported."""
        self.run_methods()
        places = [seen.get("place", "").partition(":")[0] for seen in self.seens.imports.values()]
        broken = [place for place in places if place.rpartition("/")[2].lower() == "dataset.py"]
        if broken:
            self.day1 += broken
            self.run_methods()
        self.outcomes.update(methods.judge_all(self.folder, self.seens))

    def run_methods(self) -> None:
        """Start processes until each method is tried: one that is not survived is left out of the next."""
        cases = {title: [case.arguments for case in CASES[title]] for title in day5.METHODS}
        self.seens, before = Seens(), None
        while before != [*self.seens.ended]:
            before = [*self.seens.ended]
            self.seens.take(self.run(script="", skip=[*self.seens.cases, *before], dead=before, cases=cases))

    # Scripts

    def try_script(self, title: str) -> None:
        """Run a script as it was handed in, and once more where something else may be at fault."""
        count = len(day5.FACTS)
        if not self.folder.has(title):
            near, archives = self.folder.instead_of(title), self.folder.archives()
            self.outcomes[title] = all_points(count, TO_DO, "no file", file=title, near=near, archives=archives)
        elif not begun_script(self.folder.text(title)):
            self.outcomes[title] = all_points(count, TO_DO, "stub script")
        else:
            self.runs[title] = self.run_script(title)
            self.outcomes[title] = scripts.judge(self.runs[title])
            reasons = self.outcomes[title].reasons()
            if self.outcomes[title].verdict == KO or any(reason.key.startswith("unknown") for reason in reasons):
                self.try_again(title, reasons[0])

    def try_again(self, title: str, reason: Reason) -> None:
        """Where something else may be at fault: a method, the labels that the grader made wrong, or Dataset.py."""
        own = [name for name in ("Dataset.py", "dataset.py") if self.folder.has(name) and name not in self.day1]
        if wrong := self.wrong_methods(title):
            self.outcomes[title] = self.with_correct_methods(title, wrong)
        elif reason.key in OF_LABELS and title != day5.OR:
            self.outcomes[title] = scripts.judge(self.run_script(title, wrong_labels=False))
        elif own and (reason.key in OF_DATASET or "dataset.py" in reason.place.lower()):
            again = scripts.judge(self.run_script(title, day1=own))
            if again.verdict == OK:
                self.outcomes[title] = again
                self.day1 += own

    def run_script(
        self, title: str, repair: Sequence[str] = (), wrong_labels: bool = True, day1: Sequence[str] = ()
    ) -> Run:
        place = Path(self.processes.home.name, f"datasets-{wrong_labels}")
        if not place.exists():
            labels.write(place, wrong_labels)
        request: dict[str, Any] = {"sets": day5.SETS[title], "datasets": str(place), "repair": repair}
        return Run(title, self.run(self.seconds, day1, script=title, **request), wrong_labels)

    def wrong_methods(self, title: str) -> list[str]:
        """The methods that the script uses and that are not right."""
        texts = self.folder.text(title) + (self.folder.text("NeuralNetwork.py") if title == day5.DIGITS else "")
        known = day5.NEURON_METHODS if title != day5.DIGITS and "NeuralNetwork" not in texts else day5.METHODS
        used = [one for one in known if one in self.runs[title].called or one.split(".")[1] in texts]
        return [one for one in used if self.outcomes[one].verdict != OK]

    def with_correct_methods(self, title: str, wrong: list[str]) -> Outcome:
        """What becomes of a script with correct methods in the place of wrong ones, where that is possible."""
        if any(reason.key == "shared" for one in wrong for reason in self.outcomes[one].reasons()):
            return all_points(len(day5.FACTS), BY_HAND, "shared")
        if {day5.ACTIVATE, day5.NETWORK}.isdisjoint(wrong):
            # A gradient with the right sign wants updates with the right sign.
            updates = [day5.APPLY, day5.WITH_LAYER] if day5.GRADIENT in wrong else []
            again = scripts.judge(self.run_script(title, [*dict.fromkeys([*wrong, *updates])], wrong_labels=False))
            if again.verdict == OK:
                return Outcome(again.points, [*again.remarks, Reason("repaired", {"needs": wrong})])
        return Outcome([Point(BLOCKED, methods.blocked(wrong, self.outcomes))] * len(day5.FACTS))

    def assumed(self) -> list[Reason]:
        """What was assumed of all exercises."""
        layout = self.seens.layout
        found = [Reason("assumed", {"out": layout[0] or "activate(…)", "weights": layout[1]})] if layout else []
        asked = {path for run in self.runs.values() for [path] in run.trace.of("dataset")}
        elsewhere = sorted(path for path in asked.difference(day5.DATASETS) if not (self.folder.path / path).exists())
        found += [Reason("dataset", {"file": file}) for file in self.day1]
        found += [Reason("dataset elsewhere", {"file": path}) for path in elsewhere]
        return found + [Reason(f"left out {key}", {"file": file}) for file, key in self.folder.left_out.items()]
