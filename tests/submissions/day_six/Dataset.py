class Dataset:
    def __init__(self, name):
        self.name = name
        self.samples = []

    @classmethod
    def load(cls, name):
        dataset = cls(name)
        with open(name) as f:
            _, n, _ = map(int, f.readline().split())
            numbers = [float(word) for word in f.read().split()]
        size = len(numbers) // dataset.count_in(name)
        for start in range(0, len(numbers), size):
            dataset.samples.append((numbers[start:start + n], numbers[start + n:start + size]))
        return dataset

    @staticmethod
    def count_in(name):
        with open(name) as f:
            return int(f.readline().split()[0])
