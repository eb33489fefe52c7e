import matplotlib.pyplot as plt

from Dataset import Dataset
from NeuralNetwork import NeuralNetwork

train = Dataset("../data/trainDigits.ds")
test = Dataset("../data/testDigits.ds")
network = NeuralNetwork(64, 10)
x, y = [], []
plt.ion()
fig, ax = plt.subplots()
for epoch in range(4):
    for i in range(train.getSize()):
        network.activate(train.getInputs(i))
        network.calculateGradients(train.getOutputs(i))
        network.applyGradients(0.05)
    x.append(epoch)
    y.append(network.calcLoss(train))
    print("Epoch {:3d} | loss {:.4f}".format(epoch, y[-1]))
    ax.clear()
    ax.plot(x, y)
    fig.canvas.draw()
    fig.canvas.flush_events()
good = 0
for i in range(test.getSize()):
    network.activate(test.getInputs(i))
    outputs = network.getOutputs()
    predicted = outputs.index(max(outputs))
    expected = test.getOutputs(i).index(1)
    good += predicted == expected
    print("image {}: expected {} predicted {}".format(i + 1, expected, predicted))
print("{} / {} correct, loss {:.4f}".format(good, test.getSize(), network.calcLoss(test)))
input("Press Enter to quit")
