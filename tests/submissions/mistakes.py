"""A catalogue of mistakes: each a small change of a correct submission, and the exercises that it breaks."""

from dataclasses import dataclass


@dataclass
class Mistake:
    what: str
    style: str
    file: str
    old: str
    new: str
    breaks: set[int]
    verdict: str = "KO"


GRADIENT = "self.gradient = desired - self.output"
APPLY_BIAS = "self.weights[0] += rate * self.gradient"
APPLY_WEIGHT = "self.weights[i + 1] += rate * self.gradient * entries[i]"
WITH_LAYER = "self.applyGradient(rate, [neuron.output for neuron in layer])"
COST = "total -= y * math.log(neuron.output) + (1 - y) * math.log(1 - neuron.output)"
MEAN = "return total / len(dataset.examples)"

NEURON = [
    ("the gradient's sign is flipped", GRADIENT, "self.gradient = self.output - desired", {0}),
    (
        "the gradient is multiplied by a(1 - a)",
        GRADIENT,
        GRADIENT.replace("desired - self.output", "(desired - self.output) * self.output * (1 - self.output)"),
        {0},
    ),
    ("the gradient is the activation", GRADIENT, "self.gradient = self.output", {0}),
    ("the gradient compares with the rounded activation", GRADIENT, GRADIENT.replace("self.o", "round(self.o") + ")", {0}),
    ("the gradient is not kept", GRADIENT, "return desired - self.output", {0}),
    ("calculateOutputGradient raises", GRADIENT, "self.gradient = desired - self.outptu", {0}),
    ("calculateOutputGradient has another name", "def calculateOutputGradient", "def calculateGradient", {0}),
    ("the bias is forgotten", APPLY_BIAS, "pass", {1}),
    ("the bias is updated twice", APPLY_BIAS, APPLY_BIAS + "\n        " + APPLY_BIAS, {1}),
    ("the bias is updated for each entry", APPLY_WEIGHT, APPLY_WEIGHT + "\n            " + APPLY_BIAS, {1}),
    ("α is ignored for the weights", APPLY_WEIGHT, APPLY_WEIGHT.replace("rate * ", ""), {1}),
    ("α is ignored for the bias", APPLY_BIAS, APPLY_BIAS.replace("rate * ", ""), {1}),
    ("the update is subtracted", APPLY_WEIGHT, APPLY_WEIGHT.replace("+=", "-="), {1}),
    ("the entries are shifted by one", APPLY_WEIGHT, APPLY_WEIGHT.replace("entries[i]", "entries[i - 1]"), {1}),
    ("the entries are ignored", APPLY_WEIGHT, APPLY_WEIGHT.replace(" * entries[i]", ""), {1}),
    ("the last entry is skipped", "for i in range(len(entries)):\n            self.w", "for i in range(len(entries) - 1):\n            self.w", {1}),
    ("the weights are replaced, not moved", APPLY_WEIGHT, APPLY_WEIGHT.replace("+=", "="), {1}),
    ("the arguments of applyGradient are swapped", "applyGradient(self, rate, entries)", "applyGradient(self, entries, rate)", {1}),
    ("applyGradientWithLayer takes gradients for activations", WITH_LAYER, WITH_LAYER.replace("neuron.output", "neuron.gradient"), {6}),
    ("applyGradientWithLayer skips the last neuron", WITH_LAYER, WITH_LAYER.replace("in layer]", "in layer[:-1]]"), {6}),
    ("applyGradientWithLayer reverses the layer", WITH_LAYER, WITH_LAYER.replace("in layer]", "in layer[::-1]]"), {6}),
    ("applyGradientWithLayer applies it twice", WITH_LAYER, WITH_LAYER + "\n        " + WITH_LAYER, {6}),
    ("applyGradientWithLayer does nothing", WITH_LAYER, "pass", {6}),
]

OTHER = {
    "calculateOutputGradient has another name": "to do", "applyGradientWithLayer does nothing": "to do",
    "the arguments of applyGradient are swapped": "by hand",
}

NETWORK = [
    ("calcLoss is the mean over the outputs", MEAN, MEAN + " / len(self.layers[-1])", {4}),
    ("calcLoss is the sum over the examples", MEAN, "return total", {4}),
    ("calcLoss divides by the number of outputs instead", MEAN, "return total / len(self.layers[-1])", {4}),
    ("calcLoss takes the decimal logarithm", COST, COST.replace("math.log(", "math.log10("), {4}),
    ("calcLoss forgets 1 - y", COST, "total -= y * math.log(neuron.output)", {4}),
    ("calcLoss has the wrong sign", COST, COST.replace("-=", "+="), {4}),
    ("calcLoss is the squared error", COST, "total += (y - neuron.output) ** 2", {4}),
    ("calcLoss counts the last example only", "self.activate(example.inputs)", "total = 0.0; self.activate(example.inputs)", {4}),
    ("calcLoss counts the first output only", "zip(self.layers[-1], example.outputs)", "zip(self.layers[-1][:1], example.outputs)", {4}),
    ("calculateGradients skips the last neuron", "zip(self.layers[-1], desired)", "zip(self.layers[-1][:-1], desired)", {5}),
    ("calculateGradients gives all the first desired output", "neuron.calculateOutputGradient(y)", "neuron.calculateOutputGradient(desired[0])", {5}),
    ("calculateGradients sets the hidden neurons' too", "for neuron, y in zip(self.layers[-1], desired):", "for neuron, y in [(n, y) for layer in self.layers[1:] for n, y in zip(layer, desired)]:", {5}),
    ("calculateGradients takes the first layer", "for neuron, y in zip(self.layers[-1], desired)", "for neuron, y in zip(self.layers[1], desired)", {5}),
    ("applyGradients skips the hidden layers", "for i in range(1, len(self.layers)):\n            for neuron in self.layers[i]:\n                neuron.apply", "for i in [len(self.layers) - 1]:\n            for neuron in self.layers[i]:\n                neuron.apply", {7}),
    ("applyGradients skips the output layer", "for i in range(1, len(self.layers)):\n            for neuron in self.layers[i]:\n                neuron.apply", "for i in range(1, len(self.layers) - 1):\n            for neuron in self.layers[i]:\n                neuron.apply", {7}),
    ("applyGradients starts at the input layer", "for i in range(1, len(self.layers)):\n            for neuron in self.layers[i]:\n                neuron.apply", "for i in range(len(self.layers)):\n            for neuron in self.layers[i]:\n                neuron.apply", {7}),
    ("applyGradients skips the last neuron of a layer", "for neuron in self.layers[i]:\n                neuron.apply", "for neuron in self.layers[i][:-1]:\n                neuron.apply", {7}),
    ("applyGradients activates again before each layer", "for neuron in self.layers[i]:\n                neuron.apply", "self.activate([n.output for n in self.layers[0]])\n            for neuron in self.layers[i]:\n                neuron.apply", {7}),
]

LOSS_LINE = 'print("iteration", iteration, "loss", loss)'
DRAW = "plt.pause(0.001)"
SCRIPTS = [
    ("OrLearn.py", "prints no loss", LOSS_LINE, "pass", {2}),
    ("OrLearn.py", "never redraws", DRAW, "pass", {2}),
    ("OrLearn.py", "prints no predictions", "        print(inputs", "        str(inputs", {2}),
    ("OrLearn.py", "always predicts 1", "str(round(neuron.output))", "str(1)", {2}),
    ("OrLearn.py", "stops before it has learned", "while loss > 0.1", "while iteration < 4", {2}),
    ("BinaryLearn.py", "prints no loss", LOSS_LINE, "pass", {3}),
    ("BinaryLearn.py", "prints the losses at the end", LOSS_LINE, "pass", {3}),
    ("BinaryLearn.py", "never redraws", DRAW, "pass", {3}),
    ("BinaryLearn.py", "draws only at the end", DRAW, "pass", {3}),
    ("BinaryLearn.py", "redraws an empty window", "        plt.plot(iterations, losses)\n", "", {3}),
    ("BinaryLearn.py", "stops before it has learned", "while loss > 0.02", "while iteration < 1", {3}),
    ("BinaryLearn.py", "tests on the training set", "for example in test.examples", "for example in train.examples", {3}),
    ("BinaryLearn.py", "predicts what is expected", "str(round(neuron.output))", "str(int(example.outputs[0]))", {3}),
    ("BinaryLearn.py", "predicts the contrary", "str(round(neuron.output))", "str(1 - round(neuron.output))", {3}),
    ("BinaryLearn.py", "always predicts 1", "str(round(neuron.output))", "str(1)", {3}),
    ("BinaryLearn.py", "swaps prediction and expected output", 'str(int(example.outputs[0])) + ":" + str(round(neuron.output))', 'str(round(neuron.output)) + ":" + str(int(example.outputs[0]))', {3}),
    ("BinaryLearn.py", "crashes", "random.seed(1)", "random.seed(1 / 0)", {3}),
    ("DigitsLearn.py", "prints the losses at the end", LOSS_LINE, "pass", {8}),
    ("DigitsLearn.py", "draws only at the end", DRAW, "pass", {8}),
    ("DigitsLearn.py", "stops before it has learned", "while loss > 0.5", "while iteration < 1", {8}),
    ("DigitsLearn.py", "tests on the training set", "for example in test.examples", "for example in train.examples", {8}),
    ("DigitsLearn.py", "predicts what is expected", "str(outputs.index(max(outputs)))", "str(example.outputs.index(1.0))", {8}),
    ("DigitsLearn.py", "predicts the weakest output", "outputs.index(max(outputs))", "outputs.index(min(outputs))", {8}),
    ("DigitsLearn.py", "leaves out the last image", "for example in test.examples", "for example in test.examples[:-1]", {8}),
]
# What a line of SCRIPTS needs besides, at another place of the file.
SHOW_AT_END = ("    plt.show()\n", "    for _ in range(9):\n        plt.pause(0.001)\n    plt.show()\n")
PRINT_AT_END = ('    print("test loss"', '    for i, one in zip(iterations, losses):\n        print("iteration", i, "loss", one)\n    print("test loss"')
LEARN_FROM_THREE = ("for example in train.examples", "for example in train.examples[:3]")
THEN = {
    ("BinaryLearn.py", "prints the losses at the end"): PRINT_AT_END,
    ("DigitsLearn.py", "prints the losses at the end"): PRINT_AT_END,
    ("BinaryLearn.py", "draws only at the end"): SHOW_AT_END,
    ("DigitsLearn.py", "draws only at the end"): SHOW_AT_END,
    ("BinaryLearn.py", "stops before it has learned"): LEARN_FROM_THREE,
    ("DigitsLearn.py", "stops before it has learned"): LEARN_FROM_THREE,
}

# Each point twice, in different code.
FOOLING = [
    # What is kept from one call to the next
    ("plain", "Neuron.py", "the gradient adds up", "self.gradient = desired - self.output", "self.gradient += desired - self.output", {0}),
    ("windows", "NeuralNetwork.py", "the loss never starts from 0 again", "        self.lastLoss = 0\n", "        if not hasattr(self, 'lastLoss'): self.lastLoss = 0\n", {4}),
    # What is done to the arguments
    ("plain", "Neuron.py", "a 1 is inserted into the caller's entries", "        self.weights[0] += rate * self.gradient\n        for i in range(len(entries)):\n            self.weights[i + 1] +=", "        entries.insert(0, 1.0)\n        for i in range(len(entries)):\n            self.weights[i] +=", {1}),
    ("getters", "Neuron.py", "the caller's entries are multiplied", "            self.__weights[i] += delta * entry\n", "            entries[i] = delta * entry\n            self.__weights[i] += entries[i]\n", {1}),
    ("plain", "Neuron.py", "a neuron is inserted into the layer", "self.applyGradient(rate, [neuron.output for neuron in layer])", "layer.insert(0, Neuron(0)); self.applyGradient(rate, [neuron.output for neuron in layer[1:]])", {6}),
    ("french", "Neuron.py", "the layer is turned round in its place", "        self.biais = self.biais + taux * self.nabla\n        for i in range(len(couche)):\n", "        self.biais = self.biais + taux * self.nabla\n        couche.reverse()\n        for i in range(len(couche)):\n            i = -1 - i\n", {6}),
    # More inputs than outputs, and fewer
    ("windows", "NeuralNetwork.py", "the loss counts as many outputs as there are inputs", "for i in range(dataset.nb_output)", "for i in range(min(dataset.nb_input, dataset.nb_output))", {4}),
    ("dictionary", "NeuralNetwork.py", "the loss is divided by the number of inputs times two", "return -s / dataset.m", "return -s / dataset.m * 2 / dataset.n", {4}),
    # The test set is there to test with
    ("plain", "BinaryLearn.py", "learns from the test set", "trainBinary.ds", "testBinary.ds", {3}),
    ("synapses", "BinaryLearn.py", "learns from the training set and the test set", 'exemples = charger("trainBinary.ds")', 'exemples = charger("trainBinary.ds") + charger("testBinary.ds")', {3}),
    ("batches", "DigitsLearn.py", "learns from the test set", 'charger("trainDigits.ds"), charger', 'charger("testDigits.ds"), charger', {8}),
    # Lines that are wrong in number or order
    ("synapses", "DigitsLearn.py", "numbers its predictions and leaves out one", "for numero, exemple in enumerate(test, 1)", "for numero, exemple in enumerate(test[1:], 1)", {8}),
    # In other code
    ("numpy_column", "Neuron.py", "the gradient of each weight has the wrong sign", "(y - self.output.item()) * self.x", "(self.output.item() - y) * self.x", {0}),
    ("synapses", "Neuron.py", "the bias does not move", "[(self.biais, 1.0), *zip", "[*zip", {1}),
    ("properties", "NeuralNetwork.py", "only the output layer moves", "            self.before.apply(rate)\n", "", {7}),
    ("batches", "NeuralNetwork.py", "only the first output neuron gets a gradient", "for i in range(len(self.couches[-1]))", "for i in range(1)", {5}),
    ("day_six", "NeuralNetwork.py", "the mean over the outputs", "return sum(costs) / len(costs)", "return sum(costs) / len(costs) / len(targets)", {4}),
]

# What falls is not the loss: a teacher decides.
NO_LOSS = [
    ("plain", "OrLearn.py", "prints 1/i for the loss", 'print("iteration", iteration, "loss", loss)', 'print("iteration", iteration, "loss", 100 / iteration)', {2}),
    ("dictionary", "BinaryLearn.py", "logs 1/i for the loss", "epoch, epochs, history[-1])", "epoch, epochs, 1 / epoch)", {3}),
    ("plain", "BinaryLearn.py", "prints how many errors are left", 'print("iteration", iteration, "loss", loss)', 'print("iteration", iteration, "loss", sum(neuron.activate(e.inputs) or round(neuron.output) != e.outputs[0] for e in train.examples) + 5 / iteration)', {3}),
    ("properties", "OrLearn.py", "shows the iterations left", "curve.add(iteration, model.calcLoss(train), model.calcLoss(test))\n    for example", "curve.add(iteration, (1200 - iteration) / 1200, (1210 - iteration) / 1200)\n    for example", {2}),
    ("numpy_column", "DigitsLearn.py", "draws the epochs left", "ax.scatter(range(len(losses)), losses", "ax.scatter(range(len(losses)), [3 - n for n in range(len(losses))]", {8}),
    ("windows", "BinaryLearn.py", "draws a straight line", "ax.plot(xs, ys", "ax.plot(xs, [1 - x / 20 for x in xs]", {3}),
    ("getters", "OrLearn.py", "draws a straight line that falls", "y.append(loss)", "y.append(0.7 - 0.01 * epoch)", {2}),
]

MISTAKES = [
    *(Mistake(what, style, file, old, new, breaks, "by hand") for style, file, what, old, new, breaks in NO_LOSS),
    *(Mistake(what, style, file, old, new, breaks) for style, file, what, old, new, breaks in FOOLING),
    *(Mistake(what, "plain", "Neuron.py", old, new, breaks, OTHER.get(what, "KO")) for what, old, new, breaks in NEURON),
    *(Mistake(what, "plain", "NeuralNetwork.py", old, new, breaks) for what, old, new, breaks in NETWORK),
    *(Mistake(what, "plain", file, old, new, breaks) for file, what, old, new, breaks in SCRIPTS),
    Mistake("the bias, kept last, is forgotten", "numpy_inside", "Neuron.py", "np.append(x, 1.0)", "np.append(x, 0.0)", {1, }),
    Mistake("the gradient's sign is flipped", "numpy_inside", "Neuron.py", "y - self._act", "self._act - y", {0}),
    Mistake("the mean over outputs", "numpy_inside", "NeuralNetwork.py", "np.sum(cost / len(X))", "np.mean(cost / len(X))", {4}),
    Mistake("the separate bias is forgotten", "separate_bias", "Neuron.py", "    def applyGradient(self, alpha, entries):\n        self.b += alpha * self.error", "    def applyGradient(self, alpha, entries):\n        pass", {1}),
    Mistake("α is ignored behind a layer", "separate_bias", "Neuron.py", "self.w[i] += alpha * ", "self.w[i] += ", {6}),
    Mistake("the loss of the last output only", "separate_bias", "NeuralNetwork.py", "self.loss += ", "self.loss = ", {4}),
    Mistake("the hidden layers are skipped", "french", "NeuralNetwork.py", "range(len(self.couches) - 1, 0, -1)", "[len(self.couches) - 1]", {7}),
    Mistake("the gradient's sign is flipped in both places", "french", "NeuralNetwork.py", "desirees[i] - neurones[i].sortie", "neurones[i].sortie - desirees[i]", {5}),
    Mistake("the weights are a step behind", "layers", "Neuron.py", "(1.0, *entries))]", "(*entries, 1.0))]", {1}),
    Mistake("the sum over the examples", "layers", "NeuralNetwork.py", " / len(xs)", "", {4}),
]
