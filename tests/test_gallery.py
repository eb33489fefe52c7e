"""The gallery can be made, from the runs that it shows, and the README shows it."""

import re

import pytest
from helpers import ROOT, run_python
from test_curve import check_picture_is

README = (ROOT / "README.md").read_text(encoding="utf-8")
NAMES = ["rates.png", "methods.png", "gap.png", "surface.png", "learning.gif"]


def gallery(folder, *arguments):
    return run_python(ROOT / "docs" / "gallery.py", "--quick", "--folder", folder, *arguments, cwd=folder)


@pytest.mark.thorough
def test_every_picture_of_the_gallery_can_be_made(tmp_path):
    result = gallery(tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.split() == [str(tmp_path / name) for name in NAMES]
    for name in NAMES[:4]:
        check_picture_is("png", tmp_path / name)
    # Five frames: four reports, and the end with the mistakes. 0x2C begins each, after a graphic control extension.
    film = (tmp_path / "learning.gif").read_bytes()
    assert film.startswith(b"GIF89a")
    assert len(re.findall(rb"\x21\xf9\x04.{4}\x00\x2c", film, re.DOTALL)) == 5


def test_the_name_of_a_picture_makes_that_picture_only(tmp_path):
    assert gallery(tmp_path, "surface").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["surface.png"]


def test_a_name_of_no_picture_is_refused(tmp_path):
    result = gallery(tmp_path, "faces")
    assert (result.returncode, result.stdout) == (2, "")
    assert "expected one of rates, methods, gap, surface, learning, got 'faces'" in result.stderr


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_shows_each_picture_with_the_command_that_makes_it(name):
    shown = re.search(rf"!\[[^\]]+\]\(docs/{name}\)\n\n(.+?)\n\n", README, re.DOTALL)
    assert f"`.venv/bin/python docs/gallery.py {name[:-4]}`" in shown[1]
    assert (ROOT / "docs" / name).stat().st_size < 1_000_000
