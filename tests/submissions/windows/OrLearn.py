import os

os.environ["MPLBACKEND"] = "TkAgg"
import matplotlib

matplotlib.use("Qt5Agg", force=True)
import matplotlib.pyplot as plt

from Dataset import Dataset
from Neuron import Neuron

dataset = Dataset("or.ds")
neuron = Neuron(2)
plt.rcParams["toolbar"] = "None"
plt.rcParams["backend"] = "TkAgg"
fig = plt.figure(num="OR")
manager = plt.get_current_fig_manager()
manager.set_window_title("OR")
manager.resize(800, 600)
manager.window.wm_geometry("+100+100")
manager.window.attributes("-topmost", True)
losses = []
for epoch in range(0, 1000):
    for ex in dataset.exemples:
        neuron.activate(ex.inputs)
        neuron.calculateOutputGradient(ex.outputs[0])
        neuron.applyGradient(0.5, ex.inputs)
    if epoch % 50 == 0:
        losses.append(neuron.calcLoss(dataset))
        print("epoch=" + str(epoch) + " cost=" + str(losses[-1]))
        plt.cla()
        plt.plot(losses)
        plt.draw()
        plt.pause(0.0001)
results = []
for ex in dataset.exemples:
    neuron.activate(ex.inputs)
    results.append(neuron.output)
for ex, result in zip(dataset.exemples, results):
    print(str(ex.inputs[0]) + " " + str(ex.inputs[1]) + " " + str(ex.outputs[0]) + " : " + str(result))
plt.ioff()
plt.show()
