import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

from Dataset import Dataset
from Neuron import Neuron

trainset = Dataset("datasets/trainBinary.ds")
testset = Dataset("datasets/testBinary.ds")
neuron = Neuron(64)
fig, ax = plt.subplots()
xs = []
ys = []
ax.set_xlabel("iteration")


def update(frame):
    for i in range(239):
        ex = trainset.exemples[i]
        neuron.activate(ex.inputs)
        neuron.calculateOutputGradient(ex.outputs[0])
        neuron.applyGradient(0.02, ex.inputs)
    xs.append(frame)
    ys.append(neuron.calcLoss(trainset))
    print("iteration " + str(frame * 239) + ", loss = " + str(round(ys[-1], 5)))
    ax.clear()
    ax.plot(xs, ys, "r")


anim = FuncAnimation(fig, update, frames=range(1, 15), repeat=False, interval=20)
plt.show()
right = 0
for i in range(121):
    ex = testset.exemples[i]
    neuron.activate(ex.inputs)
    print(str(int(ex.outputs[0])) + ":" + str(int(round(neuron.output))))
    if int(ex.outputs[0]) == int(round(neuron.output)):
        right += 1
print(str(right) + "/121 cost " + str(neuron.calcLoss(testset)))
input()
