import numpy as np
from matplotlib import pyplot as plt

from data import read
from NeuralNetwork import NeuralNetwork

train, test = read("trainDigits.ds"), read("testDigits.ds")
model = NeuralNetwork([64, 10])
fig, (ax, _) = plt.subplots(1, 2)
fig.show()
losses = []
for epoch in range(3):
    for example in np.random.permutation(len(train)).tolist() * 1:
        example = train[example]
        model.activate(example.x)
        model.calculateGradients(example.y)
        model.applyGradients(0.1)
    losses.append(model.calcLoss(train))
    print("%-8d%.6f" % (epoch, losses[-1]))
    ax.scatter(range(len(losses)), losses, c="b")
    fig.canvas.draw_idle()
    fig.canvas.start_event_loop(0.001)
for i, example in enumerate(test):
    print(f"{i:>4}) {np.argmax(example.y)}:{np.argmax(model.activate(example.x))}")
