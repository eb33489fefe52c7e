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

# Of processor time, for all cases of a method
METHOD_SECONDS = 10.0


class Submission:
    def __init__(self, path: Path, seconds: float, processes: Processes) -> None:
        self.folder = Folder(path)
        self.seconds = seconds
        self.processes = processes
        # The files of day 1 in the place of which correct ones are put
        self.day1 = self.folder.datasets_py()
        # Where datasets are looked for that are not there
        self.elsewhere: set[str] = set()
        self.seens: Seens | None = None
        self.outcomes: dict[str, Outcome] = {}

    def grade(self, exercise: int) -> Outcome:
        title = day5.TITLES[exercise]
        if self.seens is None:
            self.try_methods()
        if title not in self.outcomes:
            self.outcomes[title] = self.grade_script(title)
        return self.outcomes[title]

    # Methods

    def try_methods(self) -> None:
        self.seens = self.run_methods()
        places = [seen.get("place", "").partition(":")[0] for seen in self.seens.imports.values()]
        broken = [place for place in places if place.rpartition("/")[2].lower() == "dataset.py"]
        if broken:
            self.day1 += broken
            self.seens = self.run_methods()
        self.outcomes.update(methods.judge_all(self.folder, self.seens))

    def run_methods(self) -> Seens:
        """Start processes until each method is tried: one that is not survived is left out of the next."""
        seens, cases = Seens(), {title: [case.arguments for case in CASES[title]] for title in day5.METHODS}
        while True:
            ended = [*seens.ended]
            request: dict[str, Any] = {"skip": [*seens.cases, *ended], "dead": ended, "cases": cases}
            seens.take(self.run(script="", gradient=seens.gradient, **request))
            if [*seens.ended] == ended:
                return seens

    def run(self, seconds: float = METHOD_SECONDS, day1: Sequence[str] = (), **request: Any) -> Trace:
        return self.processes.run(self.folder, min(seconds, self.seconds), day1=[*self.day1, *day1], **request)

    # Scripts

    def grade_script(self, title: str) -> Outcome:
        """Run a script as it was handed in, and once more where something else may be at fault."""
        if not self.folder.has(title):
            near, archives = self.folder.instead_of(title), self.folder.archives()
            return all_points(len(day5.FACTS), TO_DO, "no file", file=title, near=near, archives=archives)
        if not begun_script(self.folder.text(title)):
            return all_points(len(day5.FACTS), TO_DO, "stub script")
        outcome, run = self.run_script(title, [], True)
        reason = (outcome.reasons() or [Reason("")])[0]
        if not run or (outcome.verdict != KO and not reason.key.startswith("unknown")):
            return outcome
        wrong = self.wrong_methods(title, run)
        if any(reason.key == "shared" for one in wrong for reason in self.outcomes[one].reasons()):
            return all_points(len(day5.FACTS), BY_HAND, "shared")
        if not {day5.ACTIVATE, day5.NETWORK}.isdisjoint(wrong):
            return Outcome([Point(BLOCKED, methods.blocked(wrong, self.outcomes))] * len(day5.FACTS))
        if wrong:
            again, _ = self.run_script(title, self.with_others(wrong), False)
            if again.verdict != OK:
                return Outcome([Point(BLOCKED, methods.blocked(wrong, self.outcomes))] * len(day5.FACTS))
            again.remarks.append(Reason("repaired", {"needs": wrong}))
            return again
        if reason.key in ("endless", "endless same", "endless silent", "idle", "status") and title != day5.OR:
            # The labels that the grader made wrong may be why.
            outcome, _ = self.run_script(title, [], False)
        elif reason.key in ("count", "of training set", "no predictions") or "dataset.py" in reason.place.lower():
            outcome = self.with_other_dataset(title, outcome)
        return outcome

    def with_other_dataset(self, title: str, outcome: Outcome) -> Outcome:
        """What becomes of a script with a correct Dataset.py of day 1 in the place of its own."""
        own = [name for name in ("Dataset.py", "dataset.py") if self.folder.has(name) and name not in self.day1]
        again = self.run_script(title, [], True, own)[0] if own else outcome
        if again.verdict != OK:
            return outcome
        self.day1 += own
        return again

    def run_script(
        self, title: str, repair: list[str], wrong_labels: bool, day1: Sequence[str] = ()
    ) -> tuple[Outcome, scripts.Run | None]:
        place = Path(self.processes.home.name, f"datasets-{wrong_labels}")
        if not place.exists():
            labels.write(place, wrong_labels)
        gradient = self.seens.gradient if self.seens else []
        request: dict[str, Any] = {"script": title, "sets": day5.SETS[title], "datasets": str(place), "repair": repair}
        trace = self.run(self.seconds, day1, gradient=gradient, **request)
        if cannot := trace.of("cannot"):
            return all_points(len(day5.FACTS), BY_HAND, "needs matplotlib", error=cannot[0][0]), None
        if lost := trace.of("lost"):
            return all_points(len(day5.FACTS), BY_HAND, "crashed", error=lost[0][0]), None
        asked = {path for [path] in trace.of("dataset")}
        missing = {path for path in asked if not (self.folder.path / path).exists()}
        self.elsewhere |= missing.difference(day5.DATASETS)
        run = scripts.Run(title, trace, wrong_labels)
        return scripts.judge(run), run

    def wrong_methods(self, title: str, run: scripts.Run) -> list[str]:
        """The methods that the script uses and that are not right."""
        texts = self.folder.text(title) + (self.folder.text("NeuralNetwork.py") if title == day5.SCRIPTS[2] else "")
        known = day5.NEURON_METHODS if title != day5.SCRIPTS[2] and "NeuralNetwork" not in texts else day5.METHODS
        used = [one for one in known if one in run.called or one.split(".")[1] in texts]
        return [one for one in used if self.outcomes[one].verdict != OK]

    def with_others(self, wrong: list[str]) -> list[str]:
        """A gradient with the right sign wants updates with the right sign."""
        return [*dict.fromkeys([*wrong, *([day5.APPLY, day5.WITH_LAYER] if day5.GRADIENT in wrong else [])])]

    def assumed(self) -> list[Reason]:
        """What was assumed of all exercises."""
        layout = self.seens.layout if self.seens else []
        found = [Reason("assumed", {"out": layout[0] or "activate(…)", "weights": layout[1]})] if layout else []
        found += [Reason("dataset", {"file": file}) for file in self.day1]
        found += [Reason("dataset elsewhere", {"file": path}) for path in sorted(self.elsewhere)]
        return found + [Reason(f"left out {key}", {"file": file}) for file, key in self.folder.left_out.items()]
