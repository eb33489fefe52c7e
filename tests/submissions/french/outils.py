def lire_fichier(nom):
    """Renvoie la liste des exemples : (entrees, sorties)."""
    with open(nom) as fichier:
        nombres = [float(mot) for mot in fichier.read().split()]
    nb_exemples, nb_entrees, nb_sorties = map(int, nombres[:3])
    exemples = []
    debut = 3
    for _ in range(nb_exemples):
        milieu = debut + nb_entrees
        fin = milieu + nb_sorties
        exemples.append((nombres[debut:milieu], nombres[milieu:fin]))
        debut = fin
    return exemples
