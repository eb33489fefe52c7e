import random

import matplotlib.pyplot as plt
from dataset import DataSet
from matplotlib.animation import FuncAnimation
from Neuron import Neuron

random.seed(3)
data = DataSet()
data.load("Datasets/or.ds")
neuron = Neuron(2)
figure, axes = plt.subplots()
losses = []


def frame(n):
    for _ in range(20):
        for x, y in data.rows:
            neuron.activate(x)
            neuron.calculateOutputGradient(y[0])
            neuron.applyGradient(0.3, x)
    losses.append(neuron.calcLoss(data))
    print("loss:", losses[-1])
    axes.clear()
    axes.plot(losses)
    if losses[-1] < 0.08:
        animation.event_source.stop()
        plt.close(figure)


animation = FuncAnimation(figure, frame, interval=1, cache_frame_data=False)
plt.show()
for x, y in data.rows:
    neuron.activate(x)
    print(f"{int(x[0])},{int(x[1])} {int(y[0])}: {int(neuron.activation_value > 0.5)}")
