"""Submissions that would hang, crash or fool a careless grader: a plain one with one thing changed."""

from dataclasses import dataclass

FOREVER = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n"


@dataclass
class Hostile:
    what: str
    file: str
    old: str
    new: str
    ko: set[int]
    not_run: set[int]


def at_import(code: str) -> tuple[str, str]:
    return "import math\n", f"import math\n{code}"


HOSTILE = [
    Hostile("calculateOutputGradient never returns", "Neuron.py", "self.gradient = desired - self.output", "\n        while True: pass", {0}, set()),
    Hostile("NeuralNetwork.py loops at import and catches everything", "NeuralNetwork.py", *at_import(FOREVER), {4, 5, 7}, {8}),
    Hostile("Neuron.py trains at import, without end", "Neuron.py", "self.applyGradient(rate, [neuron.output for neuron in layer])\n", "self.applyGradient(rate, [neuron.output for neuron in layer])\n\n\nneuron = Neuron(2)\nwhile True:\n    neuron.activate([0, 1])\n", {0, 1, 6}, {2, 3, 4, 5, 7, 8}),
    Hostile("NeuralNetwork.py exits at import", "NeuralNetwork.py", *at_import("import sys\nsys.exit(0)\n"), {4, 5, 7}, {8}),
    Hostile("applyGradient ends the process with status 0", "Neuron.py", "self.weights[0] += rate * self.gradient", "__import__('os')._exit(0)", {1}, set()),
    Hostile("OrLearn.py floods its output", "OrLearn.py", "def main():\n", "def main():\n    while True:\n        print('x' * 100000)\n", {2}, set()),
    Hostile("BinaryLearn.py asks for input", "BinaryLearn.py", "random.seed(1)", "random.seed(input('seed? '))", {3}, set()),
    Hostile("DigitsLearn.py never reaches its threshold", "DigitsLearn.py", "while loss > 0.5", "while loss > 0.0", {8}, set()),
    Hostile("OrLearn.py never reaches its threshold", "OrLearn.py", "while loss > 0.1", "while loss > 0.0", {2}, set()),
    Hostile("OrLearn.py leaves processes behind", "OrLearn.py", "def main():\n", "def main():\n    import subprocess\n    subprocess.Popen(['sleep', '987'], start_new_session=True)\n    subprocess.Popen(['sleep', '987'])\n", set(), set()),
    Hostile("NeuralNetwork.py deletes every file at import", "NeuralNetwork.py", *at_import("import os\nfor name in os.listdir('.'):\n    os.path.isfile(name) and os.remove(name)\n"), {8}, set()),
    Hostile("calcLoss takes all the memory", "NeuralNetwork.py", "total = 0.0", "total = [0.0] * 10**10", {4}, set()),
    Hostile("applyGradients fills the disk", "NeuralNetwork.py", "def applyGradients(self, rate):\n", "def applyGradients(self, rate):\n        open('big', 'wb').write(bytes(10**8))\n", {7}, set()),
    Hostile("Neuron.py is no Python", "Neuron.py", "class Neuron:", "class Neuron", {0, 1, 6}, {2, 3, 4, 5, 7, 8}),
    Hostile("NeuralNetwork.py is no Python", "NeuralNetwork.py", "class NeuralNetwork:", "class NeuralNetwork", {4, 5, 7}, {8}),
    Hostile("calculateGradients writes an answer of its own and exits", "NeuralNetwork.py", "def calculateGradients(self, desired):\n", "def calculateGradients(self, desired):\n        import os\n        open('../answer.json', 'w').write('{\"token\": \"?\", \"result\": {\"output\": [], \"hidden\": []}}')\n        os._exit(0)\n", {5}, set()),
]  # fmt: skip
