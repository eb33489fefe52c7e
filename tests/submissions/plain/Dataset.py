class Example:
    def __init__(self, inputs, outputs):
        self.inputs = inputs
        self.outputs = outputs


class Dataset:
    def __init__(self, filename):
        lines = open(filename).read().split("\n")
        count = int(lines[0].split()[0])
        self.examples = []
        for i in range(count):
            inputs = [float(word) for word in lines[2 * i + 1].split()]
            outputs = [float(word) for word in lines[2 * i + 2].split()]
            self.examples.append(Example(inputs, outputs))
