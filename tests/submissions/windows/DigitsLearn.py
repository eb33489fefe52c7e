import random

import matplotlib.pyplot as plt

from Dataset import Dataset
from NeuralNetwork import NeuralNetwork

trainset = Dataset("datasets/trainDigits.ds")
testset = Dataset("datasets/testDigits.ds")
network = NeuralNetwork([64, 10])
iterations = []
losses = []
fig = plt.figure()
if plt.get_backend().lower() == "agg":
    print("no window")
    exit(1)
fig.canvas.manager.full_screen_toggle()
for i in range(1, 6001):
    ex = trainset.exemples[random.randrange(1197)]
    network.activate(ex.inputs)
    network.calculateGradients(ex.outputs)
    network.applyGradients(0.1)
    if i % 1000 == 0:
        iterations.append(i)
        losses.append(network.calcLoss(trainset) * 1197)
        print("iteration", i, "loss", losses[-1])
        fig.clear()
        fig.add_subplot(111).plot(iterations, losses)
        plt.pause(0.001)
for i in range(0, 600):
    ex = testset.exemples[i]
    network.activate(ex.inputs)
    out = network.getOutput()
    best = 0
    for k in range(10):
        if out[k] > out[best]:
            best = k
    expected = 0
    while ex.outputs[expected] != 1.0:
        expected += 1
    print(str(expected) + ":" + str(best))
print("test loss", network.calcLoss(testset))
plt.savefig("loss.png")
plt.waitforbuttonpress()
