"""All that the grader says, by key, in English and in French: what is filled in stands in braces."""

import os

LANGUAGES = ("en", "fr")

VERDICTS = {
    "OK": ("OK", "OK"), "KO": ("KO", "KO"), "to do": ("to do", "à faire"), "blocked": ("blocked", "bloqué"),
    "by hand": ("by hand", "à corriger à la main"),
}

SENTENCES: dict[str, tuple[str, str]] = {
    # What is still to be done
    "no file": ("no {file} here", "pas de {file} ici"),
    "did you mean": ("did you mean {near}?", "s’agit-il de {near} ?"),
    "archives": ("{archives} is not unpacked", "{archives} n’est pas décompressé"),
    "no class": ("{file} has no class {name}", "{file} n’a pas de classe {name}"),
    "no method": ("add {name} to {file}", "ajoutez {name} à {file}"),
    "stub": ("write the body of {name}", "écrivez le corps de {name}"),
    "stub script": ("write the script", "écrivez le script"),
    # What has to come first
    "blocked": ("needs {needs} first", "il faut d’abord {needs}"),
    # Neuron.py or NeuralNetwork.py as a whole
    "import raised": ("{file} cannot be imported: {error}", "impossible d’importer {file} : {error}"),
    "import time": (
        "importing {file} does not end: does it train there? Put that into a script",
        "l’import de {file} ne se termine pas : y a-t-il un apprentissage ? Sa place est dans un script",
    ),
    "import ended": (
        "importing {file} ends the process ({signal}): remove what stops it",
        "l’import de {file} met fin au processus ({signal}) : enlevez ce qui l’arrête",
    ),
    # A method's call
    "raised": ("{call} raises {error}", "{call} lève {error}"),
    "import missing": ("{what} is missing", "il manque {what}"),
    "time": (
        "{name} does not return: stopped after {seconds} s",
        "{name} ne rend pas la main : arrêt après {seconds} s",
    ),
    "idle": (
        "it waits for something that does not come: stopped after 30 idle seconds",
        "attend ce qui ne vient pas : arrêt après 30 secondes sans rien faire",
    ),
    "killed": ("{name} ends the process ({signal})", "{name} met fin au processus ({signal})"),
    "wrong": ("{what} {found}, expected {expected} ({formula})", "{what} {found} au lieu de {expected} ({formula})"),
    "in call": ("in {call}", "pour {call}"),
    "more": ("{count} more cases likewise", "de même pour {count} autres cas"),
    "one more": ("1 more case likewise", "de même pour 1 autre cas"),
    "is": ("it is", "on obtient"),
    "gradient is": ("∇ is", "∇ vaut"),
    "weights are": ("bias and weights are", "le biais et les poids valent"),
    "loss is": ("the loss is", "le coût vaut"),
    "gradients are": ("the gradients are", "les gradients valent"),
    "returned": (
        "it returns {found}, but keeps nothing: self.gradient = … instead of return …",
        "renvoie {found} sans rien garder : self.gradient = … au lieu de return …",
    ),
    "keeps nothing": (
        "after {call} the neuron keeps no new number: is `self.` forgotten? self.gradient = …",
        "après {call}, le neurone ne garde aucun nouveau nombre : `self.` oublié ? self.gradient = …",
    ),
    "returns nothing": (
        "{call} returns no number and keeps none",
        "{call} ne renvoie aucun nombre et n’en garde aucun",
    ),
    "argument changed": (
        "{name} changes the list that it is given: work on a copy",
        "{name} modifie la liste reçue : travaillez sur une copie",
    ),
    # Common mistakes: ∇
    "sign": ("the sign is flipped", "le signe est inversé"),
    "derivative": ("a(1 − a) is once too often in it", "a(1 − a) est de trop"),
    "derivative sign": (
        "a(1 − a) is too much, and the sign is flipped",
        "a(1 − a) est de trop, et le signe est inversé",
    ),
    "activation": ("that is the activation", "c’est l’activation"),
    "rounded": ("the activation is rounded", "l’activation est arrondie"),
    "squared": ("it is squared", "c’est mis au carré"),
    "halved": ("it is halved", "c’est divisé par deux"),
    "doubled": ("it is doubled", "c’est doublé"),
    "absolute": ("the sign is lost: no abs()", "le signe est perdu : pas de abs()"),
    "desired": ("that is the desired output", "c’est la sortie désirée"),
    "adds up": (
        "it is added to the gradient before: = instead of +=",
        "s’ajoute au gradient précédent : = au lieu de +=",
    ),
    "last neuron": ("the last output neuron is left out", "le dernier neurone de sortie est oublié"),
    "first desired": (
        "every neuron gets the first desired output",
        "chaque neurone reçoit la première sortie désirée",
    ),
    "hidden": ("the hidden neurons get one too", "les neurones cachés en reçoivent un aussi"),
    # The update
    "bias forgotten": ("the bias is forgotten", "le biais est oublié"),
    "bias twice": ("the bias is updated twice", "le biais est mis à jour deux fois"),
    "bias each": ("the bias is updated once for each entry", "le biais est mis à jour à chaque entrée"),
    "only bias": ("only the bias moves", "seul le biais bouge"),
    "nothing moves": ("nothing moves: is `self.` forgotten?", "rien ne bouge : `self.` oublié ?"),
    "twice": ("the gradient is applied twice", "le gradient est appliqué deux fois"),
    "rate ignored": ("the learning rate α is ignored", "le taux d’apprentissage α est ignoré"),
    "rate ignored bias": ("the learning rate α is ignored for the bias", "le taux α est ignoré pour le biais"),
    "rate ignored weights": ("the learning rate α is ignored for the weights", "le taux α est ignoré pour les poids"),
    "rate squared": ("α is applied twice (α²)", "α est appliqué deux fois (α²)"),
    "gradient squared": ("∇ is applied twice (∇²)", "∇ est appliqué deux fois (∇²)"),
    "subtracted": ("it is subtracted, ∇ = y − a is added", "c’est soustrait, or ∇ = y − a s’ajoute"),
    "subtracted weights": ("the weights' part is subtracted", "c’est soustrait pour les poids"),
    "subtracted bias": ("the bias's part is subtracted", "c’est soustrait pour le biais"),
    "entries ignored": ("the entries xi are ignored", "les entrées xi sont ignorées"),
    "shifted": ("the entries are shifted by one", "les entrées sont décalées d’un rang"),
    "shifted on": ("the weights are shifted by one: w[i] for w[i + 1]", "poids décalés d’un rang : w[i] pour w[i + 1]"),
    "shifted on bias": (
        "the weights are shifted by one: w[i] for w[i + 1]",
        "poids décalés d’un rang : w[i] pour w[i + 1]",
    ),
    "last skipped": ("the last entry is left out", "la dernière entrée est oubliée"),
    "reversed": ("the entries are taken from the last to the first", "les entrées sont prises à l’envers"),
    "replaced": ("the weights are replaced: += instead of =", "les poids sont remplacés : += au lieu de ="),
    "replaced weights": ("the weights are replaced: += instead of =", "les poids sont remplacés : += au lieu de ="),
    "times weight": ("each is multiplied by its weight, not by its entry", "multiplié par le poids, pas par l’entrée"),
    "hidden skipped": ("the hidden layer is left out", "la couche cachée est oubliée"),
    "output skipped": ("the output layer is left out", "la couche de sortie est oubliée"),
    "last neurons": ("the last neuron of each layer is left out", "le dernier neurone de chaque couche est oublié"),
    "first neurons": ("the first neuron of each layer is left out", "le premier neurone de chaque couche est oublié"),
    # The loss
    "mean of outputs": ("the mean over the outputs, not their sum", "moyenne sur les sorties au lieu de leur somme"),
    "sum of examples": ("the sum over the examples, not their mean", "somme sur les exemples au lieu de leur moyenne"),
    "divided by outputs": (
        "divided by the number of outputs, not of examples",
        "divisé par le nombre de sorties, pas d’exemples",
    ),
    "decimal logarithm": ("the decimal logarithm, not the natural one", "logarithme décimal au lieu de népérien"),
    "last example": ("only the last example counts", "seul le dernier exemple compte"),
    "last example divided": ("only the last example counts", "seul le dernier exemple compte"),
    "first example": (
        "only the first example counts: is a return inside the loop?",
        "seul le premier exemple compte : return dans la boucle ?",
    ),
    "first output": ("only the first output counts", "seule la première sortie compte"),
    "last output": ("only the last output counts", "seule la dernière sortie compte"),
    "minus": ("the minus sign is missing", "le signe moins manque"),
    "term missing": ("the term (1 − y) ln(1 − a) is missing", "le terme (1 − y) ln(1 − a) manque"),
    "other term missing": ("the term y ln a is missing", "le terme y ln a manque"),
    "squared error": (
        "that is the squared error, not the cross-entropy",
        "c’est l’erreur quadratique, pas l’entropie croisée",
    ),
    "squared error mean": (
        "that is the mean squared error, not the cross-entropy",
        "c’est l’erreur quadratique moyenne, pas l’entropie croisée",
    ),
    "half squared error": (
        "that is half the squared error, not the cross-entropy",
        "c’est la moitié de l’erreur quadratique, pas l’entropie croisée",
    ),
    "absolute error": (
        "that is the absolute error, not the cross-entropy",
        "c’est l’erreur absolue, pas l’entropie croisée",
    ),
    "errors counted": (
        "that is the number of errors, not the cross-entropy",
        "c’est le nombre d’erreurs, pas l’entropie croisée",
    ),
    "first hundred": ("only the first hundred examples count", "seuls les cent premiers exemples comptent"),
    "first hundred divided": ("only the first hundred examples count", "seuls les cent premiers exemples comptent"),
    "called twice": (
        "called twice, it gives two results: start from 0",
        "appelée deux fois, elle donne deux résultats : repartez de 0",
    ),
    # A script's run
    "script raised": ("{error}", "{error}"),
    "status": ("it ends with exit status {status}", "se termine avec le statut {status}"),
    "endless": (
        "it does not end ({seconds} s); its last line is `{last}`: is the threshold ever reached?",
        "ne se termine pas ({seconds} s) ; sa dernière ligne est `{last}` : le seuil est-il atteint ?",
    ),
    "endless same": (
        "it does not end ({seconds} s); the loss is always {loss}: do the weights change?",
        "ne se termine pas ({seconds} s) ; le coût vaut toujours {loss} : les poids changent-ils ?",
    ),
    "flood": ("it prints without end; its last line is `{last}`", "affiche sans fin ; sa dernière ligne est `{last}`"),
    "exit": (
        "it ends the process before it is done; its last line is `{last}`",
        "met fin au processus ; sa dernière ligne est `{last}`",
    ),
    "killed script": (
        "it ends with {signal}; its last line is `{last}`",
        "se termine par {signal} ; sa dernière ligne est `{last}`",
    ),
    "no neurons": (
        "it calls no method of Neuron or NeuralNetwork",
        "n’appelle aucune méthode de Neuron ni de NeuralNetwork",
    ),
    "no loss": (
        "no loss is printed while it learns: print it, or print it more often",
        "aucun coût n’est affiché pendant l’apprentissage : affichez-le, ou affichez-le plus souvent",
    ),
    "loss once": (
        "it prints the loss once, expected at least 3 times: print it more often, or lower the threshold",
        "n’affiche le coût qu’une fois, au lieu d’au moins 3 : affichez-le plus souvent, ou baissez le seuil",
    ),
    "loss few": (
        "it prints the loss {count} times, expected at least 3: print it more often, or lower the threshold",
        "n’affiche le coût que {count} fois, au lieu d’au moins 3 : affichez-le plus souvent, ou baissez le seuil",
    ),
    "loss late": (
        "it prints the loss only at the end: print it while it learns",
        "n’affiche le coût qu’à la fin : affichez-le pendant l’apprentissage",
    ),
    "no window": (
        "it draws no curve in a window of matplotlib",
        "ne trace aucune courbe dans une fenêtre de matplotlib",
    ),
    "empty window": ("its window shows no curve", "la fenêtre ne montre aucune courbe"),
    "single points": (
        "its window shows nothing: plt.plot(loss) draws one point, plot the list of all losses",
        "la fenêtre reste vide : plt.plot(coût) trace un seul point, tracez la liste de tous les coûts",
    ),
    "show waits": (
        "plt.show() waits at every redraw until its window is closed: plt.ion() before, or plt.pause(0.001)",
        "plt.show() attend à chaque tracé qu’on ferme la fenêtre : plt.ion() avant, ou plt.pause(0.001)",
    ),
    "drawn late": (
        "the curve is drawn only at the end: redraw it while it learns",
        "la courbe n’est tracée qu’à la fin : retracez-la pendant l’apprentissage",
    ),
    "drawn few": (
        "the curve is drawn {count} times, expected at least 3: redraw it more often, or lower the threshold",
        "la courbe n’est tracée que {count} fois, au lieu d’au moins 3 : retracez-la plus souvent, ou baissez le seuil",
    ),
    "no predictions": (
        "no line of the form expected:prediction, expected {expected}; its last line is `{line}`",
        "aucune ligne de la forme attendue:prédiction, il en faut {expected} ; la dernière ligne est `{line}`",
    ),
    "count": (
        "{count} lines such as `{line}`, expected {expected}: one for each example of {test}",
        "{count} lignes comme `{line}` au lieu de {expected} : une par exemple de {test}",
    ),
    "of training set": (
        "the {count} predictions are those of {train}, expected those of {test}",
        "les {count} prédictions sont celles de {train}, il faut celles de {test}",
    ),
    "swapped": (
        "the prediction stands before the expected output in `{line}`",
        "la prédiction est avant la sortie attendue dans `{line}`",
    ),
    "few right": (
        "{right} of {count} predictions are right, expected at least {floor}",
        "{right} prédictions justes sur {count}, il en faut au moins {floor}",
    ),
    "one late": (
        "{right} of {count} predictions are right: most are those of the example before",
        "{right} prédictions justes sur {count} : la plupart sont celles de l’exemple précédent",
    ),
    "always": (
        "it always predicts {value} ({right} of {count} right): int() cuts off, round() rounds",
        "prédit toujours {value} ({right} justes sur {count}) : int() tronque, round() arrondit",
    ),
    "copied": (
        "the predictions are copied from the expected outputs: {wrong} changed labels are `predicted` so",
        "les prédictions sont recopiées des sorties attendues : {wrong} étiquettes changées sont « prédites »",
    ),
    "from test": ("it learns from {test}, which is there to test with", "apprend sur {test}, qui ne sert qu’à tester"),
    # By hand
    "cannot start": ("the grader's own process failed: {error}", "le processus du correcteur a échoué : {error}"),
    "lost": (
        "the grader does not understand what happened: {raised}",
        "le correcteur ne comprend pas ce qui s’est passé : {raised}",
    ),
    "not told": (
        "the grader lost what it saw: look at the code",
        "le correcteur a perdu ce qu’il avait vu : regardez le code",
    ),
    "no module": ("needs {name}, which this Python does not have", "a besoin de {name}, que ce Python n’a pas"),
    "no display": (
        "needs a display, which the grader does not have: {error}",
        "a besoin d’un écran, que le correcteur n’a pas : {error}",
    ),
    "question": (
        "it asks a question before it has learned, and nobody types here",
        "pose une question avant d’apprendre, et personne ne répond ici",
    ),
    "layout": (
        "the weights were not found by what they do; the neuron keeps {names}",
        "les poids n’ont pas été trouvés par leur effet ; le neurone garde {names}",
    ),
    "layout raised": ("activate raises {raised}", "activate lève {raised}"),
    "not made": (
        "no {name} could be made: its parameters are {names}; {raised}",
        "impossible de créer un {name} : ses paramètres sont {names} ; {raised}",
    ),
    "patched": (
        "{file} changes {names} for the grader too, which can try nothing then",
        "{file} change {names} aussi pour le correcteur, qui ne peut alors rien essayer",
    ),
    "shared": (
        "the neurons share their weights: a list of its own for each of them",
        "les neurones partagent leurs poids : une liste pour chacun d’eux",
    ),
    "layers": (
        "layers of {sizes} neurons were not found; the network keeps {names}",
        "des couches de {sizes} neurones n’ont pas été trouvées ; le réseau garde {names}",
    ),
    "kept elsewhere": (
        "the gradient is kept where the grader does not see it",
        "le gradient est gardé là où le correcteur ne le voit pas",
    ),
    "list wanted": (
        "{name} wants more than a list of neurons: {error}",
        "{name} veut plus qu’une liste de neurones : {error}",
    ),
    "order": (
        "{name} takes {names}: the subject passes the learning rate first",
        "{name} prend {names} : le sujet donne d’abord le taux d’apprentissage",
    ),
    "nothing learned": (
        "methods were called, but no weights that the grader knows have moved",
        "des méthodes sont appelées, mais aucun poids connu du correcteur ne bouge",
    ),
    "unknown loss": (
        "is it the loss? What is printed goes from {first} to {last}, and matches none that the grader computed",
        "est-ce le coût ? L’affichage va de {first} à {last} et ne correspond à aucun coût calculé par le correcteur",
    ),
    "unknown curve": (
        "is it the loss? The curve goes through {heights}, and matches none that the grader computed",
        "est-ce le coût ? La courbe passe par {heights} et ne correspond à aucun coût calculé par le correcteur",
    ),
    "unknown predictions": ("are these the predictions? `{line}`", "sont-ce les prédictions ? `{line}`"),
    "not asked": (
        "the predictions are right, but no neuron was activated for them: where do they come from?",
        "les prédictions sont justes, mais aucun neurone n’a été activé pour elles : d’où viennent-elles ?",
    ),
    "crashed": (
        "the grader itself failed on this folder: {error}",
        "le correcteur lui-même a échoué sur ce dossier : {error}",
    ),
    # Remarks, and what was assumed
    "remark": ("Note", "Remarque"),
    "no test cost": (
        "the cost on {test} is not shown, and the subject asks for it",
        "le coût sur {test} n’est pas affiché, le sujet le demande",
    ),
    "undone": (
        "right with the gradient of Ex00, whose sign is flipped",
        "juste avec le gradient de l’Ex00, dont le signe est inversé",
    ),
    "repaired": ("graded with a correct {needs} in its place", "noté avec une version correcte de {needs}"),
    "day 6": (
        "the hidden neurons get a gradient too, as on day 6",
        "les neurones cachés reçoivent aussi un gradient, comme au jour 6",
    ),
    "loss takes": ("calcLoss takes {what}", "calcLoss prend {what}"),
    "assumed": (
        "activation: {out}; weights, the bias first: {weights} and so on",
        "activation : {out} ; poids, le biais d’abord : {weights}, etc.",
    ),
    "assumes": ("Assumed", "Supposé"),
    "dataset missing": (
        "{file} is not in the folder: a correct one stands in",
        "{file} n’est pas dans le dossier : une version correcte le remplace",
    ),
    "dataset broken": (
        "{file} is broken: a correct one stands in",
        "{file} est cassé : une version correcte le remplace",
    ),
    "dataset wrong": (
        "{file} does not give what a file holds: a correct one stands in",
        "{file} ne rend pas ce que contient un fichier : une version correcte le remplace",
    ),
    "dataset elsewhere": (
        "{file} is not in the folder: the dataset was found all the same",
        "{file} n’est pas dans le dossier : le jeu de données a été trouvé quand même",
    ),
    "left out link": (
        "{file} leads out of the folder, and was left out",
        "{file} mène hors du dossier et a été laissé de côté",
    ),
    "left out large": (
        "{file} is larger than 16 MiB, and was left out",
        "{file} dépasse 16 Mio et a été laissé de côté",
    ),
    "left out unreadable": ("{file} cannot be read, and was left out", "{file} est illisible et a été laissé de côté"),
    # The table, and a class
    "same": ("the same as {exercise}", "comme {exercise}"),
    "done": ("{count} of {total} done.", "{count} sur {total}."),
    "next": ("Next: {exercise}, {what}", "Ensuite : {exercise}, {what}"),
    "all done": ("All done.", "Tout est fait."),
    "left to do": ("To do: {exercises}", "À faire : {exercises}"),
    "mend": ("mend {name} in {file}", "corrigez {name} dans {file}"),
    "write script": ("write {file}", "écrivez {file}"),
    "mend script": ("mend {file}", "corrigez {file}"),
    # --watch and --start
    "watching": (
        "Watching {folder}: each save is graded. Ctrl-C ends this.",
        "{folder} est surveillé : chaque enregistrement est noté. Ctrl-C pour finir.",
    ),
    "running": (
        "{exercise}: {file} is running, for {seconds} s at most",
        "{exercise} : {file} est en cours d’exécution, {seconds} s au plus",
    ),
    "again": (
        "{exercise}: {file} is running once more, since what it builds on has changed",
        "{exercise} : {file} est exécuté de nouveau, ce dont il se sert ayant changé",
    ),
    "newly": ("{exercises} OK. {count} of {total}.", "{exercises} OK. {count} sur {total}."),
    "try next": (
        "All done. To try next: a learning rate ten times larger or smaller, the mean of the gradients of a batch, "
        "the loss on the test set in the curve, and how Neuron.py of the project says it.",
        "Tout est fait. Pour continuer : un taux d’apprentissage dix fois plus grand ou plus petit, la moyenne des "
        "gradients d’un lot, le coût du test set sur la courbe, et la façon dont le Neuron.py du projet l’écrit.",
    ),
    "begun": (
        "{folder} is made: two classes to complete, three scripts to write, and their datasets.\n"
        "Begin with Ex00, calculateOutputGradient in Neuron.py. To have each save graded, type\n\n    {command}\n",
        "{folder} est prêt : deux classes à compléter, trois scripts à écrire, et leurs datasets.\n"
        "Commencez par l’Ex00, calculateOutputGradient dans Neuron.py. Pour être noté à chaque enregistrement :"
        "\n\n    {command}\n",
    ),
    "not empty": (
        "expected a new or an empty folder, {folder} holds {names}",
        "il faut un dossier nouveau ou vide, or {folder} contient {names}",
    ),
    "cannot write": ("cannot write into {folder}: {error}", "impossible d’écrire dans {folder} : {error}"),
    "and": ("and", "et"),
    "or": ("or", "ou"),
    "day 3": ("activate (day 3)", "activate (jour 3)"),
    "day 3 network": ("activate of NeuralNetwork (day 3)", "activate de NeuralNetwork (jour 3)"),
    "day 4": ("calcLoss (day 4)", "calcLoss (jour 4)"),
    "nothing": ("no file of day 5 in it", "aucun fichier du jour 5"),
    "several": ("did you mean {near}? Grade one of them", "s’agit-il de {near} ? Choisissez un dossier"),
    "notebook": ("{near} is a notebook: save it as .py", "{near} est un notebook : enregistrez-le en .py"),
    "unreadable": ("it cannot be read", "illisible"),
    "not graded": ("not graded", "non noté"),
    "progress": ("{count} of {total}: {name}", "{count} sur {total} : {name}"),
    "needs matplotlib": (
        "the scripts need matplotlib, which this Python cannot import ({error}): pip install matplotlib",
        "les scripts ont besoin de matplotlib, que ce Python n’importe pas ({error}) : pip install matplotlib",
    ),
}

# What stands in calls, in formulas, and in what calcLoss takes, in French
PHRASES = {
    "weights [": "poids [", " examples)": " exemples)",
    "the mean over the examples of": "la moyenne sur les exemples de",
    "Σ over the outputs of the mean of": "Σ sur les sorties de la moyenne de",
    "a list of (inputs, outputs)": "une liste de (entrées, sorties)",
    "two lists, inputs and outputs": "deux listes, entrées et sorties",
    "two lists, inputs and numbers": "deux listes, entrées et nombres",
    "a Dataset of day 1": "un Dataset du jour 1",
    " of what ": " de ce que ", "what ": "ce que ", " returns, one by one": " renvoie, un à un", " makes": " crée",
}


def language(asked: str | None = None) -> str:
    """What was asked for, else what the environment says, else English."""
    told = asked or next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "en")
    return told[:2] if told[:2] in LANGUAGES else "en"
