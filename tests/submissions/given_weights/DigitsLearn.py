import matplotlib.pyplot as plt
import reader
from NeuralNetwork import NeuralNetwork

train, test = reader.pairs("trainDigits"), reader.pairs("testDigits")
brain = NeuralNetwork([64, 10], seed=2)
graph = []
for x, y in train * 3:
    brain.activate(x)
    brain.calculateGradients(y)
    brain.applyGradients(0.07)
    graph.append(0)
    if len(graph) % 399 == 0:
        graph[-1] = brain.calcLoss(train)
        print("after", len(graph), "examples the loss is", round(graph[-1], 3))
        plt.clf()
        plt.plot(graph[398::399], "b")
        plt.pause(0.001)
print("loss on the test set:", brain.calcLoss(test))
answers = []
for x, y in test:
    out = brain.activate(x)
    answers.append((y.index(max(y)), out.index(max(out))))
print(*(f"{expected}:{found}" for expected, found in answers), sep="\n")
print("the end")
