"""All that is day 5: the exercises, what they build on, their datasets, and how many predictions are to be right."""

TITLES = [
    "Neuron.calculateOutputGradient", "Neuron.applyGradient", "OrLearn.py", "BinaryLearn.py",
    "NeuralNetwork.calcLoss", "NeuralNetwork.calculateGradients", "Neuron.applyGradientWithLayer",
    "NeuralNetwork.applyGradients", "DigitsLearn.py",
]
GRADIENT, APPLY, OR, BINARY, NETWORK_LOSS, GRADIENTS, WITH_LAYER, APPLY_ALL, DIGITS = TITLES
# The methods of the days before
ACTIVATE, LOSS, NETWORK = "Neuron.activate", "Neuron.calcLoss", "NeuralNetwork.activate"
NAMES = {title: f"Ex{n:02}" for n, title in enumerate(TITLES)}
# The methods that are tried, in this order
METHODS = [ACTIVATE, LOSS, GRADIENT, APPLY, WITH_LAYER, NETWORK, NETWORK_LOSS, GRADIENTS, APPLY_ALL]
# What each of them builds on, the nearest first
NEEDS = {
    ACTIVATE: [], LOSS: [ACTIVATE], GRADIENT: [ACTIVATE], APPLY: [GRADIENT, ACTIVATE],
    WITH_LAYER: [APPLY, GRADIENT, ACTIVATE], NETWORK: [ACTIVATE], NETWORK_LOSS: [NETWORK, LOSS, ACTIVATE],
    GRADIENTS: [GRADIENT, NETWORK, ACTIVATE], APPLY_ALL: [WITH_LAYER, APPLY, GRADIENT, NETWORK, ACTIVATE],
}
# What some of them call, where they are not written out
CALLS = {WITH_LAYER: [APPLY], GRADIENTS: [GRADIENT], APPLY_ALL: [WITH_LAYER, APPLY]}
# What may be at fault where a script fails
NEURON_METHODS = [ACTIVATE, LOSS, GRADIENT, APPLY]
SCRIPTS = [OR, BINARY, DIGITS]
# What a script learns from, and what it is tested on
SETS = {
    OR: ("or.ds", "or.ds"), BINARY: ("trainBinary.ds", "testBinary.ds"), DIGITS: ("trainDigits.ds", "testDigits.ds"),
}
DATASETS = ["or.ds", "trainBinary.ds", "testBinary.ds", "trainDigits.ds", "testDigits.ds"]
# Of the predictions of a script
FLOORS = {OR: 1.0, BINARY: 0.85, DIGITS: 0.7}
# What is looked at in a run of a script, each a point
FACTS = ["runs to its end", "uses the neurons", "shows the loss", "redraws the curve", "prints predictions", "is right"]
# Every so many examples of a test set get a wrong label, which a copy of the expected outputs predicts.
EVERY = 20

FILES = ["Neuron.py", "NeuralNetwork.py", *SCRIPTS]


def file_of(title: str) -> str:
    return title if title in SCRIPTS else f"{title.split('.')[0]}.py"
