import matplotlib.pyplot as plt

from Dataset import Dataset
from Neuron import Neuron

train = Dataset("../data/trainBinary.ds")
test = Dataset("../data/testBinary.ds")
neuron = Neuron(64)
x, y = [], []
plt.ion()
fig, ax = plt.subplots()
fig.canvas.manager.set_window_title("Loss")
for epoch in range(12):
    for i in range(train.getSize()):
        neuron.activate(train.getInputs(i))
        neuron.calculateOutputGradient(train.getOutputs(i)[0])
        neuron.applyGradient(0.03, train.getInputs(i))
    loss = neuron.calcLoss(train)
    x.append(epoch)
    y.append(loss)
    print("Epoch {:3d} | loss {:.4f}".format(epoch, loss))
    ax.clear()
    ax.plot(x, y)
    fig.canvas.draw()
    fig.canvas.flush_events()
good = 0
for i in range(test.getSize()):
    neuron.activate(test.getInputs(i))
    predicted = 1 if neuron.getActivation() >= 0.5 else 0
    expected = int(test.getOutputs(i)[0])
    good += predicted == expected
    entries = "image {}: ".format(i + 1)
    print(entries + "expected {} predicted {}".format(expected, predicted))
print("{} / {} correct, loss {:.4f}".format(good, test.getSize(), neuron.calcLoss(test)))
input("Press Enter to quit")
