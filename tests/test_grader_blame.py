"""The grader blames nobody: neither for its own errors, nor for the days before, nor twice for the same."""

import re
import shutil

import pytest
from submissions.changes import SUBMISSIONS, changed, graded, reasons, verdicts

from grading.server import Server

METHODS = [0, 1, 4, 5, 6, 7]


@pytest.fixture
def plain(tmp_path):
    return shutil.copytree(SUBMISSIONS / "plain", tmp_path / "ml_d05")


def rewrite(path, *replacements):
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def all_ok(exercises):
    return dict.fromkeys(exercises, "OK")


FLAT_NETWORK = """
import math

from Neuron import Neuron


class NeuralNetwork:
    def __init__(self, sizes):
        self.sizes = sizes
        self.neurons = [Neuron(n) for n, size in zip([0, *sizes], sizes) for _ in range(size)]

    def layer(self, number):
        start = sum(self.sizes[:number])
        return self.neurons[start : start + self.sizes[number]]

    def activate(self, entries):
        for neuron, entry in zip(self.layer(0), entries):
            neuron.output = entry
        for number in range(1, len(self.sizes)):
            outputs = [neuron.output for neuron in self.layer(number - 1)]
            for neuron in self.layer(number):
                neuron.activate(outputs)

    def calcLoss(self, dataset):
        total = 0.0
        for example in dataset.examples:
            self.activate(example.inputs)
            for neuron, y in zip(self.layer(len(self.sizes) - 1), example.outputs):
                total -= y * math.log(neuron.output) + (1 - y) * math.log(1 - neuron.output)
        return total / len(dataset.examples)

    def calculateGradients(self, desired):
        for neuron, y in zip(self.layer(len(self.sizes) - 1), desired):
            neuron.calculateOutputGradient(y)

    def applyGradients(self, rate):
        for number in range(1, len(self.sizes)):
            for neuron in self.layer(number):
                neuron.applyGradientWithLayer(rate, self.layer(number - 1))
"""


def test_a_network_with_one_flat_list_of_neurons_is_graded(server, plain):
    (plain / "NeuralNetwork.py").write_text(FLAT_NETWORK)
    assert verdicts(graded(server, plain, METHODS)) == all_ok(METHODS)


@pytest.mark.thorough
def test_layers_may_stand_in_a_deque(server, plain):
    new = "from collections import deque\n        self.layers = deque([[Neuron(0) for _ in range(sizes[0])]])"
    rewrite(plain / "NeuralNetwork.py", ("self.layers = [[Neuron(0) for _ in range(sizes[0])]]", new))
    assert verdicts(graded(server, plain, METHODS)) == all_ok(METHODS)


@pytest.mark.thorough
def test_a_flat_network_with_a_mistake_is_told_of_the_mistake(server, plain):
    (plain / "NeuralNetwork.py").write_text(FLAT_NETWORK.replace("neuron.calculateOutputGradient(y)", "pass"))
    assert verdicts(graded(server, plain, METHODS)) == all_ok(METHODS) | {5: "KO"}


@pytest.mark.parametrize("slip", ["self.examples.pop()", "self.examples = self.examples[1:]"])
def test_a_dataset_that_does_not_give_what_a_file_holds_is_replaced(server, plain, slip):
    with open(plain / "Dataset.py", "a", encoding="utf-8") as file:
        file.write(f"        {slip}\n")
    report = graded(server, plain, [3, 4])
    assert verdicts(report) == all_ok([3, 4])
    assert report.notes["Dataset.py"] == "does not give what a file holds: graded with a correct one in its place"


def test_a_gradient_may_be_a_list_that_is_empty_at_first(server, plain):
    rewrite(
        plain / "Neuron.py",
        ("self.gradient = 0.0", "self.gradient = []"),
        ("self.gradient = desired - self.output", "self.gradient = [desired - self.output]"),
        ("rate * self.gradient", "rate * self.gradient[0]"),
    )
    assert verdicts(graded(server, plain, METHODS)) == all_ok(METHODS)


def test_a_gradient_that_adds_up_is_told_from_a_new_one(server, plain):
    rewrite(plain / "Neuron.py", ("self.gradient = desired", "self.gradient += desired"))
    report = graded(server, plain, [0])
    # 1 − a = 0.6225: see grading/cases.py
    assert "of a neuron that was used before it is " in reasons(report)[0]
    assert reasons(report)[0].endswith(", of a new one 0.6225")


NAMED_LAYERS = """    @property
    def layers(self):
        return [self.inputs, *self.hidden, self.output]

    def __init__(self, sizes):
        made = [[Neuron(n) for _ in range(size)] for n, size in zip([0, *sizes], sizes)]
        parts = {"inputs": made[0], "hidden": made[1:-1], "output": made[-1]}
        for name in NAMES:
            setattr(self, name, parts[name])

    def old("""


@pytest.mark.parametrize("names", [
    ["inputs", "hidden", "output"],
    *(pytest.param(names, marks=pytest.mark.thorough) for names in [
        ["hidden", "inputs", "output"], ["inputs", "output", "hidden"], ["output", "hidden", "inputs"],
    ]),
])  # fmt: skip
@pytest.mark.parametrize("slots", ["", "    __slots__ = NAMES\n"])
def test_layers_may_have_names_in_any_order(server, plain, names, slots):
    named = f"NAMES = {names}\n\n\nclass NeuralNetwork:\n{slots}"
    rewrite(plain / "NeuralNetwork.py", ("class NeuralNetwork:\n", named), ("    def __init__(", NAMED_LAYERS))
    assert verdicts(graded(server, plain, METHODS)) == all_ok(METHODS)


def test_a_curve_that_is_drawn_in_several_steps_is_looked_at_when_it_is_whole(server, plain):
    others = "\n        ".join(f"plt.subplot(1, 3, {n}); plt.cla(); plt.plot([{n}, {n}])" for n in (1, 2, 3))
    rewrite(plain / "BinaryLearn.py", ("plt.cla()\n", f"plt.ion()\n        {others}\n        plt.cla()\n"))
    assert verdicts(graded(server, plain, [3])) == {3: "OK"}


def test_a_gradient_that_takes_a_list_is_graded(server, plain):
    rewrite(plain / "Neuron.py", ("desired - self.output", "desired[0] - self.output"))
    rewrite(plain / "NeuralNetwork.py", ("calculateOutputGradient(y)", "calculateOutputGradient([y])"))
    report = graded(server, plain, METHODS)
    assert verdicts(report) == all_ok(METHODS)
    assert report.notes["calculateOutputGradient takes"] == "a list"


@pytest.mark.thorough
def test_a_wrong_gradient_that_takes_a_list_is_repaired_for_the_others(server, plain):
    rewrite(plain / "Neuron.py", ("desired - self.output", "self.output - desired[0]"))
    rewrite(plain / "NeuralNetwork.py", ("calculateOutputGradient(y)", "calculateOutputGradient([y])"))
    assert verdicts(graded(server, plain, METHODS)) == all_ok(METHODS) | {0: "KO"}


def without_input_layer(folder, wrong):
    rewrite(
        folder / "NeuralNetwork.py",
        ("self.layers = [[Neuron(0) for _ in range(sizes[0])]]", "self.layers = []"),
        ("""        for neuron, entry in zip(self.layers[0], entries):
            neuron.output = entry
        for i in range(1, len(self.layers)):
            entries = [neuron.output for neuron in self.layers[i - 1]]
            for neuron in self.layers[i]:
                neuron.activate(entries)
""", """        self.entries = [entries]
        for layer in self.layers:
            for neuron in layer:
                neuron.activate(self.entries[-1])
            self.entries.append([neuron.output for neuron in layer])
"""),
        ("""        for i in range(1, len(self.layers)):
            for neuron in self.layers[i]:
                neuron.applyGradientWithLayer(rate, self.layers[i - 1])
""", """        for layer, entries in zip(self.layers, self.entries):
            for neuron in layer:
                neuron.applyGradient(rate, entries)
"""),
    )  # fmt: skip
    if wrong:
        rewrite(folder / "NeuralNetwork.py", ("(rate, entries)", "(-rate, entries)"))


@pytest.mark.thorough
@pytest.mark.parametrize("wrong", [False, True])
def test_a_network_without_an_input_layer_learns_when_it_is_repaired_too(server, plain, wrong):
    without_input_layer(plain, wrong)
    assert verdicts(graded(server, plain, [7, 8])) == {7: "KO" if wrong else "OK", 8: "OK"}


# The days before


def test_a_missing_dataset_py_is_replaced_and_told(server, plain):
    (plain / "Dataset.py").unlink()
    report = graded(server, plain, [2, 4])
    assert verdicts(report) == all_ok([2, 4])
    assert report.notes["Dataset.py"] == "is not in the folder: graded with a correct one in its place"


def test_a_dataset_py_left_in_the_folder_of_day_1_is_replaced(server, plain):
    (plain / "Dataset.py").unlink()
    rewrite(plain / "OrLearn.py", ("from Dataset import", "from ml_d01.Dataset import"))
    report = graded(server, plain, [2])
    assert verdicts(report) == {2: "OK"}
    assert report.notes["ml_d01/Dataset.py"] == "is not in the folder: graded with a correct one in its place"


@pytest.mark.parametrize(
    "broken",
    [
        "class Dataset\n",
        pytest.param("import tensorflow_of_day_1\n", marks=pytest.mark.thorough),
        pytest.param("raise ValueError('later')\n", marks=pytest.mark.thorough),
    ],
)
def test_a_broken_dataset_py_is_replaced_and_told(server, plain, broken):
    (plain / "Dataset.py").write_text(broken)
    report = graded(server, plain, [2, 4])
    assert verdicts(report) == all_ok([2, 4])
    assert report.notes["Dataset.py"] == "is broken: graded with a correct one in its place"


@pytest.mark.thorough
def test_a_dataset_py_that_cannot_read_a_file_is_replaced(server, plain):
    rewrite(plain / "Dataset.py", ("open(", "open_file("))
    report = graded(server, plain, [3, 4])
    assert verdicts(report) == all_ok([3, 4])
    assert "Dataset.py" in report.notes


def test_an_import_of_a_dataset_that_nothing_uses_harms_nothing(server, plain):
    (plain / "Dataset.py").unlink()
    rewrite(plain / "Neuron.py", ("import math\n", "import math\nfrom Dataset import Dataset\n"))
    assert verdicts(graded(server, plain, [0, 1, 6])) == all_ok([0, 1, 6])


@pytest.mark.parametrize(
    "slip",
    [
        ("math.exp(-x)", "math.exp(x)"),
        pytest.param(("math.exp(-x)", "math.exp(-z)"), marks=pytest.mark.thorough),
        pytest.param(("total = self.weights[0]", "total = 0"), marks=pytest.mark.thorough),
        pytest.param(("self.weights[i + 1] * entries[i]", "self.weights[i] * entries[i]"), marks=pytest.mark.thorough),
        pytest.param(("self.output = logistic(total)", "self.output = total"), marks=pytest.mark.thorough),
    ],
)
def test_an_activate_with_a_slip_is_replaced_and_told(server, plain, slip):
    rewrite(plain / "Neuron.py", slip)
    report = graded(server, plain, [0, 1, 5, 6, 7])
    assert verdicts(report) == all_ok([0, 1, 5, 6, 7]), report.lines()
    assert report.notes["Ex00"] == "graded with a correct activate (day 3) in its place"


@pytest.mark.thorough
def test_an_activate_with_a_slip_is_replaced_in_a_script_too(server, plain):
    rewrite(plain / "Neuron.py", ("math.exp(-x)", "math.exp(x)"))
    assert verdicts(graded(server, plain, [2])) == {2: "OK"}


def test_an_activate_of_the_network_with_a_slip_is_replaced_and_told(server, plain):
    rewrite(plain / "NeuralNetwork.py", ("self.layers[i - 1]]\n", "self.layers[0]]\n"))
    report = graded(server, plain, [4, 5, 7])
    assert verdicts(report) == all_ok([4, 5, 7]), report.lines()


def test_a_slip_in_the_loss_of_day_4_is_not_held_against_the_scripts(server, plain):
    rewrite(plain / "Neuron.py", ("return total / len(dataset.examples)", "return -total"))
    report = graded(server, plain, [2])
    assert verdicts(report) == {2: "OK"}
    assert report.notes["Ex02"] == "graded with a correct calcLoss (day 4) in its place"


def test_the_hidden_gradients_of_day_6_are_fine(server, plain):
    rewrite(plain / "NeuralNetwork.py", ("""            neuron.calculateOutputGradient(y)
""", """            neuron.calculateOutputGradient(y)
        for k in range(len(self.layers) - 2, 0, -1):
            for j, neuron in enumerate(self.layers[k]):
                back = sum(n.weights[j + 1] * n.gradient for n in self.layers[k + 1])
                neuron.gradient = neuron.output * (1 - neuron.output) * back
"""))  # fmt: skip
    report = graded(server, plain, [5])
    assert verdicts(report) == {5: "OK"}
    assert report.notes["hidden neurons"] == "calculateGradients changes their gradients too, as on day 6"


# What is not there


def test_a_script_that_is_not_handed_in_is_ko_whatever_else_is_missing(server, plain):
    (plain / "BinaryLearn.py").unlink()
    (plain / "Neuron.py").unlink()
    report = graded(server, plain, [3])
    assert verdicts(report) == {3: "KO"}
    assert reasons(report) == ["no BinaryLearn.py here"]


def test_an_empty_folder_is_told_what_is_missing_once_a_file(server, tmp_path):
    report = graded(server, tmp_path)
    assert verdicts(report) == dict.fromkeys(range(9), "KO")
    assert reasons(report) == [
        "no Neuron.py here", "the same as Ex00", "no OrLearn.py here", "no BinaryLearn.py here",
        "no NeuralNetwork.py here", "the same as Ex04", "the same as Ex00", "the same as Ex04",
        "no DigitsLearn.py here",
    ]  # fmt: skip
    assert report.notes == {}


def test_a_file_in_lower_case_is_asked_about(server, plain):
    (plain / "Neuron.py").rename(plain / "neuron.py")
    report = graded(server, plain, [0, 5, 2])
    assert verdicts(report) == {0: "KO", 5: "not run", 2: "not run"}
    assert report.reasons(0) == ["no Neuron.py here; did you mean neuron.py?"]


def test_files_one_folder_down_are_asked_about(server, plain):
    assert graded(server, plain.parent, [0]).reasons(0) == ["no Neuron.py here; did you mean ml_d05/?"]


def test_a_neuron_py_that_is_a_link_out_of_the_folder_is_not_there(server, plain, tmp_path):
    (plain / "Neuron.py").rename(tmp_path / "Neuron.py")
    (plain / "Neuron.py").symlink_to(tmp_path / "Neuron.py")
    assert graded(server, plain, [0]).reasons(0) == ["no Neuron.py here"]


def test_a_missing_method_is_told_once_and_by_its_name(server, plain):
    rewrite(plain / "Neuron.py", ("def calculateOutputGradient", "def calcGradient"))
    [reason] = graded(server, plain, [0]).reasons(0)
    assert reason.endswith("gradient: Neuron has no method calculateOutputGradient")


def test_a_message_has_no_path_of_the_grader_s(server, plain):
    rewrite(plain / "Neuron.py", ("self.gradient = desired - self.output", "open('my/weights.txt')"))
    rewrite(plain / "OrLearn.py", ("def main():\n", "def main():\n    open(__file__ + '.txt')\n"))
    report = graded(server, plain, [0, 2])
    assert report.reasons(0)[0].endswith("No such file or directory: 'my/weights.txt' (Neuron.py, line 30)")
    assert report.reasons(2) == [
        "FileNotFoundError: [Errno 2] No such file or directory: 'OrLearn.py.txt' (OrLearn.py, line 9)"
    ]


# The grader's own errors


def test_an_error_of_the_grader_is_a_verdict_of_its_own(server, plain, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Server, "check", fail)
    report = graded(server, plain, [0])
    assert verdicts(report) == {0: "the grader could not"}
    assert report.reasons(0) == ["judge: OSError: [Errno 28] No space left on device"]
    assert report.status() == 2


@pytest.mark.thorough
def test_two_runs_give_the_same_verdicts_and_points(server, tmp_path):
    # Without a seed, some initial weights learn in two epochs and some do not.
    folder = changed(
        tmp_path / "ml_d05", "plain", "OrLearn.py", ("    random.seed(1)\n", "    random.seed()\n"),
        ("while loss > 0.1", "while loss > 0.55"),
    )  # fmt: skip
    seen = []
    for _ in range(3):
        report = graded(server, folder, [2])
        seen.append([outcome.message for outcome in report.outcomes[2]])
    assert seen[0] == seen[1] == seen[2]


def test_no_reason_speaks_of_python_s_types(server, plain):
    rewrite(plain / "NeuralNetwork.py", ("class NeuralNetwork", "class Network"))
    for reason in reasons(graded(server, plain, [4, 5, 7])):
        assert re.search("no class NeuralNetwork|the same as", reason)
        assert "type" not in reason


# What cannot be understood


def test_the_scripts_of_a_neuron_that_is_not_understood_are_graded_as_they_are(server, plain):
    """Its weights are a text."""
    rewrite(
        plain / "Neuron.py",
        ("[random.uniform(-0.5, 0.5) for _ in range(nb_inputs + 1)]",
         "' '.join(str(random.uniform(-0.5, 0.5)) for _ in range(nb_inputs + 1))"),
        ("total = self.weights[0]", "w = [float(x) for x in self.weights.split()]\n        total = w[0]"),
        ("self.weights[i + 1] * entries", "w[i + 1] * entries"),
        ("        self.weights[0] += rate * self.gradient\n        for i in range(len(entries)):\n"
         "            self.weights[i + 1] += rate * self.gradient * entries[i]\n",
         "        w = [float(x) + rate * self.gradient * e for x, e in zip(self.weights.split(), [1, *entries])]\n"
         "        self.weights = ' '.join(map(str, w))\n"),
    )  # fmt: skip
    report = graded(server, plain, [0, 1, 2, 3])
    assert verdicts(report) == {0: "not run", 1: "not run", 2: "OK", 3: "OK"}
    assert report.reasons(0) == [
        "activate (day 3) gives no Logistic(Σ wᵢxᵢ + w₀) from the weights that the neuron keeps"
    ]
    assert report.reasons(1) == ["the same as Ex00"]


# How often a script looks at its neurons in order to draw them depends on the time: here on which run it is.
DRAWN = """
import copy
import pathlib

runs = pathlib.Path({runs!r})
runs.write_text(runs.read_text() + "x")
first = len(runs.read_text()) == 1


def draw(neuron, times):
    for _ in range(times):
        copy.copy(neuron).activate([0, 0])
"""


@pytest.mark.parametrize(("in_the_first", "in_the_second"), [(50, 0), pytest.param(0, 50, marks=pytest.mark.thorough)])
def test_neurons_that_are_drawn_more_or_less_often_in_another_run_still_predict(
    server, tmp_path, plain, in_the_first, in_the_second
):
    (tmp_path / "runs").write_text("")
    rewrite(
        plain / "OrLearn.py",
        ("\n\ndef main", DRAWN.format(runs=str(tmp_path / "runs")) + "\n\ndef main"),
        ("    iteration = 0\n", f"    iteration = 0\n    draw(neuron, {in_the_first} if first else {in_the_second})\n"),
        ("while loss > 0.1", "while iteration < 6000"),
        ("    plt.show()\n", "    draw(neuron, 100)\n    plt.show()\n"),
    )
    assert verdicts(graded(server, plain, [2])) == {2: "OK"}
    assert (tmp_path / "runs").read_text() == "xx"


BROKEN = "def activate(self, xs):\n        raise NotImplementedError\n"


@pytest.mark.parametrize("activate", ["def activate(self, xs):\n", BROKEN])
def test_the_weights_of_a_network_may_be_made_when_it_is_first_activated(server, tmp_path, activate):
    folder = changed(tmp_path / "ml_d05", "terse", "NeuralNetwork.py", ("def activate(self, xs):\n", activate))
    assert verdicts(graded(server, folder, [4, 5, 7])) == all_ok([4, 5, 7])
