class DataSet:
    def __init__(self):
        self._rows = []

    def load(self, file_name):
        with open(file_name) as f:
            next(f)
            for first in f:
                if first.strip():
                    self._rows.append((tuple(map(float, first.split())), tuple(map(float, next(f).split()))))

    @property
    def rows(self):
        return self._rows
