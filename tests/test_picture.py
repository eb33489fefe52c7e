"""The picture of the curve: which names are refused before the training, and that no other file is touched."""

import os

import pytest
from helpers import needs_fifo, needs_full, needs_links, needs_permissions, needs_posix
from learning.picture import check_picture, save
from learning.shell import InputError

# What lies in the folder before, where a test asks for it
MAKE = {
    "folder.png": lambda: os.mkdir("folder.png"),
    "file.png": lambda: open("file.png", "x").close(),
    "fifo.png": lambda: os.mkfifo("fifo.png"),
    "full.png": lambda: os.symlink("/dev/full", "full.png"),
    "loop.png": lambda: os.symlink("loop.png", "loop.png"),
    "kept": lambda: os.mkdir("kept", 0o555),
    "kept.png": lambda: os.close(os.open("kept.png", os.O_CREAT, 0o444)),
}


def refused(name, reason, *marks):
    return pytest.param(name, reason, marks=marks)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        *(
            (name, f"--save-plot: expected a name that ends in .png, .svg or .pdf, got {name!r}")
            for name in ["", "loss.pgf", "png", "loss.png/", "loss.png "]
        ),
        refused("missing/loss.png", "No such file or directory"),
        refused("folder.png", "it is no regular file"),
        refused("a\0.png", "embedded null"),
        refused("file.png/loss.png", "Not a directory", needs_posix),
        refused("a" * 252 + ".png", "File name too long", needs_posix),
        refused("\ud800.png", "surrogates not allowed", needs_posix),
        refused("fifo.png", "it is no regular file", needs_fifo),
        refused("full.png", "it is no regular file", needs_links, needs_full),
        refused("loop.png", "Too many levels of symbolic links", needs_links, needs_posix),
        refused("kept/loss.png", "Permission denied", needs_permissions),
        refused("kept.png", "Permission denied", needs_permissions),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_is_touched(monkeypatch, tmp_path, name, reason):
    monkeypatch.chdir(tmp_path)
    MAKE.get(name.split("/")[0], lambda: None)()
    before = os.listdir()
    with pytest.raises(InputError) as caught:
        check_picture(name)
    assert reason in str(caught.value)
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
