import matplotlib.pyplot as plt
import reader
from Neuron import Neuron

table = reader.pairs("or")
unit = Neuron([0.0, 0.0, 0.0])
graph = [unit.calcLoss(table)]
while graph[-1] > 0.1:
    for _ in range(10):
        for x, y in table:
            unit.activate(x)
            unit.calculateOutputGradient(y[0])
            unit.applyGradient(0.9, x)
    graph.append(unit.calcLoss(table))
    print(len(graph), graph[-1])
    plt.plot([len(graph) - 1, len(graph)], graph[-2:], "b")
    plt.pause(0.001)
print("table:")
for x, y in table:
    print("%d%d%d:%d" % (x[0], x[1], y[0], unit.activate(x) + 0.5))
print("the end")
