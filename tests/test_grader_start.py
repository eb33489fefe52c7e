"""`--start`: the folder that it makes holds the days before, the exercises still to do, and no answer."""

import ast
import re

import pytest
from helpers import ROOT, run_python
from submissions.changes import graded, verdicts

from grading.day5 import DATASETS, SCRIPTS, TITLES
from grading.docstrings import DOCSTRINGS, FORMULAS
from grading.report import Speaker
from grading.start import start

LESSON = ["Dataset.py", "Neuron.py", "NeuralNetwork.py"]
METHODS = [title for title in TITLES if title not in SCRIPTS]
# As a student may write them, with nothing but what the folder holds
PLAIN = {
    "calculateOutputGradient": "self.gradient = desiredOutput - self.out",
    "applyGradient": """self.weights[0] += learningRate * self.gradient
        for i in range(len(entries)):
            self.weights[i + 1] += learningRate * self.gradient * entries[i]""",
    "applyGradientWithLayer": "self.applyGradient(learningRate, [neuron.out for neuron in layer])",
    "calcLoss": """total = 0
        for exemple in dataset.exemples:
            self.activate(exemple.inputs)
            for a, y in zip(self.getOutputs(), exemple.outputs):
                total -= math.log(a) if y == 1 else math.log(1 - a)
        return total / dataset.nb_exemple""",
    "calculateGradients": """for i in range(len(desiredOutputs)):
            self.layers[-1][i].calculateOutputGradient(desiredOutputs[i])""",
    "applyGradients": """for i in range(1, len(self.layers)):
            for neuron in self.layers[i]:
                neuron.applyGradientWithLayer(learningRate, self.layers[i - 1])""",
}


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request):
    return Speaker(request.param)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, language):
    path = tmp_path_factory.mktemp("begun") / "ml_d05"
    start(path, language)
    return path


def text(path):
    return path.read_text(encoding="utf-8")


def definitions(source):
    """The functions and methods of a text, by name."""
    found = {}
    for node in ast.parse(source).body:
        for one in [node, *getattr(node, "body", [])]:
            if isinstance(one, ast.FunctionDef):
                found[one.name if one is node else f"{node.name}.{one.name}"] = one
    return found


def statements(function):
    """What a function does, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return [ast.unparse(one) for one in body]


def test_it_holds_the_files_of_day_5_and_the_datasets_of_the_subject(folder):
    assert sorted(path.name for path in folder.iterdir()) == sorted([*LESSON, *SCRIPTS, *DATASETS])
    for name in DATASETS:
        assert (folder / name).read_bytes() == (ROOT / "datasets" / name).read_bytes()


@pytest.mark.parametrize("name", LESSON)
def test_the_days_before_are_the_lesson_and_the_exercises_are_a_docstring_and_no_more(folder, name):
    lesson, begun = definitions(text(ROOT / name)), definitions(text(folder / name))
    for title, function in begun.items():
        expected = ["raise NotImplementedError"] if title in METHODS else statements(lesson[title])
        assert statements(function) == expected, title
        assert ast.unparse(function.args) == ast.unparse(lesson[title].args)
        assert bool(ast.get_docstring(function)) == (title in DOCSTRINGS)
    assert {title for title in lesson if "." in title} == {title for title in begun if "." in title}


def test_no_line_of_an_answer_is_left_anywhere(folder):
    """Not in a comment, a docstring or a helper either."""
    left = "\n".join(text(folder / name) for name in [*LESSON, *SCRIPTS])
    days_before, answers = "", []
    for name in LESSON:
        lesson = text(ROOT / name)
        for title, function in definitions(lesson).items():
            if title in METHODS:
                answers += lesson.splitlines()[function.body[0].end_lineno : function.end_lineno]
            else:
                # Lines such as `total = 0.0` may be of the days before, too.
                days_before += ast.get_source_segment(lesson, function)
    assert len(answers) > 10
    assert [line for line in answers if line.strip() in left and line.strip() not in days_before] == []


@pytest.mark.parametrize("name", LESSON)
def test_nothing_is_left_that_only_the_answers_use(folder, name):
    module = ast.parse(text(folder / name))
    everything = ast.parse("\n".join(text(folder / one) for one in LESSON))
    used, used_anywhere = (
        {node.id for node in ast.walk(one) if isinstance(node, ast.Name)} for one in (module, everything)
    )
    for node in module.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            assert {one.name for one in node.names} <= used
        if isinstance(node, ast.FunctionDef):
            assert node.name in used_anywhere


def test_the_scripts_are_a_docstring(folder):
    for name in SCRIPTS:
        module = ast.parse(text(folder / name))
        assert len(module.body) == 1
        assert ast.get_docstring(module)


def test_the_docstrings_say_it_in_words_and_formulas_and_never_in_python(language):
    for name in [*METHODS, *SCRIPTS]:
        for line in DOCSTRINGS[name][language.which].format(**FORMULAS).splitlines():
            with pytest.raises(SyntaxError):
                ast.parse(line.strip() or "no Python")


def test_the_folder_of_a_french_course_has_no_english_docstring(tmp_path):
    start(tmp_path, Speaker("fr"))
    for name in LESSON:
        for node in ast.walk(ast.parse(text(tmp_path / name))):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
                assert " ".join(ast.get_docstring(node).split()) in [
                    " ".join(french.format(**FORMULAS).split()) for _, french in DOCSTRINGS.values()
                ]


def test_both_languages_have_the_same_formulas_names_and_numbers():
    for name, (english, french) in DOCSTRINGS.items():
        for kind in (r"\{\w+\}", r"`[^`:]+`", r"Ex\d\d", r"\w+\.(?:py|ds|md)", r"^ *\d+[.:]\d?"):
            found = [set(re.findall(kind, text, re.MULTILINE)) for text in (english, french)]
            assert found[0] == found[1], name


def test_no_line_is_too_long(folder):
    for name in ("Neuron.py", "NeuralNetwork.py", *SCRIPTS):
        assert max(map(len, text(folder / name).splitlines())) <= 120


def test_it_stands_alone_and_the_days_before_work(folder):
    check = """
from Dataset import Dataset
from Neuron import Neuron
from NeuralNetwork import NeuralNetwork
neuron = Neuron(2)
neuron.weights = [0.0, 0.0, 0.0]
print(round(neuron.calcLoss(Dataset("or.ds")), 4))
network = NeuralNetwork([2, 3, 1])
network.activate([0, 1])
print(len(network.getOutputs()))
"""
    result = run_python("-c", check, cwd=folder, PYTHONPATH="", PYTHONDONTWRITEBYTECODE="1")
    # The natural logarithm of 2
    assert (result.stdout, result.stderr) == ("0.6931\n1\n", "")


def test_all_of_it_is_to_do(processes, folder):
    assert verdicts(graded(processes, folder)) == dict.fromkeys(range(9), "to do")


def test_the_plainest_code_in_the_places_left_for_it_is_ok(processes, tmp_path):
    start(tmp_path, Speaker("en"))
    for name in ("Neuron.py", "NeuralNetwork.py"):
        path = tmp_path / name
        done = f"import math\n{text(path)}"
        for method, body in PLAIN.items():
            parts = re.split(rf"(    def {method}\(.*\n)", done)
            for n in range(2, len(parts), 2):
                parts[n] = parts[n].replace("raise NotImplementedError", body, 1)
            done = "".join(parts)
        path.write_text(done, encoding="utf-8")
    methods = [0, 1, 4, 5, 6, 7]
    assert verdicts(graded(processes, tmp_path, methods)) == dict.fromkeys(methods, "OK")


def test_what_to_type_next_keeps_the_language_that_was_asked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    assert start(tmp_path / "fr", Speaker("fr")).endswith(" --watch --lang fr\n")
    assert start(tmp_path / "en", Speaker("en")).endswith(" --watch\n")


# Where it writes


def test_it_writes_into_no_folder_that_has_files(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(SystemExit) as caught:
        start(tmp_path, Speaker("en"))
    assert caught.value.code == f"expected a new or an empty folder, {tmp_path} holds notes.txt"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_in_the_place_of_the_folder_is_told_in_one_sentence_in_french(tmp_path):
    (tmp_path / "ml_d05").write_text("mine")
    with pytest.raises(SystemExit) as caught:
        start(tmp_path / "ml_d05", Speaker("fr"))
    assert caught.value.code.startswith(f"impossible d’écrire dans {tmp_path / 'ml_d05'} : ")
    assert "\n" not in caught.value.code
    assert text(tmp_path / "ml_d05") == "mine"


def test_folders_above_it_are_made(tmp_path):
    start(tmp_path / "piscine" / "ml_d05", Speaker("en"))
    assert (tmp_path / "piscine" / "ml_d05" / "OrLearn.py").is_file()
