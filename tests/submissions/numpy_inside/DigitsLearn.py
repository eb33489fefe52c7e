import numpy as np
import matplotlib.pyplot as plt
from NeuralNetwork import NeuralNetwork
from tools import load_ds

X, Y = load_ds("datasets/trainDigits.ds")
test_X, test_Y = load_ds("datasets/testDigits.ds")
rng = np.random.default_rng(1)
network = NeuralNetwork([64, 10])
plt.ion()
history = []
while not history or history[-1] > 0.5:
    for k in rng.integers(0, len(X), 200):
        network.activate(X[k])
        network.calculateGradients(Y[k])
        network.applyGradients(0.1)
    history.append(network.calcLoss(X, Y))
    print(f"cost={history[-1]:.5f}")
    plt.clf()
    plt.plot(history, "r-")
    plt.draw()
    plt.pause(1e-3)

for x, y in zip(test_X, test_Y):
    network.activate(x)
    print(f"{float(y.argmax())} : {float(network.outputs().argmax())}")
print("cost on the test set:", network.calcLoss(test_X, test_Y))
