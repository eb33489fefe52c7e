"""All that the grader says, by key, in English and in French: what is filled in stands in braces."""

import os

LANGUAGES = ("en", "fr")

VERDICTS = {
    "OK": ("OK", "OK"), "KO": ("KO", "KO"), "to do": ("to do", "à faire"), "blocked": ("blocked", "bloqué"),
    "by hand": ("by hand", "à corriger à la main"),
}

SENTENCES: dict[str, tuple[str, str]] = {
    # What is still to be done
    "no file": ("there is no {file} here", "il n’y a pas de {file} ici"),
    "did you mean": ("did you mean {near}?", "s’agit-il de {near} ?"),
    "archives": ("{archives} is not unpacked", "{archives} n’est pas décompressé"),
    "no class": ("{file} has no class {name}", "{file} n’a pas de classe {name}"),
    "no method": ("add {name} to {file}", "ajoutez {name} à {file}"),
    "stub": ("write the body of {name}", "écrivez la méthode {name}"),
    "stub script": ("write the script", "écrivez le script"),
    # What has to come first
    "blocked": ("finish {needs} first", "terminez d’abord {needs}"),
    "blocked file": ("{file} cannot be imported: see {exercise}", "{file} ne peut pas être importé : voir {exercise}"),
    # Neuron.py or NeuralNetwork.py as a whole
    "import time": (
        "importing {call} does not end: does it train there? Put that into a script",
        "l’import de {call} ne se termine pas : y a-t-il un apprentissage ? Sa place est dans un script"),
    # A method's call
    "raised": ("{call} raises {error}", "{call} lève {error}"),
    "import missing": ("{what} is missing", "il manque {what}"),
    "index": (
        "{weights}[0] is the bias, so {weights}[i + 1] goes with entry i",
        "{weights}[0] est le biais, donc {weights}[i + 1] va avec l’entrée i"),
    "layer before": (
        "the entries of layer i are the neurons of layer i - 1",
        "les entrées de la couche i sont les neurones de la couche i - 1"),
    "no number": (
        "a neuron is not a number: take its activation",
        "un neurone n’est pas un nombre : prenez son activation"),
    "list": (
        "a list is not a number: go through it in a loop",
        "une liste n’est pas un nombre : parcourez-la en boucle"),
    "log": (
        "0 has no logarithm: is the activation rounded?",
        "0 n’a pas de logarithme : l’activation est-elle arrondie ?"),
    "time": (
        "{call} does not return: is there a loop that never ends?",
        "{call} ne rend pas la main : y a-t-il une boucle sans fin ?"),
    "idle": (
        "it waits for something that does not come: it was stopped after 30 idle seconds",
        "l’exécution attend quelque chose qui ne vient pas : elle a été arrêtée après 30 secondes d’inactivité"),
    "killed": (
        "{call} ends the process ({signal}): remove what stops it",
        "{call} met fin au processus ({signal}) : enlevez ce qui l’arrête"),
    "returned": (
        "it returns {returned}, but keeps nothing: write self.gradient = …, not return …",
        "la méthode renvoie {returned} sans rien garder : écrivez self.gradient = …, pas return …"),
    "keeps nothing": (
        "the neuron keeps no gradient: write self.gradient = …, with `self.` and a single =",
        "le neurone ne garde aucun gradient : écrivez self.gradient = …, avec `self.` et un seul signe ="),
    "returns nothing": ("calcLoss returns no number", "calcLoss ne renvoie aucun nombre"),
    "argument changed": (
        "{name} changes the list that it is given: work on a copy",
        "{name} modifie la liste reçue : travaillez sur une copie"),
    # What a case gave
    "wrong Neuron.calculateOutputGradient": (
        "after the activation a = {a}, calculateOutputGradient({desired}) gives ∇ = {found}, expected {expected} (∇ "
        "= y − a)",
        "après l’activation a = {a}, calculateOutputGradient({desired}) donne ∇ = {found} au lieu de {expected} (∇ "
        "= y − a)"),
    "wrong Neuron.applyGradient": (
        "applyGradient({rate}, {entries}) moves the bias and the weights from {before} to {found}, expected "
        "{expected} (w0 + α∇, wi + α∇xi, with ∇ = {gradient})",
        "applyGradient({rate}, {entries}) fait passer le biais et les poids de {before} à {found} au lieu de "
        "{expected} (w0 + α∇, wi + α∇xi, avec ∇ = {gradient})"),
    "wrong Neuron.applyGradientWithLayer": (
        "with a layer of activations {entries}, applyGradientWithLayer({rate}, layer) moves the bias and the "
        "weights from {before} to {found}, expected {expected} (w0 + α∇, wi + α∇ai, with ∇ = {gradient})",
        "avec une couche d’activations {entries}, applyGradientWithLayer({rate}, couche) fait passer le biais et "
        "les poids de {before} à {found} au lieu de {expected} (w0 + α∇, wi + α∇ai, avec ∇ = {gradient})"),
    "wrong NeuralNetwork.calcLoss": (
        "for the outputs {outs} and the desired outputs {desired}, calcLoss gives {found}, expected {expected} (the "
        "sum over the outputs of the mean of −(y ln a + (1 − y) ln(1 − a)))",
        "pour les sorties {outs} et les sorties désirées {desired}, calcLoss donne {found} au lieu de {expected} "
        "(la somme sur les sorties de la moyenne de −(y ln a + (1 − y) ln(1 − a)))"),
    "wrong NeuralNetwork.calculateGradients": (
        "after the output activations a = {a}, calculateGradients({desired}) gives ∇ = {found}, expected {expected} "
        "(∇ = y − a)",
        "après les activations de sortie a = {a}, calculateGradients({desired}) donne ∇ = {found} au lieu de "
        "{expected} (∇ = y − a)"),
    "wrong NeuralNetwork.applyGradients": (
        "applyGradients({rate}) moves the bias and the weights of layers[{layer}][{neuron}] from {before} to "
        "{found}, expected {expected} (w0 + α∇, wi + α∇ai, with ∇ = {gradient} and a = {entries})",
        "applyGradients({rate}) fait passer le biais et les poids de layers[{layer}][{neuron}] de {before} à "
        "{found} au lieu de {expected} (w0 + α∇, wi + α∇ai, avec ∇ = {gradient} et a = {entries})"),
    "wrong Neuron.activate": (
        "with the bias and the weights {weights}, activate({entries}) gives {found}, expected {expected} "
        "(Logistic(w0 + w1x1 + …))",
        "avec le biais et les poids {weights}, activate({entries}) donne {found} au lieu de {expected} (Logistic(w0 "
        "+ w1x1 + …))"),
    "wrong NeuralNetwork.activate": (
        "with the biases and weights {weights}, activate({entries}) gives {found}, expected {expected}",
        "avec le biais et les poids {weights}, activate({entries}) donne {found} au lieu de {expected}"),
    "wrong Neuron.calcLoss": (
        "calcLoss gives {found}, expected {expected} (the mean of −(y ln a + (1 − y) ln(1 − a)))",
        "calcLoss donne {found} au lieu de {expected} (la moyenne de −(y ln a + (1 − y) ln(1 − a)))"),
    "more": ("{count} more cases likewise", "de même pour {count} autres cas"),
    "one more": ("1 more case likewise", "de même pour 1 autre cas"),
    # Common mistakes: ∇
    "sign": ("the sign is flipped", "le signe est inversé"),
    "derivative": ("there is an extra factor a(1 − a)", "le facteur a(1 − a) est de trop"),
    "derivative sign": (
        "there is an extra factor a(1 − a), and the sign is flipped",
        "le facteur a(1 − a) est de trop, et le signe est inversé"),
    "activation": (
        "the gradient is the activation alone: write y − a",
        "le gradient est l’activation seule : écrivez y − a"),
    "rounded": ("the activation is rounded: use it as it is", "l’activation est arrondie : prenez-la telle quelle"),
    "doubled": ("y − a is doubled", "y − a est doublé"),
    "adds up": (
        "the gradient is added to the one before: write =, not +=",
        "le gradient s’ajoute au précédent : écrivez =, pas +="),
    "no neuron": (
        "no output neuron gets its gradient: call calculateOutputGradient on each neuron of "
        "the last layer",
        "aucun neurone de sortie ne reçoit son gradient : appelez calculateOutputGradient sur chaque "
        "neurone de la dernière couche"),
    "returned list": (
        "the list that it returns is right, but no neuron keeps its gradient: call calculateOutputGradient on each "
        "output neuron",
        "la liste renvoyée est juste, mais aucun neurone ne garde son gradient : appelez calculateOutputGradient "
        "sur chaque neurone de sortie"),
    "only first neuron": (
        "only the first output neuron gets its gradient: is there a return inside the loop?",
        "seul le premier neurone de sortie reçoit son gradient : y a-t-il un return dans la boucle ?"),
    "only last neuron": (
        "only the last output neuron gets its gradient: is the call outside the loop?",
        "seul le dernier neurone de sortie reçoit son gradient : l’appel est-il hors de la boucle ?"),
    "last neuron": ("the last output neuron gets no gradient", "le dernier neurone de sortie est oublié"),
    "first desired": (
        "every output neuron gets the first desired output: each has its own",
        "chaque neurone de sortie reçoit la première sortie désirée : chacun a la sienne"),
    "last desired": (
        "every output neuron ends with the last desired output: go through both lists in one loop (zip)",
        "chaque neurone de sortie finit avec la dernière sortie désirée : parcourez les deux listes dans une même "
        "boucle (zip)"),
    "hidden": (
        "the hidden neurons get the gradient of an output neuron: take only those of the last layer",
        "les neurones cachés reçoivent un gradient de neurone de sortie : ne prenez que ceux de la dernière couche"),
    # The update
    "bias forgotten": ("the bias is forgotten", "le biais est oublié"),
    "bias twice": ("the bias is updated twice", "le biais est mis à jour deux fois"),
    "bias each": (
        "the bias is updated once for each entry: move its update out of the loop",
        "le biais est mis à jour à chaque entrée : sortez sa mise à jour de la boucle"),
    "only bias": ("only the bias moves", "seul le biais bouge"),
    "nothing moves": (
        "nothing moves: put the new weights into those of `self`, not into a variable or a return",
        "rien ne bouge : rangez les nouveaux poids dans ceux de `self`, pas dans une variable ni dans un return"),
    "twice": ("the gradient is applied twice", "le gradient est appliqué deux fois"),
    "rate ignored": ("the learning rate α is ignored", "le taux d’apprentissage α est ignoré"),
    "rate ignored bias": (
        "the learning rate α is ignored for the bias",
        "le taux d’apprentissage α est ignoré pour le biais"),
    "rate ignored weights": (
        "the learning rate α is ignored for the weights",
        "le taux d’apprentissage α est ignoré pour les poids"),
    "rate squared": ("the learning rate α is applied twice (α²)", "le taux α est appliqué deux fois (α²)"),
    "subtracted": (
        "the gradient is subtracted: ∇ = y − a must be added",
        "le gradient est soustrait : ∇ = y − a doit être ajouté"),
    "subtracted weights": (
        "the gradient is subtracted from the weights: add it",
        "le gradient est soustrait des poids : ajoutez-le"),
    "entries ignored": (
        "the entries are ignored: multiply α∇ by the entry of each weight",
        "les entrées sont ignorées : multipliez α∇ par l’entrée de chaque poids"),
    "entries before": (
        "each weight moves by the entry before its own",
        "chaque poids bouge selon l’entrée qui précède la sienne"),
    "weights before": (
        "each entry moves the weight before its own: w[i] where w[i + 1] is needed",
        "chaque entrée fait bouger le poids qui précède le sien : w[i] là où il faut w[i + 1]"),
    "bias first": (
        "the first weight is moved as if it were the bias: in activate the bias is the last one",
        "le premier poids bouge comme s’il était le biais : dans activate, le biais est le dernier"),
    "bias last": (
        "the last weight is moved as if it were the bias: in activate the bias is the first one",
        "le dernier poids bouge comme s’il était le biais : dans activate, le biais est le premier"),
    "last skipped": (
        "the weight of the last entry does not move: the loop ends too early",
        "le poids de la dernière entrée ne bouge pas : la boucle s’arrête trop tôt"),
    "only first weight": (
        "only the weight of the first entry moves: is there a return inside the loop?",
        "seul le poids de la première entrée bouge : y a-t-il un return dans la boucle ?"),
    "reversed": (
        "the entries are taken from the last to the first",
        "les entrées sont prises de la dernière à la première"),
    "replaced": (
        "the weights are replaced, not moved: write +=, not =",
        "les poids sont remplacés au lieu de bouger : écrivez +=, pas ="),
    "own activation": (
        "the weights move by the neuron's own activation, not by the entries",
        "les poids bougent selon l’activation du neurone lui-même, pas selon les entrées"),
    "layer gradients": (
        "the weights move by the gradients of the layer's neurons, not by their activations",
        "les poids bougent selon les gradients des neurones de la couche, pas selon leurs activations"),
    "hidden skipped": (
        "the hidden layers do not move: go through all layers but the first",
        "les couches cachées ne bougent pas : parcourez toutes les couches sauf la première"),
    "input layer": (
        "every layer moves by the entries of the network: layer i must move by the activations of layer i - 1",
        "chaque couche bouge selon les entrées du réseau : la couche i doit bouger selon les activations de la couche "
        "i - 1"),
    "output skipped": ("the output layer does not move", "la couche de sortie ne bouge pas"),
    "last neurons": (
        "the last neuron of each layer does not move: the loop ends too early",
        "le dernier neurone de chaque couche ne bouge pas : la boucle s’arrête trop tôt"),
    "only first neurons": (
        "only the first neuron of a layer moves: is there a return inside the loop?",
        "seul le premier neurone d’une couche bouge : y a-t-il un return dans la boucle ?"),
    # The loss
    "mean of outputs": (
        "the loss is the mean over the outputs, not their sum",
        "le coût est la moyenne sur les sorties au lieu de leur somme"),
    "sum of examples": (
        "the loss is the sum over the examples, not their mean: divide by their number",
        "le coût est la somme sur les exemples au lieu de leur moyenne : divisez par leur nombre"),
    "divided by outputs": (
        "the loss is divided by the number of outputs, not of examples",
        "le coût est divisé par le nombre de sorties au lieu du nombre d’exemples"),
    "decimal logarithm": (
        "the logarithm is the decimal one, not the natural one: write math.log",
        "le logarithme est décimal au lieu de népérien : écrivez math.log"),
    "last example": (
        "only the last example counts: is the sum set to 0 inside the loop?",
        "seul le dernier exemple compte : la somme est-elle remise à 0 dans la boucle ?"),
    "first example": (
        "only the first example counts: is there a return inside the loop?",
        "seul le premier exemple compte : y a-t-il un return dans la boucle ?"),
    "one output": ("only one output counts: add them all up", "une seule sortie compte : additionnez-les toutes"),
    "minus": (
        "the minus sign before the sum is missing",
        "il manque le signe moins devant la somme"),
    "minus first": (
        "the minus applies to one term only: put the whole sum in parentheses",
        "le signe moins ne porte que sur un terme : mettez toute la somme entre parenthèses"),
    "first term missing": ("the term y ln a is missing", "le terme y ln a manque"),
    "second term missing": ("the term (1 − y) ln(1 − a) is missing", "le terme (1 − y) ln(1 − a) manque"),
    "squared error": (
        "the loss is the squared error, not the cross-entropy",
        "le coût est l’erreur quadratique au lieu de l’entropie croisée"),
    "first hundred": ("only the first hundred examples count", "seuls les cent premiers exemples comptent"),
    "called twice": (
        "the loss changes when calcLoss is called again: start the sum from 0",
        "le coût change quand on rappelle calcLoss : repartez d’une somme à 0"),
    # A script's run
    "no dataset": (
        "the script opens {file}, which is not there: expected {sets}, in the folder of the script",
        "le script ouvre {file}, qui n’existe pas ici : il faut {sets}, dans le dossier du script"),
    "status": (
        "the script ends with exit status {status}: look for what calls sys.exit()",
        "le script se termine avec le code de sortie {status} : cherchez ce qui appelle sys.exit()"),
    "endless": (
        "the script does not end within {seconds} s, and its last line is `{last}`: does the loss fall, and is the "
        "threshold ever reached?",
        "le script ne se termine pas en {seconds} s, et sa dernière ligne est `{last}` : le coût baisse-t-il, et le "
        "seuil est-il atteint ?"),
    "endless silent": (
        "the script does not end within {seconds} s and prints nothing: print the loss in the loop; does it fall?",
        "le script ne se termine pas en {seconds} s et n’affiche rien : affichez le coût dans la boucle, "
        "baisse-t-il ?"),
    "endless same": (
        "the script does not end within {seconds} s, and the loss is always {loss}: do the weights change?",
        "le script ne se termine pas en {seconds} s, et le coût vaut toujours {loss} : les poids changent-ils ?"),
    "flood": (
        "the script prints without end, and its last line is `{last}`: print less often",
        "le script affiche sans fin, et sa dernière ligne est `{last}` : affichez moins souvent"),
    "no neurons": (
        "the script calls no method of Neuron or NeuralNetwork: use them to learn",
        "le script n’appelle aucune méthode de Neuron ni de NeuralNetwork : servez-vous-en pour apprendre"),
    "no loss": (
        "no loss is printed during the training: print it now and then, in the loop",
        "aucun coût n’est affiché pendant l’apprentissage : affichez-le de temps en temps, dans la boucle"),
    "loss few": (
        "the loss is printed fewer than 3 times: print it more often, or lower the threshold",
        "le coût est affiché moins de 3 fois : affichez-le plus souvent, ou baissez le seuil"),
    "loss late": (
        "the loss is printed only at the end: print it during the training",
        "le coût n’est affiché qu’à la fin : affichez-le pendant l’apprentissage"),
    "no window": (
        "the script draws no curve: plt.plot(…), then plt.pause(0.001), during the training",
        "le script ne trace aucune courbe : plt.plot(…), puis plt.pause(0.001), pendant l’apprentissage"),
    "empty window": (
        "the window shows no line: keep all losses in a list, and plot the whole list (two points at least)",
        "la fenêtre ne montre pas de ligne : gardez tous les coûts dans une liste et tracez-la entière (deux points au "
        "moins)"),
    "show waits": (
        "plt.show() waits at every redraw until the window is closed: write plt.pause(0.001) in its place",
        "plt.show() attend à chaque tracé qu’on ferme la fenêtre : écrivez plt.pause(0.001) à la place"),
    "drawn late": (
        "the curve is drawn only at the end: redraw it during the training",
        "la courbe n’est tracée qu’à la fin : redessinez-la pendant l’apprentissage"),
    "drawn few": (
        "the curve is drawn fewer than 3 times: redraw it more often, or lower the threshold",
        "la courbe est tracée moins de 3 fois : redessinez-la plus souvent, ou baissez le seuil"),
    "no predictions": (
        "the script prints no `expected:prediction` line, and {expected} are needed; its last line is `{line}`",
        "le script n’affiche aucune ligne `attendue:prédiction`, il en faut {expected} ; sa dernière est `{line}`"),
    "count": (
        "the script prints {count} lines such as `{line}`, expected {expected}: one for each example of {test}",
        "le script affiche {count} lignes comme `{line}` au lieu de {expected} : une par exemple de {test}"),
    "of training set": (
        "the {count} predictions are those of {train}: print those of {test}",
        "les {count} prédictions sont celles de {train} : affichez celles de {test}"),
    "swapped": (
        "the prediction stands before the expected output in `{line}`: write expected:prediction",
        "la prédiction est avant la sortie attendue dans `{line}` : écrivez attendue:prédiction"),
    "few right": (
        "the prediction is right for {right} of {count} examples, and at least {needed} are needed: is the order "
        "expected:prediction? If so, train longer, or lower the threshold",
        "la prédiction est juste pour {right} des {count} exemples, et il en faut au moins {needed} : l’ordre est-il "
        "bien attendue:prédiction ? Si oui, apprenez plus longtemps, ou baissez le seuil"),
    "worse than chance": (
        "the prediction is right for {right} of {count} examples, fewer than by chance: is it the index of the largest "
        "output?",
        "la prédiction est juste pour {right} des {count} exemples, moins qu’au hasard : est-ce l’indice de la plus "
        "grande sortie ?"),
    "contrary": (
        "the predictions are the opposite of the expected outputs: 0 for 1, and 1 for 0",
        "les prédictions sont le contraire des sorties attendues : 0 pour 1, et 1 pour 0"),
    "one late": (
        "most predictions are those of the example before: activate before you print",
        "la plupart des prédictions sont celles de l’exemple précédent : activez avant d’afficher"),
    "always": (
        "the prediction is always {value}, whatever the example: does it come from the activation?",
        "la prédiction est toujours {value}, quel que soit l’exemple : vient-elle de l’activation ?"),
    "always 0": (
        "the prediction is always 0: int() drops the decimals, round() rounds",
        "la prédiction est toujours 0 : int() tronque, round() arrondit"),
    "copied": (
        "the predictions are copied from the file, even the {wrong} labels that the grader changed on purpose: "
        "take them from the activation",
        "les prédictions sont recopiées du fichier, même les {wrong} étiquettes que le correcteur y a faussées : "
        "prenez-les de l’activation"),
    "from test": (
        "the script learns from {test}, which is there to test with: learn from {train}",
        "le script apprend sur {test}, qui ne sert qu’à tester : apprenez sur {train}"),
    # By hand
    "lost": (
        "the grader does not understand what happened: {raised}",
        "le correcteur ne comprend pas ce qui s’est passé : {raised}"),
    "no module": (
        "the code imports {name}, which is not installed here: can it do without?",
        "le code importe {name}, qui n’est pas installé ici : peut-il s’en passer ?"),
    "no display": (
        "the script needs a display, which the grader does not have: {error}",
        "le script a besoin d’un écran, que le correcteur n’a pas : {error}"),
    "question": (
        "the script asks something with input() before it learns, and the grader types nothing: write the value "
        "into the script",
        "le script pose une question avec input() avant d’apprendre, et le correcteur ne tape rien : écrivez la "
        "valeur dans le script"),
    "layout": (
        "the grader did not find the weights by what they do; the neuron keeps {names}",
        "le correcteur n’a pas trouvé les poids par leur effet ; le neurone garde {names}"),
    "layout raised": ("activate raises {raised}", "activate lève {raised}"),
    "not made": (
        "the grader cannot make a {name}: its parameters are {names}; {raised}",
        "le correcteur ne peut pas créer de {name} : ses paramètres sont {names} ; {raised}"),
    "patched": (
        "{file} changes {names} for the grader too, which can try nothing then",
        "{file} change {names} pour le correcteur aussi, qui ne peut alors rien essayer"),
    "shared": (
        "the neurons of a layer share their weights: make a new list for each one in NeuralNetwork.__init__",
        "les neurones d’une couche partagent leurs poids : créez une liste pour chacun dans NeuralNetwork.__init__"),
    "layers": (
        "the grader looks for layers of {sizes} different neurons, each with a bias and a weight for each entry, and "
        "sees {names}",
        "le correcteur cherche des couches de {sizes} neurones différents, chacun avec un biais et un poids par "
        "entrée, et voit {names}"),
    "kept elsewhere": (
        "the gradient is kept where the grader does not see it",
        "le gradient est gardé là où le correcteur ne le voit pas"),
    "list wanted": (
        "{call} wants more than a list of neurons: {error}",
        "{call} veut plus qu’une liste de neurones : {error}"),
    "order": (
        "{name} takes {names}: in the subject the learning rate comes first",
        "{name} prend {names} : dans le sujet, le taux d’apprentissage vient d’abord"),
    "nothing learned": (
        "the grader sees no weights move: does the script call applyGradient?",
        "le correcteur ne voit aucun poids bouger : le script appelle-t-il applyGradient ?"),
    "unknown loss": (
        "is it the loss? What is printed goes from {first} to {last}, and matches no loss that the grader computed",
        "est-ce le coût ? L’affichage va de {first} à {last} et ne correspond à aucun coût calculé par le correcteur"),
    "unknown curve": (
        "is it the loss? The curve goes through {heights}, and matches no loss that the grader computed",
        "est-ce le coût ? La courbe passe par {heights} et ne correspond à aucun coût calculé par le correcteur"),
    "unknown predictions": ("are these the predictions? `{line}`", "est-ce que ce sont les prédictions ? `{line}`"),
    "not asked": (
        "the predictions are right, but no neuron was activated for them: where do they come from?",
        "les prédictions sont justes, mais aucun neurone n’a été activé pour elles : d’où viennent-elles ?"),
    "crashed": (
        "the grader itself failed on this folder: {error}",
        "le correcteur lui-même a échoué sur ce dossier : {error}"),
    # Remarks, and what was assumed
    "remark": ("Note", "Remarque"),
    "no test cost": (
        "the loss on {test} is not shown, and the subject asks for it",
        "le coût sur {test} n’est pas affiché, or le sujet le demande"),
    "undone": (
        "it is right with the gradient of Ex00, whose sign is flipped",
        "la méthode est juste avec le gradient de l’Ex00, dont le signe est inversé"),
    "repaired": ("the script was graded with a correct {needs}", "le script a été noté après correction de {needs}"),
    "day 6": (
        "the hidden neurons get a gradient too, as on day 6",
        "les neurones cachés reçoivent aussi un gradient, comme au jour 6"),
    # What calcLoss takes, where it is no Dataset
    "a list of (inputs, outputs)": (
        "calcLoss takes a list of (inputs, outputs); the subject says a dataset",
        "calcLoss prend une liste de (entrées, sorties) ; le sujet dit un dataset"),
    "two lists, inputs and outputs": (
        "calcLoss takes two lists, inputs and outputs; the subject says a dataset",
        "calcLoss prend deux listes, entrées et sorties ; le sujet dit un dataset"),
    "two lists, inputs and numbers": (
        "calcLoss takes two lists, inputs and numbers; the subject says a dataset",
        "calcLoss prend deux listes, entrées et nombres ; le sujet dit un dataset"),
    "assumed": (
        "the activation is {out}, the bias and the weights are {weights} and so on",
        "l’activation est {out}, le biais et les poids sont {weights}, etc."),
    "assumes": ("Assumed", "Supposé"),
    "dataset": ("a correct version of {file} stands in", "une version correcte de {file} est utilisée"),
    "dataset elsewhere": (
        "{file} is not in the folder: the dataset was found all the same",
        "{file} n’est pas dans le dossier : le dataset a été trouvé quand même"),
    "left out link": (
        "{file} leads out of the folder, and was left out",
        "{file} mène hors du dossier et a été laissé de côté"),
    "left out large": (
        "{file} is larger than 16 MiB, and was left out",
        "{file} dépasse 16 Mio et a été laissé de côté"),
    "left out unreadable": ("{file} cannot be read, and was left out", "{file} est illisible et a été laissé de côté"),
    # The table, and a class
    "same": ("the same as {exercise}", "la même chose que pour {exercise}"),
    "done": ("{count} of {total} done.", "Fait : {count} sur {total}."),
    "next": ("Next: {exercise}, {what}", "Ensuite : {exercise}, {what}"),
    "left to do": ("To do: {exercises}", "À faire : {exercises}"),
    "and": ("and", "et"),
    "or": ("or", "ou"),
    "Neuron.activate": ("activate (day 3)", "activate (jour 3)"),
    "NeuralNetwork.activate": ("activate of NeuralNetwork (day 3)", "activate de NeuralNetwork (jour 3)"),
    "Neuron.calcLoss": ("calcLoss of Neuron (day 4)", "calcLoss de Neuron (jour 4)"),
    "nothing": ("no file of day 5 in it", "aucun fichier du jour 5"),
    "several": ("did you mean {near}? Grade one of them", "s’agit-il de {near} ? Choisissez un dossier"),
    "notebook": ("{near} is a notebook: save it as .py", "{near} est un notebook : enregistrez-le en .py"),
    "unreadable": ("it cannot be read", "il est illisible"),
    "not graded": ("not graded", "non noté"),
    "progress": ("{count} of {total}: {name}", "{count} sur {total} : {name}"),
    "needs matplotlib": (
        "the scripts need matplotlib, which this Python cannot import ({error}): pip install matplotlib",
        "les scripts ont besoin de matplotlib, que ce Python n’importe pas ({error}) : pip install matplotlib"),
    # --watch and --start
    "watching": (
        "Watching {folder}: each save is graded. Ctrl-C ends this.",
        "{folder} est surveillé : chaque enregistrement est noté. Ctrl-C pour finir."),
    "running": (
        "{exercise}: {file} is running, for {seconds} s at most",
        "{exercise} : {file} est en cours d’exécution, {seconds} s au plus"),
    "newly": ("{exercises} OK. {count} of {total}.", "{exercises} OK. {count} sur {total}."),
    "try next": (
        "All done. To try next: a learning rate ten times larger or smaller, the mean of the gradients of a batch, "
        "the loss on the test set in the curve, and how Neuron.py of the project says it.",
        "Tout est fait. Pour continuer : un taux d’apprentissage dix fois plus grand ou plus petit, la moyenne des "
        "gradients d’un lot, le coût du test set sur la courbe, et la façon dont le Neuron.py du projet l’écrit."),
    "begun": (
        "{folder} is made: two classes to complete, three scripts to write, and their datasets.\nBegin with Ex00, "
        "calculateOutputGradient in Neuron.py. To have each save graded, type\n\n    {command}\n",
        "{folder} est prêt : deux classes à compléter, trois scripts à écrire, et leurs datasets.\nCommencez par "
        "l’Ex00, calculateOutputGradient dans Neuron.py. Pour que chaque enregistrement soit noté, tapez\n\n    "
        "{command}\n"),
    "not empty": (
        "expected a new or an empty folder, {folder} holds {names}",
        "il faut un dossier nouveau ou vide, or {folder} contient {names}"),
    "cannot write": ("cannot write into {folder}: {error}", "impossible d’écrire dans {folder} : {error}"),
}


def language(asked: str | None = None) -> str:
    """What was asked for, else what the environment says, else English."""
    told = asked or next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "en")
    return told[:2] if told[:2] in LANGUAGES else "en"
