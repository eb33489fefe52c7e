def load(path):
    rows = [tuple(map(float, line.split())) for line in open(path)][1:]
    return dict(zip(rows[::2], rows[1::2]))
