import os


def charger(nom):
    chemin = os.path.join(os.path.dirname(os.path.abspath(__file__)), "datasets", nom)
    if not os.path.exists(chemin):
        raise FileNotFoundError(chemin)
    with open(chemin, encoding="utf-8") as f:
        lignes = f.read().split("\n")[1:]
    lignes = [[float(v) for v in ligne.split()] for ligne in lignes if ligne.strip() != ""]
    return [{"x": lignes[i], "y": lignes[i + 1]} for i in range(0, len(lignes), 2)]
