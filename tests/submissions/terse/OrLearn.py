import time

import matplotlib.pyplot as p_
from ds import load
from Neuron import Neuron

data, test = load("datasets/or.ds"), load("datasets/or.ds")
m = Neuron(2)
h = []
for i in range(40):
    for x, y in data.items():
        m.activate(x), m.calculateOutputGradient(y[0]), m.applyGradient(0.8, x)
    h.append(len(data) * m.calcLoss(data))
    print(f"{i} - {h[-1]:.3f} ({time.perf_counter():.1f} s)", flush=True)
    p_.plot(h, "k-"), p_.draw(), p_.pause(1e-3)
pairs = [(m.activate(x), (*map(int, x), int(y[0])), round(m.a))[1:] for x, y in test.items()]
print("\n".join(f"{str(i).strip(chr(40) + chr(41))} : {p}" for i, p in pairs))
