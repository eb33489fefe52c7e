import matplotlib
import numpy as np

matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
from Neuron import Neuron
from tools import load_ds

X, Y = load_ds("datasets/or.ds")
rng = np.random.default_rng(1)
neuron = Neuron(2)
figure, axes = plt.subplots()
(line,) = axes.plot([], [])
history = []
epoch = 0
while not history or history[-1] > 0.05:
    for k in rng.integers(0, 4, 100):
        neuron.activate(X[k])
        neuron.calculateOutputGradient(Y[k, 0])
        neuron.applyGradient(0.5, X[k])
    epoch += 1
    history.append(neuron.calcLoss(X, Y))
    print(f"Epoch {epoch}: cost={history[-1]:.5f}")
    line.set_data(range(epoch), history)
    axes.relim()
    axes.autoscale_view()
    figure.canvas.draw()
    figure.canvas.flush_events()

for x, y in zip(X, Y):
    print(list(x), y[0], ":", float(np.round(neuron.activate(x))))
plt.show()
