class Dataset:
    def __init__(self, path):
        self.__inputs = []
        self.__outputs = []
        f = open(path, "r")
        self.__size = int(f.readline().split()[0])
        for _ in range(self.__size):
            self.__inputs.append([float(v) for v in f.readline().split()])
            self.__outputs.append([float(v) for v in f.readline().split()])
        f.close()

    def getSize(self):
        return self.__size

    def getInputs(self, i):
        return self.__inputs[i]

    def getOutputs(self, i):
        return self.__outputs[i]
