import numpy as np
from matplotlib import pyplot as plt

from data import read
from Neuron import Neuron

train, test = read("or.ds"), read("or.ds")
model = Neuron(2)
fig, (ax, _) = plt.subplots(1, 2)
fig.show()
losses = []
for epoch in range(40):
    for example in np.random.permutation(len(train)).tolist() * 2:
        example = train[example]
        model.activate(example.x)
        model.calculateOutputGradient(example.y[0])
        model.applyGradient(0.5, example.x)
    losses.append(model.calcLoss(train))
    print("%-8d%.6f" % (epoch, losses[-1]))
    ax.scatter(range(len(losses)), losses, c="b")
    fig.canvas.draw_idle()
    fig.canvas.start_event_loop(0.001)
for i, example in enumerate(test):
    print(example.x, example.y[0], ":", np.round(model.activate(example.x)))
