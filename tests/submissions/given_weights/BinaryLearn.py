import matplotlib.pyplot as plt
import reader
from Neuron import Neuron

train, test = reader.pairs("trainBinary"), reader.pairs("testBinary")
unit = Neuron([0.0] * 65)
graph = []
for step, (x, y) in enumerate(train * 6):
    if step % 150 == 0:
        graph.append(unit.calcLoss(train))
        print("before step", step, "the loss is", graph[-1])
        plt.plot(graph, "b")
        plt.pause(0.001)
    unit.activate(x)
    unit.calculateOutputGradient(y[0])
    unit.applyGradient(0.1, x)
print("loss on the test set:", unit.calcLoss(test))
print("\n".join(f"{y[0]:.0f}:{unit.activate(x):.0f}" for x, y in test))
print("the end")
