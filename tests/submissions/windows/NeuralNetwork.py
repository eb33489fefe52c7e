from Neuron import Neuron


class NeuralNetwork(object):
    def __init__(self, nbLayers):
        self.layers = []
        self.outputLayer = []
        for l in range(len(nbLayers)):
            layer = []
            for n in range(nbLayers[l]):
                layer.append(Neuron(nbLayers[l - 1] if l > 0 else 0))
            self.layers.append(layer)
        self.outputLayer = self.layers[len(self.layers) - 1]

    def activate(self, entries):
        for i in range(len(entries)):
            self.layers[0][i].output = entries[i]
        for l in range(1, len(self.layers)):
            for neuron in self.layers[l]:
                neuron.activateWithLayer(self.layers[l - 1])

    def getOutput(self):
        return [n.output for n in self.outputLayer]

    def calcLoss(self, dataset):
        self.lastLoss = 0
        for ex in dataset.exemples:
            self.activate(ex.inputs)
            for i in range(dataset.nb_output):
                self.lastLoss += self.outputLayer[i].loss(ex.outputs[i])
        self.lastLoss = self.lastLoss / dataset.nb_exemple
        return self.lastLoss

    def calculateGradients(self, desiredOutput):
        for i in range(len(self.outputLayer)):
            self.outputLayer[i].calculateOutputGradient(desiredOutput[i])

    def applyGradients(self, learningRate):
        for l in range(1, len(self.layers)):
            for n in self.layers[l]:
                n.applyGradientWithLayer(learningRate, self.layers[l - 1])
