"""What a script prints and draws is read as a person would read it, and sentences say the same in both languages."""

import re
import string

import pytest

from grading.cases import CASES, FORMULAS, OF_GRADIENT, OF_LOSS, OF_UPDATE, stepped
from grading.day5 import APPLY, GRADIENT, WITH_LAYER
from grading.outcome import Outcome, Point, Reason
from grading.reading import Line, falls, predictions
from grading.report import Report, Speaker, as_different
from grading.scripts import Run, of_curve, of_end, of_loss
from grading.sentences import SENTENCES, VERDICTS, language

EXPECTED, GUESSED = [3, 6, 8, 1], [3, 0, 8, 1]
OR = [[0, 0], [0, 1], [1, 0], [1, 1]]
LABELS = [0, 1, 1, 1]


def read(lines, labels=EXPECTED, inputs=None):
    return predictions([Line(9, line) for line in lines], labels, inputs)


def each(form):
    return [form.format(e=e, p=p) for e, p in zip(EXPECTED, GUESSED)]


@pytest.mark.parametrize(
    "lines",
    [
        each("{e}:{p}"),
        each("{e} : {p}.0"),
        each("Sortie attendue : {e}, Prédiction : {p}"),
        each("image 12) {e}:{p}"),
        each("predicted {p}, expected {e}"),
        each("{e}.0 -> {p}"),
        each("\x1b[92m{e}: {p}\x1b[0m"),
        each("np.int64({e}) {p}"),
        ["epoch 3 loss 0.31", *each("{e}:{p}"), "3 of 4 right, loss 0.29"],
        [" ".join(each("{e}:{p}"))],
        [line for pair in each("expected {e}|predicted {p}") for line in pair.split("|")],
        [str(list(zip(EXPECTED, GUESSED)))],
        each("{e}:{p}")[::-1][2:] + each("{e}:{p}")[::-1][:2],
    ],
)
def test_pairs_are_read_in_every_form_and_order(lines):
    assert sorted(read(lines).pairs) == sorted(zip(EXPECTED, GUESSED))


@pytest.mark.parametrize(
    "form",
    [
        "{x}{y}{e}:{p}",
        "{x} {y}:{p}",
        "{x}.0 {y}.0:{p}",
        "[{x}.0, {y}.0]:{p}",
        "{x}.{y}{e}:{p}",
        "[{x}, {y}] {e} : {p}.0",
        "{e}:{p}",
        "attendu {e}, prédit {p}",
    ],
)
def test_or_is_read_with_and_without_its_inputs(form):
    lines = [form.format(x=x, y=y, e=e, p=e) for (x, y), e in zip(OR, LABELS)]
    assert [(e, round(p)) for e, p in read(lines, LABELS, OR).pairs] == [(e, e) for e in LABELS]


def test_what_is_not_found_is_told_with_the_nearest():
    assert read(each("{p}:{e}")).swapped == "3:3"
    found = read(each("{e}:{p}") + each("{e}:{p}"), EXPECTED * 3)
    assert (found.pairs, found.count, found.like) == ([], 8, "1:1")


@pytest.mark.parametrize(
    ("values", "falling"),
    [
        ([0.9, 0.5, 0.3], True),
        ([0.7, 2, 1.8, 1.5, 1, 0.5], True),
        ([6.6, 0.9, 0.6, 0.7, 0.5, 0.6, 0.4, 0.5], True),
        ([0.9, 0.5, 0.85], False),
        ([0.5, 0.9, 1.2, 0.6, 0.7, 0.4], False),
    ],
)
def test_a_loss_falls_by_most_of_its_steps_or_its_numbers(values, falling):
    assert falls([*enumerate(values)]) is falling


# The loss and the curve

COSTS = [0.9, 0.5, 0.3, 0.2, 0.15, 0.12, 0.1]


def run(lines=(), draws=(), **changes):
    known = {
        "costs": [(moment, [cost, cost + 0.1]) for moment, cost in enumerate(COSTS)],
        "online": {},
        "losses": {},
        "waits": [],
        "called": {"Neuron.activate"},
        "from_test": 0,
        "question": False,
        "end": {},
        "ended": "",
        "flood": False,
        "wrong_labels": True,
    }
    shown = [Line(moment, line) for moment, line in enumerate(lines, 1)]
    drawn = [(moment, [height], False) for moment, height in enumerate(draws, 1)]
    return Run(**{"title": "BinaryLearn.py", "lines": shown, "draws": drawn, **known, **changes})


FORMS = ["loss {:.4f}", "epoch 3/9: coût={:.3e}", "[=====] {:.2f} (12 s)", "\x1b[1mloss\x1b[0m : {:.3f}", "#9: {:.4f}"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("scale", [1, 239])
def test_the_loss_is_found_in_every_form_as_a_mean_or_a_sum(form, scale):
    lines = [form.format(scale * cost) for cost in COSTS[1:]]
    assert of_loss(run(lines)).verdict == "OK"
    assert of_loss(run([line.replace(".", ",") for line in lines])).verdict == "OK"


@pytest.mark.parametrize(
    ("lines", "verdict", "key"),
    [
        ([f"loss {5 - n}" for n in range(5)], "by hand", "unknown loss"),
        (["epoch 1", "epoch 2", "epoch 3"], "KO", "no loss"),
        (["loss 0.5", "loss 0.3"], "KO", "loss few"),
        ([f"loss {n / 7:.2f}" for n in range(5)], "by hand", "unknown loss"),
    ],
)
def test_a_loss_that_matches_none_is_never_called_wrong(lines, verdict, key):
    point = of_loss(run(lines))
    assert (point.verdict, point.reason.key) == (verdict, key)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["loss 9.5"], "it prints the loss once, expected at least 3 times: print it more often"),
        ([f"{COSTS[1]}"], "it prints the loss once, expected at least 3 times: print it more often"),
        ([f"0 {COSTS[1]}", f"9 {COSTS[2]}"], "it prints the loss 2 times, expected at least 3: print it more often"),
        (["epoch 7"], "no loss is printed while it learns: print it, or print it more often"),
    ],
)
def test_a_loss_that_is_seldom_printed_is_to_be_printed_more_often(lines, said):
    assert Speaker("en").reason(of_loss(run(lines)).reason, "").startswith(said)


def endless(lines, **changes):
    return Speaker("en").reason(of_end(run(lines, end=None, ended="time", **changes)).reason, "")


@pytest.mark.parametrize("form", ["epoch {} loss 0.69 rate 0.1", "{} 0.6931", "{} cost: 0.69"])
def test_a_loss_that_stays_while_a_script_does_not_end_is_said(form):
    said = endless([form.format(n) for n in range(3)], losses={n: [0.6931] for n in range(9)})
    assert re.search(r"the loss is always 0\.69\d*: do the weights change\?", said)


@pytest.mark.parametrize("form", ["rate 0.1 loss {}", "0.1 {}", "loss {} of 0.1"])
def test_what_stays_and_is_no_loss_is_not_called_one(form):
    assert endless([form.format(cost) for cost in COSTS[1:]]).endswith("is the threshold ever reached?")
    assert endless(["loss 0.69"]).endswith("is the threshold ever reached?")


TAKEN = ["what load returns, one by one", "examples of what Dataset makes", "a list of (inputs, outputs)"]
TAKEN += ["two lists, inputs and outputs", "two lists, inputs and numbers", "a Dataset of day 1"]


def test_formulas_calls_and_colons_are_french_in_french():
    french = Speaker("fr")
    english = r": |\b(weights|over|mean|the|of|and|what|makes|returns|lists?|inputs|day)\b|[0-9] examples"
    for title, cases in CASES.items():
        values = {"call": cases[0].call, "found": 1, "expected": 2, "formula": FORMULAS[title]}
        assert not re.search(english, french.reason(Reason("sign", values), title).replace(" : ", ""))
    for taken in TAKEN:
        assert not re.search(english, french.reason(Reason("loss takes", {"what": taken}), ""))
    hint = french.reason(Reason("no file", {"file": "Neuron.py", "near": ["neuron.py"]}), "")
    assert hint == "pas de Neuron.py ici ; s’agit-il de neuron.py ?"
    report = Report("", {0: Outcome([Point("OK")], [Reason("undone")])}, [Reason("dataset missing", {"file": "a"})])
    assert report.reasons(0, french)[0].startswith("Remarque : juste")
    assert report.ending(french)[0].startswith("Supposé : a n’est")
    assert report.reasons(0, Speaker("en"))[0].startswith("Note: right")


def test_what_its_own_calc_loss_returned_is_its_loss():
    lines = ["loss 50", "loss 40", "loss 41"]
    assert of_loss(run(lines, losses={1: [50.0], 2: [40.0], 3: [41.0]})).verdict == "OK"


@pytest.mark.parametrize(
    ("draws", "changes", "key"),
    [
        (COSTS[1:], {}, None),
        ([1, 2, 3, 4], {}, "unknown curve"),
        ([], {}, "no window"),
        (COSTS[1:3], {}, "drawn few"),
        (COSTS[1:], {"waits": [1, 2, 3]}, "show waits"),
    ],
)
def test_a_curve_is_drawn_while_it_learns(draws, changes, key):
    point = of_curve(run([f"loss {cost}" for cost in COSTS[1:]], draws, **changes))
    assert (point.reason.key if point.reason else None) == key


# The cases and the sentences


@pytest.mark.parametrize("title", [APPLY, WITH_LAYER])
def test_the_cases_are_what_the_formula_says_and_no_mistake_is(title):
    for case in CASES[title]:
        w, x, y, rate = (case.arguments[key] for key in ("weights", "entries", "desired", "rate"))
        assert stepped(w, rate * (y - 0.5), x) == pytest.approx(case.expected)
    for key, mistake in OF_UPDATE.items():
        cases = [
            ([c.arguments[k] for k in ("weights", "entries", "desired", "rate")], c.expected) for c in CASES[title]
        ]
        assert any(mistake(w, y - 0.5, rate, x) != pytest.approx(e) for (w, x, y, rate), e in cases), key


def test_every_key_has_a_sentence_and_both_languages_fill_in_the_same():
    for key in (*OF_GRADIENT, *OF_UPDATE, *OF_LOSS):
        assert key in SENTENCES
    for english, french in [*SENTENCES.values(), *VERDICTS.values()]:
        names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (english, french)]
        assert names[0] == names[1], english
        numbers = [re.findall(r"\d+(?:\.\d+)?", text) for text in (english, french)]
        assert numbers[0] == numbers[1] or {"MiB", "1"} & {*english.split()}, english
        assert english
        assert french
    assert set(FORMULAS) == set(CASES)


def test_a_value_shows_as_many_digits_as_differ():
    assert as_different(0.62245933, 0.62245999) == ("0.622459", "0.62246")
    assert as_different([0.5, 1.0], [0.5, -1.0]) == ("[0.5, 1]", "[0.5, -1]")


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "fr"}, "fr"),
        ({}, "en"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_language_is_that_of_the_system(monkeypatch, env, expected):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


def test_a_half_done_folder_ends_with_what_comes_next():
    stub = Point("to do", Reason("no method", {"name": "applyGradient", "file": "Neuron.py", "near": []}))
    report = Report("ml_d05", {0: Outcome([Point("OK")]), 1: Outcome([stub])})
    assert report.lines(1, Speaker("en")) == []
    assert report.ending(Speaker("en")) == ["To do: Ex01", "1 of 2 done. Next: Ex01, add applyGradient to Neuron.py"]
    french = ["À faire : Ex01", "1 sur 2. Ensuite : Ex01, ajoutez applyGradient à Neuron.py"]
    assert report.ending(Speaker("fr")) == french
    report.outcomes[0] = Outcome([Point("KO", Reason("time", {"name": "calculateOutputGradient"}))])
    next_is_ko = "0 of 2 done. Next: Ex00, mend calculateOutputGradient in Neuron.py"
    assert report.ending(Speaker("en")) == ["To do: Ex01", next_is_ko]
    assert GRADIENT in CASES
