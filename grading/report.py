"""Say in words what became of a folder: rows, reasons and remarks, for the terminal and for Gradescope."""

import json
import re
import textwrap
from dataclasses import dataclass, field
from typing import Any

from grading.day5 import (
    ACTIVATE,
    APPLY,
    APPLY_ALL,
    GRADIENT,
    GRADIENTS,
    LOSS,
    NAMES,
    NETWORK,
    NETWORK_LOSS,
    SCRIPTS,
    TITLES,
    WITH_LAYER,
    file_of,
)
from grading.outcome import BLOCKED, BY_HAND, KO, OK, TO_DO, Outcome, Reason
from grading.sentences import PHRASES, SENTENCES, VERDICTS, language

WHAT = {
    GRADIENT: "gradient is", APPLY: "weights are", WITH_LAYER: "weights are", APPLY_ALL: "weights are",
    NETWORK_LOSS: "loss is", LOSS: "loss is", GRADIENTS: "gradients are",
}
DAYS = {ACTIVATE: "day 3", NETWORK: "day 3 network", LOSS: "day 4"}


class Speaker:
    """Fills in sentences, in one language."""

    def __init__(self, lang: str | None = None, seconds: float = 60.0) -> None:
        self.which = ("en", "fr").index(language(lang))
        self.seconds = seconds
        self.colon, self.semicolon = ((": ", "; "), (" : ", " ; "))[self.which]

    def say(self, key: str, /, **values: Any) -> str:
        words = {name: self.shown(name, value) for name, value in values.items()}
        return SENTENCES[key][self.which].format(**{"seconds": f"{self.seconds:g}", **words})

    def verdict(self, verdict: str) -> str:
        return VERDICTS[verdict][self.which]

    def shown(self, name: str, value: Any) -> str:
        if name == "needs":
            return f" {self.say('and')} ".join(self.title(title) for title in value)
        if name == "near":
            return f" {self.say('or')} ".join(value)
        if name in ("archives", "names") and isinstance(value, list):
            return ", ".join(value)
        if name in ("command", "folder"):
            return str(value)
        text = value if isinstance(value, str) else digits(value, 4)
        if name in ("call", "formula", "what") and self.which:
            text = in_french(text)
        text = cut(text)
        missing = re.fullmatch(r"(.*NameError: .*); (import \w+)", text)
        return missing[1] + self.semicolon + self.say("import missing", what=missing[2]) if missing else text

    def title(self, title: str) -> str:
        if title in DAYS:
            return self.say(DAYS[title])
        return f"{NAMES[title]} ({title.split('.')[-1]})" if title in NAMES and title not in SCRIPTS else title

    def reason(self, reason: Reason, title: str) -> str:
        """The cause first, then what was found and expected, then the call."""
        values = {**reason.values}
        if "formula" not in values:
            text = self.say(reason.key, **values)
            for name, key in (("archives", "archives"), ("near", "did you mean")):
                if values.get(name) and f"{{{name}}}" not in SENTENCES[reason.key][0]:
                    text += f"{self.semicolon}{self.say(key, **{name: values[name]})}"
        else:
            found, expected = as_different(values["found"], values["expected"])
            text = self.say(
                "wrong", what=self.say(WHAT.get(title, "is")), found=found, expected=expected, formula=values["formula"]
            )
            text = f"{self.say(reason.key)}{self.colon}{text}" if reason.key != "wrong" else text
            text += f", {self.say('in call', call=values['call'])}"
        return f"{text} ({reason.place})" if reason.place else text


def in_french(text: str) -> str:
    for english, french in PHRASES.items():
        text = text.replace(english, french)
    return text


def cut(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:157]}..."


def digits(value: Any, count: int) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(digits(one, count) for one in value)}]"
    return f"{value:.{count}g}" if isinstance(value, float) else str(value)


def as_different(found: Any, expected: Any) -> tuple[str, str]:
    """Both with as many digits as show where they differ."""
    for count in range(4, 12):
        if digits(found, count) != digits(expected, count):
            break
    return digits(found, count), digits(expected, count)


def is_to_do(outcome: Outcome) -> bool:
    """Is it not begun, with nothing that may have been meant for it?"""
    hints = [reason.values.get(key) for reason in outcome.reasons() for key in ("near", "archives")]
    return outcome.verdict == TO_DO and not any(hints)


@dataclass
class Report:
    """What became of each exercise that was asked for, and what was assumed."""

    name: str
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    assumed: list[Reason] = field(default_factory=list)
    crashed: str = ""
    # The texts of reasons, and the exercise that told each first
    told: dict[str, str] = field(default_factory=dict)

    def status(self) -> int:
        """0 when all is OK, else 1; 2 when the grader failed."""
        return 2 if self.crashed else int(any(outcome.verdict != OK for outcome in self.outcomes.values()))

    def row(self, exercise: int, speaker: Speaker) -> str:
        outcome = self.outcomes[exercise]
        right = sum(point.verdict == OK for point in outcome.points)
        verdict = speaker.verdict(outcome.verdict)
        return f"Ex{exercise:02}  {TITLES[exercise]:<34}{right:>3} / {len(outcome.points):<3}  {verdict}"

    def reasons(self, exercise: int, speaker: Speaker, every: bool = False) -> list[str]:
        """The cause and one example, or every one; then remarks."""
        outcome, title = self.outcomes[exercise], TITLES[exercise]
        reasons = outcome.reasons()
        texts = [*dict.fromkeys(speaker.reason(reason, title) for reason in reasons)]
        if texts and not every:
            keys = [reason.key for reason in reasons]
            more = sum(key == keys[0] for key in keys) - 1 if "formula" in reasons[0].values else 0
            first: dict[str, str] = {}
            for reason in reasons:
                first.setdefault(reason.key, speaker.reason(reason, title))
            texts = [*first.values()]
            if more:
                rest = speaker.say("one more") if more == 1 else speaker.say("more", count=more)
                texts[0] += f"{speaker.semicolon}{rest}"
        remarks = [f"{speaker.say('remark')}{speaker.colon}{speaker.reason(one, title)}" for one in outcome.remarks]
        return [*texts, *remarks]

    def lines(self, exercise: int, speaker: Speaker, width: int = 0, every: bool = False) -> list[str]:
        """The row of an exercise and its reasons, told once; what is to do comes at the end."""
        if is_to_do(self.outcomes[exercise]):
            return []
        texts = []
        for text in self.reasons(exercise, speaker, every):
            before = self.told.setdefault(text, f"Ex{exercise:02}")
            texts.append(text if before == f"Ex{exercise:02}" else speaker.say("same", exercise=before))
        indent = " " * 6
        wrapped = [
            textwrap.wrap(text, max(width, 40) - 6, break_on_hyphens=False) if width else [text] for text in texts
        ]
        return [self.row(exercise, speaker), *(indent + line for lines in wrapped for line in lines)]

    def ending(self, speaker: Speaker, width: int = 0) -> list[str]:
        """What was assumed, and, of a folder that is half done, what comes next."""
        if self.crashed:
            return [speaker.say("crashed", error=self.crashed)]
        texts = [f"{speaker.say('assumes')}{speaker.colon}{speaker.reason(one, '')}" for one in self.assumed]
        lines = [line for text in texts for line in (textwrap.wrap(text, max(width, 40)) if width else [text])]
        to_do = [NAMES[TITLES[n]] for n, outcome in self.outcomes.items() if is_to_do(outcome)]
        if to_do:
            lines.append(speaker.say("left to do", exercises=", ".join(to_do)))
        if any(outcome.verdict == TO_DO for outcome in self.outcomes.values()):
            lines.append(self.standing([*self.outcomes], speaker))
        return lines

    def standing(self, exercises: list[int], speaker: Speaker) -> str:
        """How many of the exercises are OK, and what comes next."""
        verdicts = {n: self.outcomes[n].verdict if n in self.outcomes else TO_DO for n in exercises}
        done = speaker.say("done", count=[*verdicts.values()].count(OK), total=len(exercises))
        left = [n for n, verdict in verdicts.items() if verdict in (KO, TO_DO)]
        if not left:
            return done
        title, reasons = TITLES[left[0]], self.outcomes[left[0]].reasons() if left[0] in self.outcomes else []
        if title in SCRIPTS:
            what = speaker.say("write script" if verdicts[left[0]] == TO_DO else "mend script", file=title)
        elif reasons and reasons[0].key == "stub":
            what = speaker.reason(reasons[0], title)
        else:
            key = "no method" if verdicts[left[0]] == TO_DO else "mend"
            what = speaker.say(key, name=title.split(".")[1], file=file_of(title))
        return f"{done} {speaker.say('next', exercise=NAMES[title], what=what)}"

    def page(self, speaker: Speaker) -> str:
        self.told.clear()
        lines = [line for exercise in self.outcomes for line in self.lines(exercise, speaker, 100)]
        return "".join(f"{line}\n" for line in [self.name, "", *lines, *self.ending(speaker, 100)])

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
