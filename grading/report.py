"""Say in words what became of a folder: rows, reasons and remarks, for the terminal and for Gradescope."""

import json
import re
import shutil
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grading.day5 import NAMES, SCRIPTS, TITLES, file_of
from grading.outcome import BLOCKED, BY_HAND, KO, OK, TO_DO, Outcome, Reason
from grading.sentences import LANGUAGES, SENTENCES, VERDICTS, language


class Speaker:
    """Fills in sentences, in one language; of a cause, every example or only one."""

    def __init__(self, lang: str | None = None, seconds: float = 60.0, every: bool = False) -> None:
        self.which = LANGUAGES.index(language(lang))
        self.seconds, self.every = seconds, every
        self.colon, self.semicolon = ((": ", "; "), (" : ", " ; "))[self.which]

    def say(self, key: str, /, **values: Any) -> str:
        words = {name: self.shown(name, value) for name, value in values.items()}
        return SENTENCES[key][self.which].format(**{"seconds": f"{self.seconds:g}", **words})

    def verdict(self, verdict: str) -> str:
        return VERDICTS[verdict][self.which]

    def shown(self, name: str, value: Any) -> str:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            *others, last = [self.title(one) if name == "needs" else one for one in value] or [""]
            conjunction = self.say("or" if name == "near" else "and")
            return f"{', '.join(others)} {conjunction} {last}" if others else last
        if name in ("command", "folder"):
            return str(value)
        text = cut(value if isinstance(value, str) else digits(value, 4))
        missing = re.fullmatch(r"(.*NameError: .*); (import \w+)", text)
        return missing[1] + self.semicolon + self.say("import missing", what=missing[2]) if missing else text

    def title(self, title: str) -> str:
        if title in NAMES and title not in SCRIPTS:
            return f"{NAMES[title]} ({title.split('.')[-1]})"
        return self.say(title) if title in SENTENCES else title

    def reason(self, reason: Reason, title: str) -> str:
        """The cause, with what else may help, and below it what a case gave, or why something has to come first."""
        wrong, values = f"wrong {title}", reason.values
        text = self.say(reason.key, **values)
        for name, key in (("hint", values.get("hint", "")), ("archives", "archives"), ("near", "did you mean")):
            if values.get(name) and f"{{{name}}}" not in SENTENCES[reason.key][0]:
                text += self.semicolon + self.say(key, **values)
        lines = [f"{text} ({reason.place})" if reason.place else text] if reason.key != wrong else []
        if "expected" in values and wrong in SENTENCES:
            found, expected = as_different(values["found"], values["expected"])
            lines.append(self.say(wrong, **{**values, "found": found, "expected": expected}))
        return "\n".join([*lines, *(self.reason(why, values["needs"][0]) for why in values.get("why", []))])


def cut(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:157]}..."


def digits(value: Any, count: int) -> str:
    if isinstance(value, (list, tuple)):
        shown = [digits(one, count) for one in value]
        return f"[{', '.join(shown if len(shown) <= 10 else [*shown[:3], '...'])}]"
    return f"{value:.{count}g}" if isinstance(value, float) else str(value)


def as_different(found: Any, expected: Any) -> tuple[str, str]:
    """Both with as many digits as show where they differ."""
    for count in range(4, 12):
        if digits(found, count) != digits(expected, count):
            break
    return digits(found, count), digits(expected, count)


def terminal_width() -> int:
    return max(40, shutil.get_terminal_size((100, 24)).columns)


def indented(texts: list[str], indent: int) -> list[str]:
    return [" " * indent + line for text in texts for line in text.splitlines()]


def wrapped(lines: list[str], width: int) -> list[str]:
    """The lines, as wide as this, each part indented as it; none begins with what French sets off by a blank."""
    parts = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        joined = re.sub(" (?=[:;?!»])", "\u00a0", line)
        parts += textwrap.wrap(joined, width, subsequent_indent=indent, break_on_hyphens=False)
    return [part.replace("\u00a0", " ") for part in parts]


def is_to_do(outcome: Outcome) -> bool:
    """Is it not begun, with nothing that may have been meant for it?"""
    hints = [reason.values.get(key) for reason in outcome.reasons() for key in ("near", "archives")]
    return outcome.verdict == TO_DO and not any(hints)


@dataclass
class Report:
    """A submission, what became of each exercise that was asked for, and what was assumed."""

    name: str
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    assumed: list[Reason] = field(default_factory=list)
    path: Path = Path()
    # Why it is not graded
    reason: Reason | None = None

    def is_ok(self, exercise: int) -> bool:
        return exercise in self.outcomes and self.outcomes[exercise].verdict == OK

    def status(self, exercises: Iterable[int]) -> int:
        """0 when all of these are OK, else 1; 2 when the grader failed."""
        return 2 if self.reason and self.reason.key == "crashed" else int(not all(map(self.is_ok, exercises)))

    def cells(self, speaker: Speaker, short: dict[str, str]) -> list[str]:
        """A verdict for each exercise, shorter where there is a shorter one, or why there is none."""
        if self.reason:
            return [speaker.reason(self.reason, "")]
        verdicts = [outcome.verdict for outcome in self.outcomes.values()]
        return [short.get(one, speaker.verdict(one)) for one in verdicts] or [speaker.say("not graded")]

    def row(self, exercise: int, speaker: Speaker) -> str:
        outcome, title = self.outcomes[exercise], TITLES[exercise]
        right = sum(point.verdict == OK for point in outcome.points)
        return f"{NAMES[title]}  {title:<34}{right:>3} / {len(outcome.points):<3}  {speaker.verdict(outcome.verdict)}"

    def reasons(self, exercise: int, speaker: Speaker) -> list[str]:
        """Each cause with one example, or with every one where that was asked for; then remarks."""
        outcome, title = self.outcomes[exercise], TITLES[exercise]
        by_cause: dict[str, list[Reason]] = {}
        for reason in outcome.reasons():
            by_cause.setdefault(reason.key, []).append(reason)
        texts = []
        for reasons in by_cause.values():
            first, *others = dict.fromkeys(speaker.reason(reason, title) for reason in reasons)
            if speaker.every:
                texts += [first, *others]
            elif others and "expected" in reasons[0].values:
                more = speaker.say("one more") if len(others) == 1 else speaker.say("more", count=len(others))
                texts.append(first + speaker.semicolon + more)
            else:
                texts.append(first)
        return texts + [speaker.say("remark") + speaker.colon + speaker.reason(one, title) for one in outcome.remarks]

    def reasons_once(self, exercise: int, speaker: Speaker, before: Iterable[int]) -> list[str]:
        """Its reasons, but for those that an exercise before has told: they are the same as there."""
        told = {text: n for n in reversed([*before]) for text in self.reasons(n, speaker)}
        same = {text: speaker.say("same", exercise=NAMES[TITLES[n]]) for text, n in told.items()}
        return [same.get(text, text) for text in self.reasons(exercise, speaker)]

    def lines(self, exercise: int, speaker: Speaker) -> list[str]:
        """The row of an exercise and its reasons; what is to do comes at the end."""
        shown = [n for n, outcome in self.outcomes.items() if not is_to_do(outcome)]
        if exercise not in shown:
            return []
        texts = self.reasons_once(exercise, speaker, shown[: shown.index(exercise)])
        return [self.row(exercise, speaker), *indented(texts, 6)]

    def ending(self, speaker: Speaker) -> list[str]:
        """What was assumed, and, of a folder that is half done, what comes next; or why it is not graded."""
        if self.reason:
            return [speaker.reason(self.reason, "")]
        lines = [f"{speaker.say('assumes')}{speaker.colon}{speaker.reason(one, '')}" for one in self.assumed]
        to_do = [NAMES[TITLES[n]] for n, outcome in self.outcomes.items() if is_to_do(outcome)]
        if to_do:
            lines.append(speaker.say("left to do", exercises=", ".join(to_do)))
        if any(outcome.verdict == TO_DO for outcome in self.outcomes.values()):
            lines.append(self.standing([*self.outcomes], speaker))
        return lines

    def standing(self, exercises: list[int], speaker: Speaker) -> str:
        """How many of the exercises are OK, and what comes next."""
        done = speaker.say("done", count=sum(map(self.is_ok, exercises)), total=len(exercises))
        left = [n for n in exercises if n not in self.outcomes or self.outcomes[n].verdict in (KO, TO_DO)]
        if not left:
            return done
        title, outcome = TITLES[left[0]], self.outcomes.get(left[0])
        what = file_of(title)
        if outcome and outcome.verdict == TO_DO and title not in SCRIPTS:
            what = speaker.reason(outcome.reasons()[0], title)
        return f"{done} {speaker.say('next', exercise=NAMES[title], what=what)}"

    def page(self, speaker: Speaker) -> str:
        lines = [line for exercise in self.outcomes for line in self.lines(exercise, speaker)]
        return "".join(f"{line}\n" for line in [self.name, "", *wrapped([*lines, *self.ending(speaker)], 100)])

    def as_json(self, speaker: Speaker) -> str:
        """Gradescope's format: an exercise is a point; what is blocked or by hand has neither score nor status."""
        tests: list[dict[str, Any]] = []
        for exercise, outcome in self.outcomes.items():
            test: dict[str, Any] = {"number": f"Ex{exercise:02}", "name": TITLES[exercise]}
            if outcome.verdict not in (BLOCKED, BY_HAND):
                right = outcome.verdict == OK
                test |= {"score": int(right), "max_score": 1, "status": "passed" if right else "failed"}
            tests.append({**test, "output": "\n".join([outcome.verdict, *self.reasons(exercise, speaker)])})
        result = {"score": sum(test.get("score", 0) for test in tests), "output": "\n".join(self.ending(speaker))}
        return json.dumps({**result, "tests": tests}, indent=2, ensure_ascii=False) + "\n"
