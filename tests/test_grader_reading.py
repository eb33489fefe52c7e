"""What a script prints and draws is read as a person would read it, and sentences say the same in both languages."""

import ast
import re
import string

import pytest
from helpers import ROOT
from submissions.changes import changed, graded, keys

from grading.cases import CASES, OF_GRADIENT, OF_GRADIENTS, OF_LAYERS, OF_LOSS, OF_UPDATE, stepped
from grading.classroom import find
from grading.day5 import APPLY, GRADIENT, WITH_LAYER
from grading.outcome import Outcome, Point, Reason
from grading.process import Trace
from grading.reading import Line, falls, nearest_form, predictions
from grading.report import Report, Speaker, as_different, wrapped
from grading.scripts import Run, judge, of_curve, of_end, of_loss, of_predictions
from grading.sentences import SENTENCES, VERDICTS, language

EXPECTED, GUESSED = [3, 6, 8, 1], [3, 0, 8, 1]
OR = [[0, 0], [0, 1], [1, 0], [1, 1]]
LABELS = [0, 1, 1, 1]


def read(lines, labels=EXPECTED, inputs=()):
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
        each("Prédiction 7 : attendu {e}, obtenu {p}"),
        [f"{'OK' if e == p else 'FAUX'} {e}:{p}" for e, p in zip(EXPECTED, GUESSED)],
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
        "[{x}, {y}] -> {p}",
        "prédiction pour {x} {y} : {p}.0 (attendu {e})",
        "entrées {x} {y} sortie {p}.0 attendu {e}",
        "{e}:{p}",
        "attendu {e}, prédit {p}",
    ],
)
def test_or_is_read_with_and_without_its_inputs(form):
    lines = [form.format(x=x, y=y, e=e, p=e) for (x, y), e in zip(OR, LABELS)]
    assert [(e, round(p)) for e, p in read(lines, LABELS, OR).pairs] == [(e, e) for e in LABELS]


@pytest.mark.parametrize(
    "lines", [[" ".join(each("{e}:{p}"))], [line for pair in each("{e} {p}") for line in pair.split()]]
)
def test_pairs_that_do_not_stand_on_a_line_each_are_shown_to_a_teacher(lines):
    assert read(lines) is None
    point = of_predictions(Run("OrLearn.py", Trace([["line", 9, line] for line in lines]), True), None)
    assert (point.verdict, point.reason.key) == ("by hand", "unknown predictions")


def test_what_is_not_found_is_told_with_the_nearest():
    assert read(each("{e}:{p}")).swapped is False
    assert read(each("{p}:{e}")).swapped is True
    lines = [Line(9, line) for line in ["done in 3 s", *each("{e}:{p}"), *each("{e}:{p}")]]
    assert nearest_form(lines, 12) == lines[1:]


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
LOSSES = dict.fromkeys(range(1, 9), 0.6931)


def run(lines=(), draws=(), losses=(), waits=(), ended=""):
    """A run in which each line and each height of the curve is shown at another moment, and the costs fall."""
    trace = [["call", "Neuron.activate"]]
    trace += [["cost", moment, [cost, cost + 0.1]] for moment, cost in enumerate(COSTS)]
    trace += [["line", moment, line] for moment, line in enumerate(lines, 1)]
    trace += [["draw", moment, [height], False] for moment, height in enumerate(draws, 1)]
    trace += [["loss", moment, loss] for moment, loss in dict(losses).items()]
    trace += [["wait", moment] for moment in waits]
    trace += [] if ended else [["end", {}, True, 0]]
    return Run("BinaryLearn.py", Trace([*trace, ["ended", ended]]), True)


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
        (["loss 9.5"], "the loss is printed fewer than 3 times: print it more often"),
        (["perte 9.5"], "the loss is printed fewer than 3 times: print it more often"),
        ([f"{COSTS[1]}"], "the loss is printed fewer than 3 times: print it more often"),
        ([f"0 {COSTS[1]}", f"9 {COSTS[2]}"], "the loss is printed fewer than 3 times: print it more often"),
        (["epoch 7"], "no loss is printed during the training: print it now and then"),
    ],
)
def test_a_loss_that_is_seldom_printed_is_to_be_printed_more_often(lines, said):
    assert Speaker("en").reason(of_loss(run(lines)).reason, "").startswith(said)


@pytest.mark.parametrize("lines", [["test loss 0.2"], [f"{n} {cost}" for n, cost in enumerate(COSTS)]])
def test_a_loss_that_is_printed_when_all_is_learned_is_late(lines):
    trace = Trace([*run().trace.lines, *(["line", 6, line] for line in lines)])
    assert of_loss(Run("BinaryLearn.py", trace, True)).reason.key == "loss late"


def endless(lines, losses=()):
    return Speaker("en").reason(of_end(run(lines, losses=losses, ended="time")).reason, "")


@pytest.mark.parametrize("form", ["epoch {} loss 0.69 rate 0.1", "{} 0.6931", "{} cost: 0.69"])
def test_a_loss_that_stays_while_a_script_does_not_end_is_said(form):
    said = endless([form.format(n) for n in range(3)], LOSSES)
    assert re.search(r"the loss is always 0\.69\d*: do the weights change\?", said)


@pytest.mark.parametrize("form", ["rate 0.1 loss {}", "0.1 {}", "loss {} of 0.1"])
def test_what_stays_and_is_no_loss_is_not_called_one(form):
    for lines in ([form.format(cost) for cost in COSTS[1:]], ["loss 0.69"]):
        assert endless(lines).endswith("does the loss fall, and is the threshold ever reached?")
    assert endless([]).startswith("the script does not end within 60 s and prints nothing: print the loss in the loop")


def test_nothing_is_english_in_french():
    english = r"[^ ]: |\b(weights|over|mean|the|of|and|what|is|it|with|bias|loss|layer|lists?|inputs|day)\b"
    code = r"\{\w+\}|\w+\([^ ]*\)|`[^`]*`|layers\["
    for _, french in SENTENCES.values():
        assert not re.search(english, re.sub(code, "", french)), french


def test_colons_are_french_in_french():
    french = Speaker("fr")
    hint = french.reason(Reason("no file", {"file": "Neuron.py", "near": ["neuron.py"]}), "")
    assert hint == "il n’y a pas de Neuron.py ici ; s’agit-il de neuron.py ?"
    report = Report("", {0: Outcome([Point("OK")], [Reason("undone")])}, [Reason("dataset", {"file": "a"})])
    assert report.reasons(0, french)[0].startswith("Remarque : la méthode est juste")
    assert report.ending(french)[0].startswith("Supposé : une version correcte de a")
    assert report.reasons(0, Speaker("en"))[0].startswith("Note: it is right")


def test_what_its_own_calc_loss_returned_is_its_loss():
    lines = ["loss 50", "loss 40", "loss 41"]
    assert of_loss(run(lines, losses={1: 50.0, 2: 40.0, 3: 41.0})).verdict == "OK"


@pytest.mark.parametrize(
    ("form", "last", "missing"),
    [
        ("loss {0}", [], ["no test cost"]),
        ("loss {0}", ["1:1", "test 0.2"], []),
        ("loss {0}", ["loss 0.2"], []),
        ("loss {0} test {1}", [], []),
    ],
)
def test_a_cost_on_the_test_set_that_is_not_shown_is_remarked(form, last, missing):
    trained = run([form.format(cost, cost + 0.1) for cost in COSTS[1:]]).trace
    shown = Trace([*trained.lines, *(["line", 6, line] for line in last)])
    assert [reason.key for reason in judge(Run("BinaryLearn.py", shown, True)).remarks] == missing


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
    for key, mistake in OF_UPDATE:
        cases = [
            ([c.arguments[k] for k in ("weights", "entries", "desired", "rate")], c.expected) for c in CASES[title]
        ]
        assert any(mistake(w, y - 0.5, rate, x) != pytest.approx(e) for (w, x, y, rate), e in cases), key


def strings_in(folder):
    """All strings that stand in the code of the grader, but for the sentences themselves."""
    for path in folder.rglob("*.py"):
        if path.name != "sentences.py":
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            yield from (node.value for node in nodes if isinstance(node, ast.Constant))


def test_every_sentence_is_said_and_every_key_has_one():
    kinds = {"wrong": CASES, "left out": ["link", "large", "unreadable"]}
    used = {*strings_in(ROOT / "grading"), *(f"{kind} {one}" for kind, every in kinds.items() for one in every)}
    assert set(SENTENCES) - used == set()
    mistakes = {key for key, _ in (*OF_GRADIENT, *OF_GRADIENTS, *OF_UPDATE, *OF_LAYERS, *OF_LOSS)}
    assert mistakes - set(SENTENCES) == set()
    assert {f"wrong {title}" for title in CASES} - set(SENTENCES) == set()


def reasons_given(folder):
    """Of each call that gives a reason outright: the keys that it may have, and the names that it fills in."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Reason", "all_points"):
                choices = [one for arg in node.args for one in (ast.walk(arg) if isinstance(arg, ast.IfExp) else [arg])]
                keys = {one.value for one in choices if isinstance(one, ast.Constant) and one.value in SENTENCES}
                dicts = [arg for arg in node.args if isinstance(arg, ast.Dict)]
                filled = [*(word.arg for word in node.keywords), *(key for one in dicts for key in one.keys)]
                names = {getattr(one, "value", one) for one in filled if not isinstance(one, ast.IfExp)}
                is_whole = filled or (len(node.args) == 1 and node.func.id == "Reason")
                if None not in filled and len(names) == len(filled) and is_whole:
                    yield keys, names


def test_a_reason_fills_in_all_that_its_sentence_asks_for():
    given = [*reasons_given(ROOT / "grading")]
    assert len(given) > 30
    for possible, names in given:
        for key in possible:
            asked = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[key][0]) if name}
            assert asked <= names | {"seconds"}, key


def test_both_languages_fill_in_the_same():
    for english, french in [*SENTENCES.values(), *VERDICTS.values()]:
        names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (english, french)]
        assert names[0] == names[1], english
        numbers = [re.findall(r"\d+(?:\.\d+)?", text) for text in (english, french)]
        assert numbers[0] == numbers[1] or {"MiB", "1"} & {*english.split()}, english
        assert english
        assert french


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
    french = ["À faire : Ex01", "Fait : 1 sur 2. Ensuite : Ex01, ajoutez applyGradient à Neuron.py"]
    assert report.ending(Speaker("fr")) == french
    report.outcomes[0] = Outcome([Point("KO", Reason("time", {"name": "calculateOutputGradient"}))])
    next_is_ko = "0 of 2 done. Next: Ex00, Neuron.py"
    assert report.ending(Speaker("en")) == ["To do: Ex01", next_is_ko]
    assert GRADIENT in CASES


# What is said of a method

UPDATE = "            self.weights[i + 1] += rate * self.gradient * entries[i]\n"
BIAS = "        self.weights[0] += rate * self.gradient\n        for"
LAST_AS_BIAS = """        for i, entry in enumerate([*entries, 1]):
            self.weights[i] += rate * self.gradient * entry
"""
LAYER = "self.applyGradient(rate, [neuron.output for neuron in layer])"
EACH = "            neuron.calculateOutputGradient(y)\n"
ALL = "                neuron.applyGradientWithLayer(rate, self.layers[i - 1])\n"
COST = "total -= y * math.log(neuron.output) + (1 - y) * math.log(1 - neuron.output)"


def over_layer(entry):
    """Another body of applyGradientWithLayer, with this in the place of each activation."""
    update = f"self.weights[i + 1] += rate * self.gradient * {entry}"
    return f"self.weights[0] += rate * self.gradient\n        for i in range(len(layer)):\n            {update}"


@pytest.mark.parametrize(
    ("exercise", "old", "new", "key"),
    [
        (1, BIAS, "        for", "bias forgotten"),
        (1, UPDATE, UPDATE + "            return\n", "only first weight"),
        (1, f"{BIAS} i in range(len(entries)):\n{UPDATE}", LAST_AS_BIAS, "bias last"),
        (1, UPDATE, UPDATE.replace("i + 1", "i"), "weights before"),
        (1, BIAS, BIAS.replace("rate *", "rate * 0.5 *"), "wrong Neuron.applyGradient"),
        (6, LAYER, over_layer("layer[i].gradient"), "layer gradients"),
        (6, LAYER, over_layer("self.output"), "own activation"),
        (4, COST, f"total = 0.0; {COST}", "last example"),
        (4, COST, COST.replace("-=", "+="), "minus"),
        (5, EACH, EACH + "            return\n", "only first neuron"),
        (5, EACH, "            pass\n        neuron.calculateOutputGradient(y)\n", "only last neuron"),
        (5, EACH, "            for y in desired:\n    " + EACH, "last desired"),
        (5, EACH, "            pass\n        return [b - a.output for a, b in zip(self.layers[-1], desired)]\n",
         "returned list"),
        (5, EACH, "            y - neuron.output\n", "no neuron"),
        (7, ALL, ALL + "                return\n", "only first neurons"),
        (7, ALL, ALL.replace("i - 1", "0"), "input layer"),
    ],
)
def test_a_common_mistake_is_named(processes, tmp_path, exercise, old, new, key):
    file = "Neuron.py" if exercise in (0, 1, 6) else "NeuralNetwork.py"
    folder = changed(tmp_path / "ml_d05", "plain", file, (old, new))
    assert {*keys(graded(processes, folder, [exercise]), exercise)} == {key}


@pytest.mark.parametrize(
    ("exercise", "old", "new", "said"),
    [
        (1, "range(len(entries)):\n            self.w", "range(len(self.weights)):\n            self.w",
         "list index out of range; weights[0] is the bias, so weights[i + 1] goes with entry i (Neuron.py:"),
        (6, LAYER, over_layer("layer[i]"), "and 'Neuron'; a neuron is not a number: take its activation (Neuron.py:"),
        (7, ALL, ALL.replace("i - 1", "i"), "; the entries of layer i are the neurons of layer i - 1 (Neur"),
        (4, COST, COST.replace("neuron.output", "round(neuron.output)"), "; 0 has no logarithm: is the activation rou"),
    ],
)
def test_what_python_raises_comes_with_a_hint(processes, tmp_path, exercise, old, new, said):
    file = "Neuron.py" if exercise in (1, 6) else "NeuralNetwork.py"
    folder = changed(tmp_path / "ml_d05", "plain", file, (old, new))
    assert said in graded(processes, folder, [exercise]).reasons(exercise, Speaker("en"))[0]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("NeuralNetwork.py", "def activate(self, entries):", "def activate(self, entries)",
         "NeuralNetwork.py cannot be imported: see Ex04"),
        ("Neuron.py", "def activate(self, entries):", "def activate(self, entries)",
         "Neuron.py cannot be imported: see Ex00"),
        ("NeuralNetwork.py", "neuron.activate(entries)\n\n", "neuron.activate(entries[::-1])\n\n",
         "finish activate of NeuralNetwork (day 3) first\nwith the biases and weights "),
        ("NeuralNetwork.py", "            self.layers.append([Neuron(sizes[i - 1]) for _ in range(sizes[i])])",
         "            self.layers.append([Neuron(sizes[i - 1]) for _ in range(sizes[i])])\n"
         "            for neuron in self.layers[i]: neuron.weights = self.layers[i][0].weights",
         "the neurons of a layer share their weights: make a new list for each one in NeuralNetwork.__init__"),
    ],
    ids=["network", "neuron", "activate", "shared"],
)
def test_what_blocks_a_script_is_named_with_its_cause(processes, tmp_path, file, old, new, said):
    folder = changed(tmp_path / "ml_d05", "plain", file, (old, new))
    text = (folder / "DigitsLearn.py").read_text(encoding="utf-8")
    (folder / "DigitsLearn.py").write_text(f"{text.split('def main')[0]}NeuralNetwork([64, 10]).nothing()\n")
    assert graded(processes, folder, [8]).reasons(8, Speaker("en"))[0].startswith(said)


def test_a_dataset_that_stands_elsewhere_is_named_with_the_line_of_the_script(processes, tmp_path):
    folder = changed(tmp_path / "ml_d05", "plain", "OrLearn.py", ('"or.ds"', '"/home/x/my_or.ds"'))
    (said,) = graded(processes, folder, [2]).reasons(2, Speaker("en"))
    assert said.startswith("the script opens /home/x/my_or.ds, which is not there: expected or.ds, ")
    assert said.endswith(" (OrLearn.py:10, Dataset.py:9)")


def test_a_notebook_is_to_be_saved_as_a_script(tmp_path):
    (tmp_path / "ml_d05").mkdir()
    (tmp_path / "ml_d05" / "Neuron.ipynb").write_text("{}")
    reason = find([tmp_path / "ml_d05"])[0].reason
    assert Speaker("en").reason(reason, "") == "Neuron.ipynb is a notebook: save it as .py"
    assert Speaker("fr").reason(reason, "") == "Neuron.ipynb est un notebook : enregistrez-le en .py"


def test_right_predictions_are_counted_as_a_student_counts_them():
    values = {"right": 1, "count": 4, "needed": 4}
    french = Speaker("fr").reason(Reason("few right", values), "")
    assert french.startswith("la prédiction est juste pour 1 des 4 exemples, et il en faut au moins 4 : ")


def test_no_line_begins_with_a_colon():
    assert wrapped(["tracez la courbe : encore ?"], 16) == ["tracez la", "courbe :", "encore ?"]
