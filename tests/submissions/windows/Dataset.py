class Exemple:
    def __init__(self):
        self.inputs = []
        self.outputs = []


class Dataset:
    def __init__(self, filename):
        self.exemples = []
        file = open(filename, "r")
        header = file.readline().strip().split(" ")
        self.nb_exemple = int(header[0])
        self.nb_input = int(header[1])
        self.nb_output = int(header[2])
        for i in range(self.nb_exemple):
            exemple = Exemple()
            for value in file.readline().strip().split(" "):
                exemple.inputs.append(float(value))
            for value in file.readline().strip().split(" "):
                exemple.outputs.append(float(value))
            self.exemples.append(exemple)
