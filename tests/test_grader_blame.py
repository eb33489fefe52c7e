"""The grader blames nobody: neither for its own doings, nor for the days before, nor twice for the same."""

import os
import shutil
import subprocess
import sys

import pytest
from helpers import ROOT
from submissions.changes import SUBMISSIONS, graded, keys, reasons, rewritten, verdicts

from grading.process import Trace
from grading.report import Speaker

METHODS = [0, 1, 4, 5, 6, 7]
thorough = pytest.mark.thorough


@pytest.fixture
def plain(tmp_path):
    return shutil.copytree(SUBMISSIONS / "plain", tmp_path / "ml_d05")


def ok(numbers):
    return dict.fromkeys(numbers, "OK")


# A wrong method fails its own exercise only


def test_a_flipped_sign_that_all_else_undoes_is_wrong_once(processes, plain):
    rewritten(
        plain,
        "Neuron.py",
        ("desired - self.output", "self.output - desired"),
        ("self.weights[0] += rate", "self.weights[0] -= rate"),
        ("self.weights[i + 1] += rate", "self.weights[i + 1] -= rate"),
    )
    exercises = [*METHODS, 2]
    report = graded(processes, plain, exercises)
    assert verdicts(report) == ok(exercises) | {0: "KO"}
    assert reasons(report, 1) == ["Note: it is right with the gradient of Ex00, whose sign is flipped"]


GRADIENT, LAYER = "self.gradient = desired - self.output", "[neuron.output for neuron in layer]"
NETWORK, IN_OUTPUT = "NeuralNetwork.py", "for neuron, y in zip(self.layers[-1], desired):"
IN_HIDDEN = f"for neuron in self.layers[1]:\n            neuron.calculateOutputGradient(1)\n        {IN_OUTPUT}"
FIRST = ("OutputGradient(y)", "OutputGradient(desired[0])")


@pytest.mark.parametrize(
    ("gradient", "file", "change", "expected"),
    [
        ("self.gradient += desired - self.output", "Neuron.py", ("[0] += rate *", "[0] +="), {0: "KO", 1: "KO"}),
        ("self.gradient = self.output", "Neuron.py", (LAYER, LAYER.replace("output", "gradient")), {0: "KO", 6: "KO"}),
        ("self.gradient = self.output", NETWORK, (IN_OUTPUT, IN_HIDDEN), {0: "KO", 5: "blocked"}),
        ("self.gradient = self.output", NETWORK, FIRST, {0: "KO", 5: "blocked"}),
        ("return desired - self.output", NETWORK, FIRST, {0: "KO", 5: "blocked"}),
        ("return desired - self.output", NETWORK, (IN_OUTPUT, IN_OUTPUT), {0: "KO"}),
    ],
    ids=["adds up", "takes gradients", "hidden too", "first desired", "first desired, not kept", "not kept"],
)
def test_a_wrong_gradient_hides_no_other_mistake(processes, plain, gradient, file, change, expected):
    rewritten(plain, "Neuron.py", (GRADIENT, gradient))
    rewritten(plain, file, change)
    assert verdicts(graded(processes, plain, [0, 1, 5, 6])) == ok([0, 1, 5, 6]) | expected


@pytest.mark.parametrize("name", ["gradient", "d"])
def test_a_gradient_to_do_is_found_by_its_name_or_blocks(processes, plain, name):
    rewritten(plain, "Neuron.py", ("self.gradient = desired - self.output", "raise NotImplementedError"))
    text = (plain / "Neuron.py").read_text()
    (plain / "Neuron.py").write_text(text.replace("self.gradient", f"self.{name}"))
    found = verdicts(graded(processes, plain, METHODS))
    other = "OK" if name == "gradient" else "blocked"
    assert found == ok(METHODS) | {0: "to do", 1: other, 5: "blocked", 6: other, 7: other}


def test_a_gradient_to_do_is_found_by_its_name_wherever_a_script_goes(processes, plain):
    rewritten(plain, "Neuron.py", ("        self.gradient = 0.0\n", ""), (GRADIENT, "raise NotImplementedError"))
    rewritten(plain, "OrLearn.py", ("    random.seed(1)", "    import os\n    os.chdir(os.sep)\n    random.seed(1)"))
    assert verdicts(graded(processes, plain, [0, 2])) == {0: "to do", 2: "OK"}


def test_an_update_to_do_blocks_what_calls_it(processes, plain):
    rewritten(
        plain,
        "Neuron.py",
        (
            "        self.weights[0] += rate * self.gradient\n        for i in range(len(entries)):\n"
            "            self.weights[i + 1] += rate * self.gradient * entries[i]\n",
            "        ...\n",
        ),
    )
    report = graded(processes, plain, METHODS)
    assert verdicts(report) == ok(METHODS) | {1: "to do", 6: "blocked", 7: "blocked"}
    assert reasons(report, 6) == ["finish Ex01 (applyGradient) first"]


@pytest.mark.parametrize(
    "stub", ["def other", "def applyGradient(self, rate, entries):\n        raise NotImplementedError\n\n    def other"]
)
def test_a_method_that_is_missing_blocks_what_calls_it(processes, plain, stub):
    rewritten(plain, "Neuron.py", ("def applyGradient", stub))
    report = graded(processes, plain, [1, 6, 7])
    assert verdicts(report) == {1: "to do", 6: "blocked", 7: "blocked"}
    assert reasons(report, 6) == ["finish Ex01 (applyGradient) first"]


def test_a_network_without_activate_is_no_fault_of_its_updates(processes, plain):
    rewritten(plain, "NeuralNetwork.py", ("def activate", "def active"))
    found = verdicts(graded(processes, plain, METHODS))
    assert found == ok(METHODS) | {4: "blocked", 7: "blocked"}


GRADIENT_TO_DO = ("self.gradient = desired - self.output", "raise NotImplementedError")


OF_CLASS = ("        self.gradient = 0.0\n", "    gradient = 0.0\n")
PROPERTY = "    @property\n    def gradient(self):\n        return self._grad\n\n    def activate"
METHOD = "    def gradient(self):\n        return self.desired - self.output\n\n    def activate"


@pytest.mark.parametrize(
    ("verdict", "changes"),
    [
        ("OK", [OF_CLASS]),
        ("KO", [OF_CLASS, ("[0] += rate", "[0] -= rate")]),
        ("OK", [("        self.gradient = 0.0\n", "    gradient = None\n")]),
        ("blocked", [("self.gradient = 0.0", "self.grads = []"), ("rate * self.gradient", "rate * self.grads[-1]")]),
        ("OK", [("        self.gradient = 0.0\n", ""), ("    def activate", PROPERTY)]),
        (
            "blocked",
            [
                ("self.gradient = 0.0", "self.desired = None"),
                ("rate * self.gradient", "rate * self.gradient()"),
                ("* self.gradient *", "* self.gradient() *"),
                ("    def activate", METHOD),
            ],
        ),
    ],
    ids=["of the class", "wrong", "none yet", "a list", "a property", "a method"],
)
def test_only_what_holds_a_number_is_given_a_gradient(processes, plain, verdict, changes):
    rewritten(plain, "Neuron.py", GRADIENT_TO_DO, *changes)
    assert verdicts(graded(processes, plain, [0, 1])) == {0: "to do", 1: verdict}


def test_an_index_that_is_wrong_in_a_network_is_its_own_fault(processes, plain):
    rewritten(plain, "Neuron.py", ("desired - self.output", "self.output - desired"))
    rewritten(plain, NETWORK, ("rate):\n        for i in range(1, len", "rate):\n        for i in range(len"))
    report = graded(processes, plain, [0, 6, 7])
    assert verdicts(report) == {0: "KO", 6: "OK", 7: "KO"}
    assert "the entries of layer i are the neurons of layer i - 1" in reasons(report, 7)[0]


def test_an_index_that_is_wrong_is_the_update_s_own_fault(processes, plain):
    flipped = ("desired - self.output", "self.output - desired")
    rewritten(plain, "Neuron.py", flipped, ("gradient * entries[i]", "gradient * entries[i + 1]"))
    report = graded(processes, plain, [1])
    assert verdicts(report) == {1: "KO"}
    assert reasons(report, 1)[0].endswith("weights[0] is the bias, so weights[i + 1] goes with entry i (Neuron.py:35)")


def test_neurons_that_share_their_weights_are_told(processes, plain):
    rewritten(
        plain,
        "NeuralNetwork.py",
        (
            "        self.layers = [[Neuron(0) for _ in range(sizes[0])]]\n",
            "        self.layers = [[Neuron(0) for _ in range(sizes[0])]]\n"
            "        shared = {size: Neuron(size).weights for size in sizes}\n",
        ),
        (
            "    def activate",
            "        for before, layer in zip(sizes, self.layers[1:]):\n            for neuron in layer:\n"
            "                neuron.weights = shared[before]\n\n    def activate",
        ),
    )
    report = graded(processes, plain, [7])
    assert verdicts(report) == {7: "by hand"}
    assert reasons(report, 7)[0].startswith("the neurons of a layer share their weights: make a new list for each one")


def test_a_module_that_changes_what_python_uses_is_left_to_a_teacher(processes, plain):
    rewritten(plain, "Neuron.py", ("import math\n", "import builtins\nimport math\nbuiltins.len = lambda thing: 0\n"))
    report = graded(processes, plain, [0, 1, 7])
    assert verdicts(report) == {0: "by hand", 1: "by hand", 7: "blocked"}
    assert reasons(report, 0)[0].startswith("Neuron.py changes len for the grader too")


def test_a_helper_that_is_missing_is_told_by_its_name(processes, plain):
    rewritten(plain, "Neuron.py", ("rate * self.gradient", "rate * self.gradientOf(entries)"))
    report = graded(processes, plain, [1])
    assert verdicts(report) == {1: "KO"}
    assert "has no attribute 'gradientOf'" in reasons(report, 1)[0]


def test_a_script_is_right_with_a_correct_method_and_says_so(processes, plain):
    rewritten(plain, "Neuron.py", ("desired - self.output", "self.output - desired"))
    report = graded(processes, plain, [0, 2])
    assert verdicts(report) == {0: "KO", 2: "OK"}
    assert reasons(report, 2) == ["Note: the script was graded with a correct Ex00 (calculateOutputGradient)"]


@thorough
def test_a_correct_loss_may_be_asked_for_before_the_first_activation(processes, plain):
    rewritten(plain, "NeuralNetwork.py", ("calcLoss(self, dataset)", "calcLoss(dataset)"))
    rewritten(plain, "DigitsLearn.py", ("loss = 10.0", "loss = network.calcLoss(train)"))
    assert verdicts(graded(processes, plain, [4, 8])) == {4: "KO", 8: "OK"}


@pytest.mark.parametrize(("taken", "given"), [("spread", "0.5"), ("*, spread", "spread=0.5")])
def test_a_constructor_may_take_more_as_long_as_the_submission_s_own_calls_show_it(processes, plain, taken, given):
    rewritten(plain, "Neuron.py", ("nb_inputs):", f"nb_inputs, {taken}):"), ("(-0.5, 0.5)", "(-spread, spread)"))
    calls = [("Neuron(0)", f"Neuron(0, {given})"), ("Neuron(sizes[i - 1])", f"Neuron(sizes[i - 1], {given})")]
    rewritten(plain, "NeuralNetwork.py", *calls, ("self, sizes)", "self, sizes, kind)"))
    rewritten(plain, "DigitsLearn.py", ("[64, 10])", "[64, 10], 'logistic')"))
    assert verdicts(graded(processes, plain, METHODS)) == ok(METHODS)


def test_a_constructor_may_keep_the_very_list_of_weights_that_it_is_given(processes, plain):
    rewritten(
        plain,
        "Neuron.py",
        ("def __init__(self, nb_inputs)", "def __init__(self, weights)"),
        ("[random.uniform(-0.5, 0.5) for _ in range(nb_inputs + 1)]", "weights"),
    )
    assert verdicts(graded(processes, plain, [0, 1, 6])) == ok([0, 1, 6])


@pytest.mark.parametrize(
    "slip",
    [
        ("math.exp(-x)", "math.exp(x)"),
        pytest.param(("math.exp(-x)", "math.exp(-z)"), marks=thorough),
        pytest.param(("self.output = logistic(total)", "self.output = total"), marks=thorough),
    ],
)
def test_a_slip_in_activate_is_no_slip_of_the_exercises(processes, plain, slip):
    rewritten(plain, "Neuron.py", slip)
    found = verdicts(graded(processes, plain, [0, 1, 6]))
    assert found == ok([0, 1, 6])


@pytest.mark.parametrize(
    "body", [pytest.param(b, marks=thorough) for b in ("", "class Neuron\n", "class Neuron:\n    pass\n")]
)
def test_no_neuron_is_to_do_or_told_once(processes, plain, body):
    (plain / "Neuron.py").write_text(body)
    found = verdicts(graded(processes, plain))
    own = "KO" if body.endswith("Neuron\n") else "to do"
    assert {found[n] for n in (0, 1, 6)} == {own}
    assert {found[n] for n in (2, 3, 4, 5, 7, 8)} == {"blocked"}


@thorough
def test_a_neuron_without_activate_is_blocked_by_it(processes, plain):
    rewritten(plain, "Neuron.py", ("def activate", "def active"))
    found = verdicts(graded(processes, plain))
    assert {found[n] for n in (0, 1, 6)} == {"OK"}
    assert {found[n] for n in (2, 3, 4, 8)} == {"blocked"}


def test_a_body_that_has_begun_and_raises_is_wrong(processes, plain):
    rewritten(plain, "Neuron.py", ("self.gradient = desired - self.output", "self.gradient = desired - self.outptu"))
    report = graded(processes, plain, [0, 5])
    assert verdicts(report) == {0: "KO", 5: "blocked"}
    assert reasons(report, 0)[0].endswith("has no attribute 'outptu' (Neuron.py:30)")


# To do


def test_what_is_not_begun_is_to_do(processes, plain):
    rewritten(plain, "Neuron.py", ("def calculateOutputGradient", "def calculOutputGradient"))
    rewritten(
        plain,
        "NeuralNetwork.py",
        (
            "def applyGradients(self, rate):\n",
            "def applyGradients(self, rate):\n        '''Todo.'''\n"
            "        raise NotImplementedError\n\n    def other(self, rate):\n",
        ),
    )
    (plain / "OrLearn.py").write_text('"""Ex02."""\nimport math\n')
    (plain / "BinaryLearn.py").unlink()
    report = graded(processes, plain, [0, 2, 3, 7])
    assert set(verdicts(report).values()) == {"to do"}
    assert reasons(report, 0) == ["add calculateOutputGradient to Neuron.py; did you mean calculOutputGradient?"]
    assert reasons(report, 3) == ["there is no BinaryLearn.py here"]


def test_a_file_in_lower_case_or_a_folder_down_is_asked_about(processes, plain):
    (plain / "Neuron.py").rename(plain / "neuron.py")
    assert reasons(graded(processes, plain, [0]), 0) == ["there is no Neuron.py here; did you mean neuron.py?"]
    assert reasons(graded(processes, plain.parent, [2]), 2) == ["there is no OrLearn.py here; did you mean ml_d05/?"]


# Ordinary programs


MAIN = "for example in dataset.examples:\n            neuron.activate(example.inputs)"
PREDICTION = 'print(inputs + str(int(example.outputs[0])) + ":" + str(round(neuron.output)))'


@pytest.mark.parametrize(
    "shown",
    [
        "x, y = example.inputs; print(f'{x:.0f} {y:.0f}:{round(neuron.output)}')",
        pytest.param("x, y = example.inputs; print(f'{x} {y}:{neuron.output}')", marks=thorough),
        pytest.param("print(f'{example.inputs}:{round(neuron.output)}')", marks=thorough),
    ],
)
def test_the_format_of_or_is_an_example(processes, plain, shown):
    rewritten(plain, "OrLearn.py", (PREDICTION, shown))
    assert verdicts(graded(processes, plain, [2])) == {2: "OK"}


WRAPPED = "import io, sys; sys.stdout = io.TextIOWrapper(sys.stdout.buffer, 'utf-8', line_buffering=True)"
SUMMED = """            for i, x in enumerate([1, *example.inputs]):
                steps[i] += neuron.gradient * x / 4
"""
MEANS = """        neuron.weights = [w + step for w, step in zip(neuron.weights, steps)]
        if iteration % 100"""


@pytest.mark.parametrize(
    "changes",
    [
        [("    random.seed(1)\n", f"    {WRAPPED}\n")],
        [
            ("            neuron.applyGradient(0.1, example.inputs)\n", SUMMED),
            ("        for example", "        steps = [0, 0, 0]\n        for example"),
            ("        if iteration % 100", MEANS),
        ],
    ],
    ids=["prints on a stream of its own", "learns from batches by itself"],
)
def test_a_script_that_learns_and_prints_in_its_own_way_is_right(processes, plain, changes):
    rewritten(plain, "OrLearn.py", *changes)
    assert verdicts(graded(processes, plain, [2])) == {2: "OK"}


def test_a_window_may_be_redrawn_while_another_thread_learns(processes, plain):
    rewritten(
        plain,
        "OrLearn.py",
        ("import random\n", "import random\nimport threading\nimport time\n"),
        ("def main():\n", "def learn():\n    global dataset, neuron, iterations, losses\n"),
        ("            losses.append(loss)\n", "            losses.append(loss)\n            time.sleep(0.1)\n"),
        ("            plt.cla()\n            plt.plot(iterations, losses)\n            plt.pause(0.001)\n", ""),
        ("    for example in dataset.examples:\n        neuron.a", """

def main():
    learner = threading.Thread(target=learn)
    learner.start()
    (curve,) = plt.plot([])
    while learner.is_alive():
        shown = [*losses]
        if len(shown) > len(curve.get_ydata()):
            curve.set_data(range(len(shown)), shown)
        plt.pause(0.01)
    for example in dataset.examples:
        neuron.a"""),
        ("\n\nmain()", "\n\nlosses = []\nmain()"),
        ("    iterations, losses = [], []\n", "    iterations = []\n"),
    )
    assert verdicts(graded(processes, plain, [2])) == {2: "OK"}


def test_a_script_that_lets_nothing_learn_is_left_to_a_teacher(processes, plain):
    learning = ["            neuron.calculateOutputGradient(example.outputs[0])\n",
                "            neuron.applyGradient(0.1, example.inputs)\n"]
    changes = [(line, "") for line in learning]
    rewritten(plain, "OrLearn.py", *changes, ("while loss > 0.1", "while iteration < 2000"))
    report = graded(processes, plain, [2])
    assert (verdicts(report), keys(report, 2)) == ({2: "by hand"}, ["nothing learned"])


SHIFTED = ("inputs = [float(word)", "inputs = [2 * float(word) - 1")
EPOCH = (
    "            neuron.calculateOutputGradient(example.outputs[0])\n",
    "            y = example.outputs[0]\n            total -= math.log(neuron.output if y else 1 - neuron.output)\n"
    "            neuron.calculateOutputGradient(y)\n",
)


def test_predictions_that_it_cannot_read_are_shown_to_a_teacher(processes, plain):
    rewritten(plain, "OrLearn.py", (PREDICTION, "print(round(neuron.output))"))
    report = graded(processes, plain, [2])
    assert verdicts(report) == {2: "by hand"}
    assert [reason.key for reason in report.outcomes[2].reasons()] == ["unknown predictions"]


def test_inputs_may_be_shifted_by_the_reader_and_a_loss_summed_up_while_it_learns(processes, plain):
    rewritten(plain, "Dataset.py", SHIFTED)
    rewritten(
        plain,
        "BinaryLearn.py",
        ("import random\n", "import math\nimport random\n"),
        EPOCH,
        ("    while loss > 0.02:\n", "    while loss > 5:\n        total = 0\n"),
        ("    loss = 1.0\n", "    loss = 9.0\n"),
        ("neuron.calcLoss(train)", "total"),
    )
    assert verdicts(graded(processes, plain, [3])) == {3: "OK"}


@thorough
def test_a_loss_of_a_random_sample_is_not_called_wrong(processes, plain):
    sample = "Few(random.sample(train.examples, 40))"
    rewritten(
        plain,
        "BinaryLearn.py",
        ("neuron.calcLoss(train)", f"neuron.calcLoss({sample})"),
        (
            "\n\ndef main",
            "\n\nclass Few:\n    def __init__(self, examples):\n        self.examples = examples\n\n\ndef main",
        ),
    )
    assert verdicts(graded(processes, plain, [3])) == {3: "OK"}


TEN = """
neurons = [Neuron(64) for _ in range(10)]
train, test = Dataset("trainDigits.ds").examples, Dataset("testDigits.ds").examples
losses = []
for epoch in range(4):
    total = 0
    for example in train:
        for neuron, y in zip(neurons, example.outputs):
            neuron.activate(example.inputs)
            total -= math.log(neuron.output if y else 1 - neuron.output)
            neuron.calculateOutputGradient(y)
            neuron.applyGradient(0.1, example.inputs)
    losses.append(total / len(train))
    print("loss", losses[-1])
    plt.plot(losses)
    plt.pause(0.001)
for example in test:
    for neuron in neurons:
        neuron.activate(example.inputs)
    outputs = [neuron.output for neuron in neurons]
    print(f"{example.outputs.index(1)}:{outputs.index(max(outputs))}")
"""


@thorough
def test_ten_neurons_in_a_list_read_digits_too(processes, plain):
    head = "import math\nimport matplotlib.pyplot as plt\nfrom Dataset import Dataset\nfrom Neuron import Neuron\n"
    (plain / "DigitsLearn.py").write_text(head + TEN)
    report = graded(processes, plain, [8])
    assert verdicts(report) == {8: "OK"}
    assert reasons(report, 8) == ["Note: the loss on testDigits.ds is not shown, and the subject asks for it"]


def test_a_network_without_neurons_for_its_entries_is_graded(processes, plain):
    rewritten(
        plain,
        "NeuralNetwork.py",
        ("self.layers = [[Neuron(0) for _ in range(sizes[0])]]", "self.layers = []"),
        (
            """        for neuron, entry in zip(self.layers[0], entries):
            neuron.output = entry
        for i in range(1, len(self.layers)):
            entries = [neuron.output for neuron in self.layers[i - 1]]
            for neuron in self.layers[i]:
                neuron.activate(entries)
""",
            """        self.entries = [entries]
        for layer in self.layers:
            for neuron in layer:
                neuron.activate(self.entries[-1])
            self.entries.append([neuron.output for neuron in layer])
""",
        ),
        (
            """        for i in range(1, len(self.layers)):
            for neuron in self.layers[i]:
                neuron.applyGradientWithLayer(rate, self.layers[i - 1])
""",
            """        for layer, entries in zip(self.layers, self.entries):
            for neuron in layer:
                neuron.applyGradient(rate, entries)
""",
        ),
    )
    assert verdicts(graded(processes, plain, METHODS)) == ok(METHODS)


def test_calc_loss_may_take_plain_numbers(processes, plain):
    rewritten(
        plain,
        "Neuron.py",
        ("def calcLoss(self, dataset):", "def calcLoss(self, xs, ys):"),
        (
            "for example in dataset.examples:\n            self.activate(example.inputs)\n"
            "            y = example.outputs[0]",
            "for x, y in zip(xs, ys):\n            self.activate(x)",
        ),
        ("len(dataset.examples)", "len(xs)"),
    )
    report = graded(processes, plain, [0])
    assert verdicts(report) == {0: "OK"}


@thorough
def test_two_hundred_thousand_lines_hide_no_prediction(processes, plain):
    rewritten(
        plain, "Neuron.py", ("self.output = logistic(total)", "self.output = logistic(total); print('a', self.output)")
    )
    assert verdicts(graded(processes, plain, [3])) == {3: "OK"}


@pytest.mark.parametrize("path", [
    "C:\\\\ml_d05\\\\or.ds",
    *(pytest.param(path, marks=thorough) for path in ("Datasets\\\\or.ds", "/home/me/ml_d05/or.ds")),
])
def test_datasets_are_found_wherever_they_are_looked_for(processes, plain, path):
    rewritten(plain, "OrLearn.py", ('"or.ds"', f'"{path}"'))
    report = graded(processes, plain, [2])
    assert verdicts(report) == {2: "OK"}
    [elsewhere] = [reason.values for reason in report.assumed if reason.key == "dataset elsewhere"]
    assert elsewhere == {"file": path.replace("\\\\", "/")}


@pytest.mark.parametrize("asked", [
    '"data/or.ds"', pytest.param('__file__.replace("OrLearn.py", "data/or.ds")', marks=thorough),
])
def test_datasets_that_are_where_they_are_looked_for_are_no_guess(processes, plain, asked):
    (plain / "data").mkdir()
    (plain / "data" / "or.ds").write_text("handed in")
    rewritten(plain, "OrLearn.py", ('"or.ds"', asked))
    report = graded(processes, plain, [2])
    assert (verdicts(report), [reason.key for reason in report.assumed]) == ({2: "OK"}, ["assumed"])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import pandas_of_mine\n", "the code imports pandas_of_mine, which is not installed here: can it do"),
        pytest.param("import tkinter\ntkinter.Tk()\n", "needs ", marks=thorough),
        ("input('rate? ')\n", "the script asks something with input() before it learns"),
    ],
)
def test_what_the_machine_lacks_is_left_to_a_teacher(processes, plain, code, reason):
    text = (plain / "OrLearn.py").read_text()
    (plain / "OrLearn.py").write_text(code + text)
    report = graded(processes, plain, [2])
    assert verdicts(report) == {2: "by hand"}
    assert reason in reasons(report, 2)[0]


def test_an_unknown_shape_is_left_to_a_teacher_with_its_names(processes, plain):
    rewritten(
        plain,
        "Neuron.py",
        ("self.weights = [", "self.weights = Text(["),
        ("(nb_inputs + 1)]", "(nb_inputs + 1)])"),
        (
            "class Neuron:",
            "class Text:\n    def __init__(self, numbers):\n        self.text = ' '.join(map(str, numbers))\n\n"
            "    def __getitem__(self, n):\n        return float(self.text.split()[n])\n\n\nclass Neuron:",
        ),
    )
    report = graded(processes, plain, [0])
    assert verdicts(report) == {0: "by hand"}
    assert "the neuron keeps" in reasons(report, 0)[0]


@thorough
def test_day_1_s_dataset_may_be_missing_broken_or_wrong(processes, plain):
    text = (plain / "Dataset.py").read_text()
    for file, said in [
        (None, "is not in the folder"),
        ("class Dataset\n", "does not give"),
        (text + "        self.examples.pop()\n", "does not give"),
    ]:
        (plain / "Dataset.py").unlink() if file is None else (plain / "Dataset.py").write_text(file)
        report = graded(processes, plain, [3])
        assert verdicts(report) == {3: "OK"}, said
        assert any(reason.values.get("file") == "Dataset.py" for reason in report.assumed)


# Not OK


@pytest.mark.parametrize(
    ("file", "change", "key"),
    [
        ("OrLearn.py", ("plt.plot(iterations, losses)", "plt.plot(loss)"), "empty window"),
        pytest.param(
            "OrLearn.py",
            ("plt.plot(iterations, losses)", "plt.plot([], []); plt.plot(1, loss)"),
            "empty window",
            marks=thorough,
        ),
        ("OrLearn.py", ("plt.pause(0.001)", "plt.show()"), "show waits"),
        pytest.param(
            "OrLearn.py",
            ("plt.pause(0.001)", "plt.gcf().canvas.draw(); plt.show()"),
            "show waits",
            marks=thorough,
        ),
        ("OrLearn.py", ("while loss > 0.1:", "while loss > 0.6:"), "loss few"),
        ("BinaryLearn.py", ("str(round(neuron.output))", "str(int(neuron.output))"), "always 0"),
        (
            "NeuralNetwork.py",
            ("for example in dataset.examples:", "for example in dataset.examples[:100]:"),
            "first hundred",
        ),
        ("NeuralNetwork.py", ("y * math.log(neuron.output) + (1", "(1"), "first term missing"),
        ("NeuralNetwork.py", ("neuron.calculateOutputGradient(y)", "pass"), "no neuron"),
        ("Neuron.py", ("self.gradient = desired", "return desired"), "returned"),
        ("Neuron.py", ("self.gradient = desired", "gradient = desired"), "keeps nothing"),
        ("Neuron.py", ("self.gradient = desired", "self.gradient += desired"), "adds up"),
        pytest.param(
            "Neuron.py", ("self.gradient = desired - self.output", "\n        while True: pass"), "time", marks=thorough
        ),
    ],
)
def test_the_cause_is_told(processes, plain, file, change, key):
    exercise = {"OrLearn.py": 2, "BinaryLearn.py": 3, "NeuralNetwork.py": 4, "Neuron.py": 0}[file]
    exercise = 5 if key == "no neuron" else exercise
    rewritten(plain, file, change)
    report = graded(processes, plain, [exercise], seconds=4)
    assert verdicts(report) == {exercise: "KO"}
    assert key in keys(report, exercise), reasons(report, exercise)


class Endless:
    """Processes in which no script ends, and the scripts that were run in them."""

    def __init__(self, processes):
        self.processes, self.home, self.scripts = processes, processes.home, []

    def run(self, *arguments, **request):
        if not request["script"]:
            return self.processes.run(*arguments, **request)
        self.scripts.append(request["script"])
        return Trace([["call", "Neuron.activate"], ["line", 4, "loss 0.7"], ["ended", "time"]])


def test_the_labels_of_or_are_right_and_no_cause_to_run_it_again(processes, plain):
    endless = Endless(processes)
    assert keys(graded(endless, plain, [2, 3]), 2)[0] == "endless"
    assert endless.scripts == ["OrLearn.py", "BinaryLearn.py", "BinaryLearn.py"]


def test_the_place_is_the_student_s_own_call_then_where_it_leads_to(processes, plain):
    rewritten(plain, "OrLearn.py", ("calculateOutputGradient(example.outputs[0])", "calculateOutputGradient([1])"))
    rewritten(plain, "Neuron.py", ("[neuron.output for neuron in layer]", "layer"))
    report = graded(processes, plain, [2, 6])
    assert reasons(report, 2)[0].endswith(" (OrLearn.py:18, Neuron.py:30)")
    assert reasons(report, 6)[0].endswith(" (Neuron.py:38, Neuron.py:35)")


@pytest.mark.parametrize(
    ("expression", "said"),
    [("math.nan", "; import math is missing (Neuron.py:30)"), ("code", "name 'code' is not defined (Neuron.py:30)")],
)
def test_an_import_that_is_missing_is_named_and_a_variable_is_none(processes, plain, expression, said):
    rewritten(plain, "Neuron.py", ("self.gradient = desired", f"self.gradient = {expression}"))
    rewritten(plain, "Neuron.py", ("import math\n", "from math import exp, log\n"), ("math.exp", "exp"))
    report = graded(processes, plain, [0])
    assert reasons(report, 0)[0].endswith(said)
    french = report.reasons(0, Speaker("fr"))[0]
    assert ("il manque import math" in french) == (expression == "math.nan")


def test_a_script_that_uses_no_neuron_is_wrong(processes, plain):
    (plain / "OrLearn.py").write_text(
        "print('loss 0.5'); print('loss 0.3'); print('loss 0.1')\n"
        "for line in ['000:0', '011:1', '101:1', '111:1']:\n    print(line)\n"
    )
    report = graded(processes, plain, [2])
    assert (verdicts(report), "no neurons" in keys(report, 2)) == ({2: "KO"}, True)


def test_a_neuron_that_is_called_and_does_not_learn_is_left_to_a_teacher(processes, plain):
    rewritten(
        plain,
        "OrLearn.py",
        ("neuron.applyGradient(0.1, example.inputs)", "Neuron(2).applyGradient(0, example.inputs)"),
        ("loss = neuron.calcLoss(dataset)", "neuron.calcLoss(dataset); loss *= 0.7"),
        ("str(round(neuron.output))", "str(int(example.outputs[0]))"),
    )
    assert verdicts(graded(processes, plain, [2])) == {2: "by hand"}


# The grader's own Python


@thorough
def test_methods_are_tried_in_a_bare_python(tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    python = tmp_path / "bare" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    numbers = [word for n in METHODS for word in ("--ex", str(n))]
    result = subprocess.run(
        [python, "-m", "grading", SUBMISSIONS / "plain", *numbers],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stderr) == (0, "")
    result = subprocess.run(
        [python, "-m", "grading", SUBMISSIONS / "plain"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert "matplotlib" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_python_without_matplotlib_is_told_what_to_install(processes, plain, tmp_path, monkeypatch):
    (tmp_path / "matplotlib.py").write_text("raise ModuleNotFoundError(\"No module named 'matplotlib'\")\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    report = graded(processes, plain, [0, 2])
    assert verdicts(report) == {0: "OK", 2: "by hand"}
    assert reasons(report, 2) == [
        "the scripts need matplotlib, which this Python cannot import "
        "(ModuleNotFoundError: No module named 'matplotlib'): pip install matplotlib"
    ]


@thorough
def test_two_runs_give_the_same(processes, plain):
    rewritten(
        plain, "OrLearn.py", ("    random.seed(1)\n", "    random.seed()\n"), ("while loss > 0.1", "while loss > 0.45")
    )
    seen = [reasons(graded(processes, plain, [2]), 2) for _ in range(3)]
    assert seen[0] == seen[1] == seen[2]


def test_a_folder_called_dataset_py_gives_place_to_a_correct_file(processes, plain):
    (plain / "Dataset.py").unlink(missing_ok=True)
    (plain / "Dataset.py").mkdir()
    assert verdicts(graded(processes, plain, [0, 4])) == ok([0, 4])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_at_the_import_is_no_fault_of_the_methods(processes, plain):
    rewritten(plain, "Neuron.py", ("import", "import os\nos.fork()\nimport"))
    assert verdicts(graded(processes, plain, [0, 1])) == ok([0, 1])


def test_what_deletes_its_temporary_files_is_graded_all_the_same(processes, plain):
    clean = "import os, tempfile\nfor root, _, names in os.walk(tempfile.gettempdir()):\n    if 'ml_d05' not in root:\n"
    clean += "        for name in names:\n            os.remove(os.path.join(root, name))\nimport"
    rewritten(plain, "Neuron.py", ("import", clean))
    assert verdicts(graded(processes, plain, [0, 1])) == ok([0, 1])


def test_a_thread_that_sleeps_for_ever_does_not_keep_the_window_open(processes, plain):
    sleeper = "import threading, time\nthreading.Thread(target=time.sleep, args=[999], daemon=True).start()\nimport"
    rewritten(plain, "OrLearn.py", ("import", sleeper))
    assert verdicts(graded(processes, plain, [2])) == ok([2])
