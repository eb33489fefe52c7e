"""Submissions that would hang, crash or fool a careless grader: a plain one with one thing changed."""

from dataclasses import dataclass, field

FOREVER = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n"
KO, BLOCKED = "KO", "blocked"


@dataclass
class Hostile:
    what: str
    file: str
    old: str
    new: str
    # Other than OK
    verdicts: dict[int, str] = field(default_factory=dict)


def at_import(code: str) -> tuple[str, str]:
    return "import math\n", f"import math\n{code}"


def all_of(numbers: list[int], verdict: str) -> dict[int, str]:
    return dict.fromkeys(numbers, verdict)


NO_NEURON = all_of([0, 1, 6], KO) | all_of([2, 3, 4, 5, 7, 8], BLOCKED)
NO_NETWORK = all_of([4, 5, 7], KO) | {8: BLOCKED}

HOSTILE = [
    Hostile("calculateOutputGradient never returns", "Neuron.py", "self.gradient = desired - self.output", "\n        while True: pass", {0: KO, 5: BLOCKED}),
    Hostile("activate never returns", "Neuron.py", "total = self.weights[0]\n", "total = self.weights[0]\n        while True: pass\n", all_of([2, 3, 4, 7, 8], BLOCKED)),
    Hostile("NeuralNetwork.py loops at import and catches everything", "NeuralNetwork.py", *at_import(FOREVER), NO_NETWORK),
    Hostile("Neuron.py trains at import, without end", "Neuron.py", "self.applyGradient(rate, [neuron.output for neuron in layer])\n", "self.applyGradient(rate, [neuron.output for neuron in layer])\n\n\nneuron = Neuron(2)\nwhile True:\n    neuron.activate([0, 1])\n", NO_NEURON),
    Hostile("NeuralNetwork.py exits at import", "NeuralNetwork.py", *at_import("import sys\nsys.exit(0)\n"), NO_NETWORK),
    Hostile("applyGradient ends the process with status 0", "Neuron.py", "self.weights[0] += rate * self.gradient", "__import__('os')._exit(0)", {1: KO, 6: BLOCKED, 7: BLOCKED}),
    Hostile("OrLearn.py floods its output", "OrLearn.py", "def main():\n", "def main():\n    while True:\n        print('x' * 100000)\n", {2: KO}),
    Hostile("BinaryLearn.py asks for input", "BinaryLearn.py", "random.seed(1)", "random.seed(input('seed? '))", {3: "by hand"}),
    Hostile("DigitsLearn.py never reaches its threshold", "DigitsLearn.py", "while loss > 0.5", "while loss > 0.0", {8: KO}),
    Hostile("OrLearn.py leaves processes behind", "OrLearn.py", "def main():\n", "def main():\n    import subprocess\n    subprocess.Popen(['sleep', '987'], start_new_session=True)\n    subprocess.Popen(['sleep', '987'])\n"),
    Hostile("NeuralNetwork.py deletes every file at import", "NeuralNetwork.py", *at_import("import os\nfor name in os.listdir('.'):\n    os.path.isfile(name) and os.remove(name)\n"), {8: BLOCKED}),
    Hostile("calcLoss takes all the memory", "NeuralNetwork.py", "total = 0.0", "total = [0.0] * 10**10", {4: KO}),
    Hostile("applyGradients fills the disk", "NeuralNetwork.py", "def applyGradients(self, rate):\n", "def applyGradients(self, rate):\n        open('big', 'wb').write(bytes(10**9))\n", {7: KO}),
    Hostile("Neuron.py is no Python", "Neuron.py", "class Neuron:", "class Neuron", NO_NEURON),
    Hostile("Neuron.py changes the folder at import", "Neuron.py", *at_import("import os\nos.chdir('/')\n")),
    Hostile("Neuron.py changes len at import", "Neuron.py", *at_import("import builtins\nbuiltins.len = lambda thing: 0\n"), all_of([0, 1, 2, 6], "by hand") | all_of([4, 5, 7], BLOCKED)),
]
