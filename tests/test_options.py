"""The options of a script: what --help says of them, and what is refused, in one sentence and before anything runs."""

import re
from importlib import import_module

import pytest
from helpers import SCRIPTS
from learning.shell import InputError

import OrLearn

DEFAULTS = {
    "OrLearn": ["Ex02: one neuron learns OR.", "0.5 iterative, 0.5 stochastic, 1 batch, 1 mini-batch",
                "a mini-batch (default: 2)", "(default: 0.1)", "1000 passes", "datasets/or.ds"],
    "BinaryLearn": ["Ex03: one neuron learns to tell a 0 from a 1.",
                    "0.1 iterative, 0.1 stochastic, 1 batch, 1 mini-batch", "a mini-batch (default: 16)",
                    "(default: 0.01)", "500 passes", "datasets/trainBinary.ds", "datasets/testBinary.ds"],
    "DigitsLearn": ["Ex08: ten neurons read digits.", "0.05 iterative, 0.05 stochastic, 1 batch, 0.5 mini-batch",
                    "a mini-batch (default: 16)", "(default: 0.25)", "80 passes", "datasets/trainDigits.ds",
                    "datasets/testDigits.ds"],
}
# Each with its default, but for the name of a picture
OPTIONS = ["--method", "--learning-rate", "--batch-size", "--threshold", "--max-iterations", "--report-every", "--seed",
           "--train", "--no-plot", "--paused", "--reports-per-second"]


def read(*words):
    return OrLearn.DEFAULTS.read(words, "")


@pytest.mark.parametrize("script", SCRIPTS)
def test_help_explains_every_option_with_its_default_in_lines_that_any_terminal_shows(script, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "250")
    monkeypatch.setattr("sys.argv", [f"/somewhere/{script}.py", "--help"])
    with pytest.raises(SystemExit, match="^0$"):
        import_module(script).main()
    out = capsys.readouterr().out
    assert out.isascii()
    assert max(map(len, out.splitlines())) < 80
    text = " ".join(out.split()).replace("mini- batch", "mini-batch")
    assert text.startswith(f"usage: {script}.py [-h] ")
    assert [words for words in [*DEFAULTS[script], "(default: iterative)", "(default: 20)"] if words not in text] == []
    tests = [] if script == "OrLearn" else ["--test"]
    pieces = re.split(" (?=--[a-z])", text.partition("options:")[2])
    explained = {piece.split()[0] for piece in pieces if re.fullmatch(r"\S+ .{12,}\(default: .+\)", piece)}
    assert explained == {*OPTIONS, *tests}
    assert text.endswith("--save-plot FILE save the finished curve as a .png, .svg or .pdf")


@pytest.mark.parametrize(("method", "rate"), [("iterative", 0.5), ("batch", 1)])
def test_each_method_learns_at_its_own_rate_unless_another_is_asked_for(method, rate):
    assert read("--method", method).learning_rate == rate
    assert read("--method", method, "--learning-rate", "0.25").learning_rate == 0.25


def test_what_one_run_asks_for_is_no_default_of_the_next():
    assert read("--method", "batch", "--threshold", "0", "--seed", "0").threshold == 0
    assert (read().method, read().threshold, read().seed) == ("iterative", 0.1, None)


def test_a_file_may_have_a_name_that_begins_with_a_dash():
    assert read("--train", "-a.ds").train == "-a.ds"


POSITIVE, NOT_NEGATIVE = "expected a finite number above 0", "expected a finite number of 0 or more"
COUNT, SEED = "expected a whole number of 1 or more", "expected a whole number of 0 or more"
UNKNOWN = "unrecognized arguments"
REFUSED = {
    "--learning-rate 0": f"argument --learning-rate: {POSITIVE}, got '0'",
    "--learning-rate=nan": f"argument --learning-rate: {POSITIVE}, got 'nan'",
    "--learning-rate 1e400": f"argument --learning-rate: {POSITIVE}, got '1e400'",
    "--learning-rate -1e-3": f"argument --learning-rate: {POSITIVE}, got '-1e-3'",
    "--learning-rate 0,5": f"argument --learning-rate: {POSITIVE}, got '0,5': write 0.5, with a point",
    "--learning-rate=": f"argument --learning-rate: {POSITIVE}, got ''",
    "--threshold -.5": f"argument --threshold: {NOT_NEGATIVE}, got '-.5'",
    "--reports-per-second inf": f"argument --reports-per-second: {NOT_NEGATIVE}, got 'inf'",
    "--batch-size 0": f"argument --batch-size: {COUNT}, got '0'",
    "--max-iterations 1,000": f"argument --max-iterations: {COUNT}, got '1,000'",
    "--report-every 1.5": f"argument --report-every: {COUNT}, got '1.5'",
    "--seed -3": f"argument --seed: {SEED}, got '-3'",
    "--seed --no-plot": "argument --seed: expected one argument",
    "--train=": "argument --train: expected the name of a file, got ''",
    "--save-plot=": "argument --save-plot: expected the name of a file, got ''",
    "--method newton": "argument --method: invalid choice: 'newton' (choose from",
    "--no-plot --save-plot loss.png": "expected --save-plot or --no-plot, got both",
    "--test b.ds": f"{UNKNOWN}: --test b.ds (see --help)",
    "--learn 0.1": f"{UNKNOWN}: --learn 0.1 (see --help)",
    "extra": f"{UNKNOWN}: extra (see --help)",
    "-": f"{UNKNOWN}: - (see --help)",
    "-seed 1": f"{UNKNOWN}: -seed 1: did you mean --seed?",
    "seed=1": f"{UNKNOWN}: seed=1: did you mean --seed?",
    "-Learning_Rate=0.1": f"{UNKNOWN}: -Learning_Rate=0.1: did you mean --learning-rate?",
    "—no–plot": f"{UNKNOWN}: —no–plot: did you mean --no-plot?",
}


@pytest.mark.parametrize("words", REFUSED)
def test_a_wrong_option_or_value_is_told_in_one_sentence_that_names_it(words):
    with pytest.raises(InputError) as caught:
        read(*words.split())
    assert str(caught.value).startswith(REFUSED[words])
    assert str(caught.value) == REFUSED[words] or str(caught.value).endswith(" (see --help)")


NOTES = {
    "--method batch": "",  # at a rate of 1
    "--learning-rate 1.0000001": "a learning rate of 1.0000001 is above 1: it may overshoot",
    "--method batch --batch-size 2": "--batch-size changes nothing without --method mini-batch",
    "--method mini-batch --batch-size 2": "",
}


@pytest.mark.parametrize("words", NOTES)
def test_what_is_legal_but_odd_gets_a_note(words, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])
    read(*words.split())
    assert capsys.readouterr() == ("", f"OrLearn: {NOTES[words]}\n" if NOTES[words] else "")
