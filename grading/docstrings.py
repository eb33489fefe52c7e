"""The docstrings of the folder that `--start` makes, by what they stand in, in English and in French."""

# The same in both languages, where their names stand in braces
FORMULAS = {
    "gradient": "∇ = y − Logistic(sp)",
    "update": "w₀ = w₀ + α∇\n    wᵢ = wᵢ + α∇xᵢ   i > 0",
    "loss": "Loss = −Σ (yᵢ·log(hᵢ) + (1 − yᵢ)·log(1 − hᵢ))",
}

DOCSTRINGS: dict[str, tuple[str, str]] = {
    "Dataset.py": (
"""Day 1: read the .ds files.

Line 1 is `nb_exemple nb_input nb_output`. Then come two lines an example: its inputs, then its outputs.""",
"""Jour 1 : lire les fichiers .ds.

La ligne 1 est `nb_exemple nb_input nb_output`. Suivent deux lignes par exemple : ses entrées, puis ses sorties.""",
    ),
    "DatasetError": (
        "The file is no dataset: the message names the line, what was expected and what was found.",
        "Pas un dataset : le message dit la ligne, ce qui était attendu et ce qui s’y trouve.",
    ),
    "Exemple": (
        "One example: the lists `inputs` and `outputs`.",
        "Un exemple : les listes `inputs` (entrées) et `outputs` (sorties).",
    ),
    "Dataset": (
        "The file `filename`: nb_exemple, nb_input, nb_output, and the list `exemples` of Exemple.",
        "Le fichier `filename` : nb_exemple, nb_input, nb_output, et `exemples`, une liste d’Exemple.",
    ),
    "Neuron.py": (
"""One neuron. Days 3 and 4 are done; Ex00, Ex01 and Ex06 are to do.

x: entries, w: weights (w₀: the bias), sp: weighted sum, y: desired output,
α: learning rate, ∇: gradient""",
"""Un neurone. Les jours 3 et 4 sont faits ; Ex00, Ex01 et Ex06 sont à faire.

x : entrées, w : poids (w₀ : le biais), sp : somme pondérée, y : sortie désirée,
α : taux d’apprentissage, ∇ : gradient""",
    ),
    "Neuron": (
"""A neuron with nb_inputs entries, a bias, and the logistic function as its activation.

weights   nb_inputs + 1 numbers: weights[0] is the bias w₀, weights[i] belongs to the i-th entry
out       Logistic(sp) of the last activation, from 0 to 1; nan before the first
gradient  ∇, which Ex00 sets; 0.0 before""",
"""Un neurone à nb_inputs entrées, avec un biais, activé par la fonction logistique.

weights   nb_inputs + 1 nombres : weights[0] est le biais w₀, weights[i] va avec la i-ème entrée
out       Logistic(sp) de la dernière activation, entre 0 et 1 ; nan avant la première
gradient  ∇, calculé dans l’Ex00 ; 0.0 avant""",
    ),
    "Neuron.weighted_sum": ("Return sp for nb_inputs entries.", "Renvoyer sp pour nb_inputs entrées."),
    "Neuron.activate": (
        "Day 3: set `out` from nb_inputs entries.",
        "Jour 3 : calculer `out` à partir de nb_inputs entrées.",
    ),
    "Neuron.activateWithLayer": (
        "Day 3: activate, with the activations of nb_inputs neurons as the entries.",
        "Jour 3 : activer, avec pour entrées les activations de nb_inputs neurones.",
    ),
    "Neuron.cost": (
        "Return the cost of one example. It changes nothing.",
        "Renvoyer le coût d’un exemple, sans rien modifier.",
    ),
    "Neuron.calcLoss": (
        "Day 4: return the mean of the costs over a dataset of one output.",
        "Jour 4 : renvoyer la moyenne des coûts sur un dataset à une sortie.",
    ),
    "logistic": ("Logistic(sp) = 1 / (1 + e^−sp), from 0 to 1.", "Logistic(sp) = 1 / (1 + e^−sp), entre 0 et 1."),
    "Neuron.calculateOutputGradient": (
"""Ex00: set `gradient`, after an activation.

desiredOutput  y, from 0 to 1

    {gradient}

Nothing is returned: the neuron keeps its gradient, for Ex01.""",
"""Ex00 : calculer `gradient`, après une activation.

desiredOutput  y, entre 0 et 1

    {gradient}

Ne rien renvoyer : le neurone garde son gradient, pour l’Ex01.""",
    ),
    "Neuron.applyGradient": (
"""Ex01: move all weights along the gradient, which Ex00 has set.

learningRate  α, above 0
entries       x, the list of nb_inputs numbers of the last activation; it stays as it is

    {update}""",
"""Ex01 : appliquer le gradient, calculé dans l’Ex00, à tous les poids synaptiques.

learningRate  α, plus grand que 0
entries       x, la liste des nb_inputs nombres de la dernière activation ; elle reste telle quelle

    {update}""",
    ),
    "Neuron.applyGradientWithLayer": (
"""Ex06: do as in Ex01, with a layer of neurons as the entries.

learningRate  α, above 0
layer         a list of nb_inputs neurons: xᵢ is the activation of the i-th one

    {update}""",
"""Ex06 : faire comme dans l’Ex01, avec une liste de neurones pour entrées.

learningRate  α, plus grand que 0
layer         une liste de nb_inputs neurones : xᵢ est l’activation du i-ème

    {update}""",
    ),
    "NeuralNetwork.py": (
        "Layers of neurons. Day 3 is done; Ex04, Ex05 and Ex07 are to do.",
        "Des couches de neurones. Le jour 3 est fait ; Ex04, Ex05 et Ex07 sont à faire.",
    ),
    "NeuralNetwork": (
"""NeuralNetwork([3, 5, 2]): 3 entries, 5 hidden neurons, 2 output neurons.

`layers` are lists of Neuron; those of the input layer have no inputs, and hold the entries.""",
"""NeuralNetwork([3, 5, 2]) : 3 entrées, 5 neurones cachés, 2 neurones de sortie.

`layers` est une liste de listes de Neuron ; ceux de la première couche, sans entrées, contiennent
les entrées du réseau.""",
    ),
    "NeuralNetwork.activate": (
        "Day 3: set `out` of every neuron from the entries, layer after layer.",
        "Jour 3 : calculer `out` de chaque neurone à partir des entrées, couche après couche.",
    ),
    "NeuralNetwork.activate_hidden": (
        "Set `out` of the hidden neurons; return the entries of the output layer.",
        "Calculer `out` des neurones cachés ; renvoyer les entrées de la dernière couche.",
    ),
    "NeuralNetwork.getOutputs": (
        "Day 3: return the activations of the output neurons.",
        "Jour 3 : renvoyer les activations des neurones de sortie.",
    ),
    "NeuralNetwork.calcLoss": (
"""Ex04: return the sum of the mean costs of the output neurons.

dataset  a Dataset, with one output for each output neuron

For one example, with h for the activations of the output neurons, it is
    {loss}
and for a dataset the mean over its examples. The outputs are summed, not averaged.""",
"""Ex04 : renvoyer la somme des coûts moyens des neurones de sortie.

dataset  un Dataset, avec une sortie pour chaque neurone de sortie

Pour un exemple, h étant les activations des neurones de sortie, c’est
    {loss}
et pour un dataset, la moyenne sur ses exemples. Les sorties s’additionnent, sans moyenne.""",
    ),
    "NeuralNetwork.calculateGradients": (
"""Ex05: set the gradient of each output neuron, after an activation.

desiredOutputs  a list: y for each output neuron

For each output neuron, as in Ex00,
    {gradient}
Those of hidden neurons stay as they are: day 6 computes them.""",
"""Ex05 : calculer le gradient des neurones de sortie, après une activation.

desiredOutputs  une liste : y pour chaque neurone de sortie

Pour chaque neurone de sortie, comme dans l’Ex00,
    {gradient}
Ceux des neurones cachés restent tels quels : le jour 6 les calculera.""",
    ),
    "NeuralNetwork.applyGradients": (
"""Ex07: apply the gradient of all neurons that have inputs, hidden ones too.

learningRate  α, above 0

For each neuron, with x for the activations of the layer before it, as in Ex06,
    {update}
Day 6 computes the gradients of hidden neurons; until then they are 0.0, and nothing moves there.""",
"""Ex07 : appliquer le gradient de tous les neurones à entrées, cachés compris.

learningRate  α, plus grand que 0

Pour chaque neurone, x étant les activations de la couche précédente, comme dans l’Ex06,
    {update}
Le jour 6 calculera les gradients des neurones cachés ; d’ici là ils valent 0.0, et rien n’y bouge.""",
    ),
    "OrLearn.py": (
"""Ex02: one neuron learns or.ds.

1. Read or.ds: `Dataset("or.ds").exemples` is the list of its examples, each with `inputs` and `outputs`.
   Make a neuron with as many entries as an example has inputs.
2. Learn in a loop: for an example, activate the neuron, calculate its gradient, apply it.
3. Now and then, print the loss and add it to a curve that is redrawn while the neuron learns.
   (docs/curve.md, in the grader's project, has a live curve in twelve lines of matplotlib.)
4. Stop when the loss is below a threshold.
5. Print the predictions, one line an example: inputs, expected output, colon, prediction.
       000:0
       011:1""",
"""Ex02 : un neurone apprend or.ds.

1. Lire or.ds : `Dataset("or.ds").exemples` est la liste de ses exemples, chacun avec `inputs` et `outputs`.
   Créer un neurone qui a autant d’entrées qu’un exemple.
2. Apprendre, dans une boucle : pour un exemple, activer le neurone, calculer son gradient, l’appliquer.
3. De temps en temps, afficher le coût, et l’ajouter à une courbe redessinée pendant l’apprentissage.
   (docs/curve.md, dans le projet du correcteur, en montre une en douze lignes de matplotlib.)
4. S’arrêter quand le coût passe sous un seuil.
5. Afficher les prédictions, une ligne par exemple : entrées, sortie attendue, deux-points, prédiction.
       000:0
       011:1""",
    ),
    "BinaryLearn.py": (
"""Ex03: one neuron tells an image of a 0 from an image of a 1.

1. Learn trainBinary.ds as in Ex02: print the loss, draw its curve, stop below a threshold.
2. Then compute the loss on the test set, testBinary.ds, and print it.
3. For each example of the test set, print `expected:predicted`.
       1:1
       0:0""",
"""Ex03 : un neurone distingue une image de 0 d’une image de 1.

1. Apprendre trainBinary.ds comme dans l’Ex02 : afficher le coût, tracer sa courbe, s’arrêter sous un seuil.
2. Calculer ensuite le coût sur le test set, testBinary.ds, et l’afficher.
3. Pour chaque exemple du test set, afficher `sortie attendue:prédiction`.
       1:1
       0:0""",
    ),
    "DigitsLearn.py": (
"""Ex08: a network of ten output neurons reads handwritten digits, 0 to 9.

1. Learn trainDigits.ds with a NeuralNetwork, as in Ex03: print the loss, draw its curve, stop below a threshold.
2. Then compute the loss on the test set, testDigits.ds, and print it.
3. For each example of the test set, print `expected:predicted`.
   The digit is the index of the largest output.
       3:3
       6:0""",
"""Ex08 : un réseau à dix neurones de sortie lit des chiffres manuscrits, de 0 à 9.

1. Apprendre trainDigits.ds avec un NeuralNetwork, comme dans l’Ex03 : coût, courbe, arrêt sous un seuil.
2. Calculer ensuite le coût sur le test set, testDigits.ds, et l’afficher.
3. Pour chaque exemple du test set, afficher `chiffre attendu:prédiction`.
   Le chiffre est l’indice de la plus grande sortie.
       3:3
       6:0""",
    ),
}
