import numpy as np

rng = np.random.default_rng()


class Neuron:
    def __init__(self, n_inputs):
        self.theta = rng.standard_normal((n_inputs + 1, 1)).astype(np.float32) * np.float32(0.1)
        self.gradient = np.zeros((n_inputs + 1, 1), dtype=np.float32)
        self.x = None
        self.output = np.zeros((1, 1), dtype=np.float32)

    def activate(self, x):
        self.x = np.vstack([[[1.0]], np.asarray(x, dtype=np.float32).reshape(-1, 1)])
        self.output = 1 / (1 + np.exp(-self.theta.T @ self.x))
        return self.output.item()

    def calcLoss(self, examples):
        y = np.array([e.y[0] for e in examples])
        a = np.array([self.activate(e.x) for e in examples])
        return float(-np.mean(y * np.log(a) + (1 - y) * np.log(1 - a)))

    def calculateOutputGradient(self, y):
        self.gradient = (y - self.output.item()) * self.x

    def applyGradient(self, alpha, x):
        self.theta += alpha * self.gradient.astype(np.float32)

    def applyGradientWithLayer(self, alpha, layer):
        self.applyGradient(alpha, [neuron.output.item() for neuron in layer])
