"""The picture of the curve: which names are refused before the training, and that no other file is touched."""

import os

import pytest
from helpers import needs_fifo, needs_full, needs_links, needs_permissions, needs_posix
from learning.picture import check_picture, save
from learning.shell import InputError

NO_KIND = "--save-plot: expected a name that ends in .png, .svg or .pdf, got "
# By the name that is asked for: why not, what lies in the folder before, and what a machine needs for it
REFUSED = {
    "": (NO_KIND, None),
    "loss.pgf": (NO_KIND, None),
    "png": (NO_KIND, None),
    "loss.png ": (NO_KIND, None),
    "loss.png/": (NO_KIND, None),
    "missing/loss.png": ("No such file or directory", None),
    "a\0.png": ("embedded null", None),
    "folder.png": ("it is no regular file", lambda: os.mkdir("folder.png")),
    "file.png/loss.png": ("Not a directory", lambda: open("file.png", "x").close(), needs_posix),
    "a" * 252 + ".png": ("File name too long", None, needs_posix),
    "\ud800.png": ("surrogates not allowed", None, needs_posix),
    "fifo.png": ("it is no regular file", lambda: os.mkfifo("fifo.png"), needs_fifo),
    "full.png": ("it is no regular file", lambda: os.symlink("/dev/full", "full.png"), needs_links, needs_full),
    "loop.png": ("Too many levels", lambda: os.symlink("loop.png", "loop.png"), needs_links, needs_posix),
    "kept/loss.png": ("Permission denied", lambda: os.mkdir("kept", 0o555), needs_permissions),
    "kept.png": ("Permission denied", lambda: os.close(os.open("kept.png", os.O_CREAT, 0o444)), needs_permissions),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs) for name, (_, _, *needs) in REFUSED.items()])
def test_a_name_that_cannot_be_used_is_refused_and_nothing_is_touched(monkeypatch, tmp_path, name):
    monkeypatch.chdir(tmp_path)
    reason, make, *_ = REFUSED[name]
    if make:
        make()
    before = os.listdir()
    with pytest.raises(InputError, match=reason):
        check_picture(name)
    assert os.listdir() == before


@needs_links
@needs_posix
@pytest.mark.parametrize("older", [True, False])
def test_a_link_stays_a_link_to_the_picture(monkeypatch, tmp_path, older):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "far").mkdir()
    target = tmp_path / "far" / "loss.png"
    if older:
        target.touch()
        target.chmod(0o640)
    os.symlink("far/loss.png", "loss.png")
    check_picture("loss.png")
    assert target.exists() == older
    save(b"new", "loss.png")
    assert (os.readlink("loss.png"), os.listdir("far"), target.read_bytes()) == ("far/loss.png", ["loss.png"], b"new")
    assert not older or target.stat().st_mode & 0o777 == 0o640


def test_what_else_lies_there_stays_as_it_is(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    names = ["loss.png", "loss.png.part", "loss.png~", ".loss.png.swp"]
    for name in names:
        (tmp_path / name).write_bytes(b"old")
    check_picture("loss.png")
    assert (tmp_path / "loss.png").read_bytes() == b"old"
    save(b"new", "loss.png")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(names, b"old") | {
        "loss.png": b"new"
    }
