import time

import matplotlib.pyplot as p_
from ds import load
from NeuralNetwork import NeuralNetwork

data, test = load("datasets/trainDigits.ds"), load("datasets/testDigits.ds")
m = NeuralNetwork([64, 10])
h = []
for i in range(4):
    for x, y in data.items():
        m.activate(x), m.calculateGradients(y), m.applyGradients(0.1)
    h.append(len(data) * m.calcLoss(data))
    print(f"{i} - {h[-1]:.3f} ({time.perf_counter():.1f} s)", flush=True)
    p_.plot(h, "k-"), p_.draw(), p_.pause(1e-3)
pairs = [(m.activate(x), y.index(1), max(range(10), key=lambda k: m.layers[-1][k].a))[1:] for x, y in test.items()]
print(" ".join(f"{i}:{p}" for i, p in pairs))
