import random
from threading import Thread

import matplotlib.pyplot as plt
from dataset import DataSet
from matplotlib.animation import FuncAnimation
from NeuralNetwork import NeuralNetwork

random.seed(3)
train, test = DataSet(), DataSet()
train.load("Datasets/trainDigits.ds")
test.load("Datasets/testDigits.ds")
network = NeuralNetwork([64, 10])
figure, axes = plt.subplots()
(curve,) = axes.plot([], [])
points = []


def learn():
    for n in range(10 * len(train.rows)):
        if n % 600 == 0:
            network.calcLoss(train)
            print(n, network.loss)
            points.append((n, network.loss))
        x, y = train.rows[n % len(train.rows)]
        network.activate(x)
        network.calculateGradients(y)
        network.applyGradients(0.1)


def redraw(frame):
    if points:
        curve.set_data(*zip(*points))
        axes.relim()
        axes.autoscale_view()


learner = Thread(target=learn)
learner.start()
animation = FuncAnimation(figure, redraw, interval=100, cache_frame_data=False)
plt.show()
learner.join()
for x, y in test.rows:
    out = network.activate(x)
    print(f"{y.index(1)}: {out.index(max(out))}")
