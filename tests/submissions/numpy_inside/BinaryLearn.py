import numpy as np
import matplotlib.pyplot as plt
from Neuron import Neuron
from tools import load_ds

X, Y = load_ds("datasets/trainBinary.ds")
test_X, test_Y = load_ds("datasets/testBinary.ds")
rng = np.random.default_rng(1)
neuron = Neuron(64)
plt.ion()
history = []
while not history or history[-1] > 0.03:
    for k in rng.integers(0, len(X), 40):
        neuron.activate(X[k])
        neuron.calculateOutputGradient(Y[k, 0])
        neuron.applyGradient(0.02, X[k])
    history.append(neuron.calcLoss(X, Y))
    print(f"cost={history[-1]:.5f}")
    plt.scatter(len(history), history[-1], color="tab:blue")
    plt.pause(1e-3)

for x, y in zip(test_X, test_Y):
    print(f"{y[0]:.1f} : {neuron.activate(x):.3f} {'ok' if round(neuron.activate(x)) == y[0] else 'wrong'}")
print("cost on the test set:", neuron.calcLoss(test_X, test_Y))
