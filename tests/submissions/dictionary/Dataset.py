class Dataset:
    def __init__(self, filename):
        lines = open(filename).readlines()
        self.m, self.n, self.k = [int(v) for v in lines[0].split()]
        self.X = [list(map(float, line.split())) for line in lines[1::2]]
        self.Y = [list(map(float, line.split())) for line in lines[2::2]]
