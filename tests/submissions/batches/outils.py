import sys

import matplotlib.pyplot as plt
import numpy as np


def charger(nom):
    """Renvoie les entrées et les sorties d'un fichier, deux matrices."""
    with open("data/" + nom) as f:
        nb, nb_entrees, nb_sorties = (int(mot) for mot in f.readline().split())
    lignes = np.genfromtxt("data/" + nom, skip_header=1, delimiter="\n", dtype=str, autostrip=True)
    X = np.array([ligne.split() for ligne in lignes[0::2]], dtype=float)
    Y = np.array([ligne.split() for ligne in lignes[1::2]], dtype=float)
    return X.reshape(nb, nb_entrees), Y.reshape(nb, nb_sorties)


def apprendre(train, lot, pas, epoques, cout):
    """Appelle pas(x, y) sur des lots au hasard, et montre le coût."""
    hasard = np.random.default_rng()
    fig, axes = plt.subplots()
    courbe = []
    for epoque in range(epoques):
        for places in np.array_split(hasard.permutation(len(train[0])), len(train[0]) // lot):
            for place in places:
                pas(train[0][place], train[1][place])
        courbe.append(cout(train))
        print(f"{epoque + 1}/{epoques} coût={courbe[-1]:.4e}", file=sys.stderr)
        axes.cla()
        axes.plot(courbe, marker="o")
        fig.canvas.draw()
        fig.canvas.flush_events()
