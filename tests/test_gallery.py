"""The gallery: the README's pictures come out as they are there, and their figures are those of real runs."""

import re
import sys
from importlib import import_module

import pytest
from helpers import ROOT, few_examples
from learning.shell import InputError
from learning.toolkit import own_settings

import DigitsLearn

PICTURES = ["rates.png", "methods.png", "gap.png", "surface.png", "learning.gif"]
# The matplotlib that made those in docs/, whatever its third number; another one may draw other pixels.
MADE_WITH = "3.11"


@pytest.fixture
def gallery(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs")
    return import_module("gallery")


def test_a_name_that_is_none_is_refused(gallery):
    with pytest.raises(InputError, match="^expected one of rates, methods, gap, surface, learning, got 'faces'$"):
        gallery.main(["gap", "faces"])


def test_the_film_shows_the_run_of_digits_learn_and_each_of_its_reports(gallery, tmp_path, capsys):
    train, test = (few_examples(f"{which}Digits.ds", 30, tmp_path) for which in ("train", "test"))
    words = ["--train", str(train), "--test", str(test), "--max-iterations", "4"]
    with own_settings():
        film = gallery.film(*words)
    filmed = capsys.readouterr().out.splitlines()
    DigitsLearn.main(["--no-plot", "--seed", "1", *words])
    told = capsys.readouterr().out.splitlines()
    assert filmed == told[: len(filmed)]
    assert filmed[-1].startswith("stopped after 4 iterations")
    assert len(film.frames) == len(filmed)  # of each report, and of the end
    right = re.search(r"\d+ of 30 right$", told[-1])[0]
    assert right in [axes.get_title() for axes in film.plot.figure.axes]


def test_they_are_small_enough_for_a_page_and_the_film_begins_with_its_end():
    contents = {name: (ROOT / "docs" / name).read_bytes() for name in PICTURES}
    assert max(map(len, contents.values())) < 1_000_000
    # 0x2C begins each frame, after a graphic control extension.
    durations = re.findall(rb"\x21\xf9\x04.(..).\x00\x2c", contents["learning.gif"], re.DOTALL)
    assert [int.from_bytes(duration, "little") for duration in durations[:2]] == [400, 30]


@pytest.mark.thorough
def test_they_come_out_as_they_are_in_the_readme(gallery, monkeypatch, tmp_path, capsys):
    import matplotlib

    monkeypatch.setattr(gallery, "HOME", tmp_path)
    gallery.main([])
    assert capsys.readouterr() == ("".join(f"{tmp_path.name}/{name}\n" for name in PICTURES), "")
    if (matplotlib.__version__.rpartition(".")[0], sys.platform) != (MADE_WITH, "linux"):
        pytest.skip(f"needs matplotlib {MADE_WITH} on Linux, which made the pictures")
    for name in PICTURES:
        assert (tmp_path / name).read_bytes() == (ROOT / "docs" / name).read_bytes(), name
