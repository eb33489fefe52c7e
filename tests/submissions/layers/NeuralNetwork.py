from Neuron import Neuron, cross_entropy


class Layer(list):
    def outputs(self):
        return [neuron.value for neuron in self]


class NeuralNetwork:
    def __init__(self, sizes):
        self.entry_layer = Layer(Neuron(0) for _ in range(sizes[0]))
        self.hidden = [Layer(Neuron(n) for _ in range(m)) for n, m in zip(sizes, sizes[1:-1])]
        self.output_layer = Layer(Neuron(sizes[-2]) for _ in range(sizes[-1]))

    def pairs(self):
        layers = [self.entry_layer, *self.hidden, self.output_layer]
        return list(zip(layers, layers[1:]))

    def activate(self, entries):
        for neuron, entry in zip(self.entry_layer, entries):
            neuron.value = entry
        for before, layer in self.pairs():
            for neuron in layer:
                neuron.activate(before.outputs())
        return self.output_layer.outputs()

    def calcLoss(self, xs, ys):
        outputs = [self.activate(x) for x in xs]
        columns = zip(zip(*outputs), zip(*ys))
        return sum(sum(map(cross_entropy, column, wanted)) / len(xs) for column, wanted in columns)

    def calculateGradients(self, desired_outputs):
        return [n.calculateOutputGradient(y) for n, y in zip(self.output_layer, desired_outputs)]

    def applyGradients(self, learning_rate):
        for before, layer in self.pairs():
            for neuron in layer:
                neuron.applyGradientWithLayer(learning_rate, before)
