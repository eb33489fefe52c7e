"""The picture of the curve: which names are refused before the training, and that no other file is touched."""

import os
import sys

import pytest
from learning.command_line import InputError
from learning.picture import check_picture, save

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture(autouse=True)
def in_an_empty_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


class TestCheckPicture:
    @pytest.mark.parametrize("name", ["", "loss", "loss.xyz", "loss.pgf", "png", "loss.png/", "loss.png "])
    def test_a_name_of_another_kind_is_refused(self, name):
        with pytest.raises(InputError) as caught:
            check_picture(name)
        assert str(caught.value) == f"--save-plot: expected a name that ends in .png, .svg or .pdf, got {name!r}"

    @posix
    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("missing/loss.png", "No such file or directory"),
            ("folder.png", "it is no regular file"),
            ("fifo.png", "it is no regular file"),
            ("full.png", "it is no regular file"),
            ("loop.png", "Too many levels of symbolic links"),
            ("file.png/loss.png", "Not a directory"),
            ("a" * 252 + ".png", "File name too long"),
            ("a\0.png", "embedded null byte"),
            ("\ud800.png", "surrogates not allowed"),
        ],
    )
    def test_one_that_cannot_be_written_is_refused_and_nothing_is_touched(self, tmp_path, name, reason):
        (tmp_path / "folder.png").mkdir()
        (tmp_path / "file.png").write_bytes(b"old")
        os.mkfifo(tmp_path / "fifo.png")
        (tmp_path / "full.png").symlink_to("/dev/full")
        (tmp_path / "loop.png").symlink_to("loop.png")
        before = sorted(tmp_path.iterdir())
        with pytest.raises(InputError, match="the curve cannot be saved there: ") as caught:
            check_picture(name)
        assert reason in str(caught.value)
        assert sorted(tmp_path.iterdir()) == before

    @posix
    @pytest.mark.parametrize("read_only", ["folder", "picture"])
    def test_a_read_only_folder_or_picture_is_refused(self, tmp_path, read_only):
        picture = tmp_path / "loss.png"
        picture.write_bytes(b"old")
        path = tmp_path if read_only == "folder" else picture
        path.chmod(path.stat().st_mode & ~0o222)
        if os.access(path, os.W_OK):
            pytest.skip("root may write there all the same")
        with pytest.raises(InputError, match="the curve cannot be saved there: Permission denied"):
            check_picture(str(picture))
        assert picture.read_bytes() == b"old"


class TestSave:
    def test_what_else_lies_there_stays_as_it_is(self, tmp_path):
        names = ["loss.png", "loss.png.part", "loss.png~", ".loss.png.swp", "loss.part"]
        for name in names:
            (tmp_path / name).write_bytes(b"old")
        check_picture("loss.png")
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(names, b"old")
        save(b"new", "loss.png")
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
            name: b"new" if name == "loss.png" else b"old" for name in names
        }

    @posix
    @pytest.mark.parametrize("older", [b"old", None])
    def test_a_link_stays_a_link_to_the_picture(self, tmp_path, older):
        (tmp_path / "far").mkdir()
        target = tmp_path / "far" / "loss.png"
        if older:
            target.write_bytes(older)
            target.chmod(0o640)
        (tmp_path / "loss.png").symlink_to("far/loss.png")
        check_picture("loss.png")
        assert target.exists() == bool(older)
        save(b"new", "loss.png")
        assert os.readlink(tmp_path / "loss.png") == "far/loss.png"
        assert list((tmp_path / "far").iterdir()) == [target]
        assert target.read_bytes() == b"new"
        assert target.stat().st_mode & 0o777 == (0o640 if older else 0o666 & ~current_umask())

    def test_two_runs_may_write_the_same_picture_at_once(self, tmp_path, monkeypatch):
        replace = os.replace

        def another_first(part, target):
            monkeypatch.setattr("os.replace", replace)
            save(b"theirs", "loss.png")
            replace(part, target)

        monkeypatch.setattr("os.replace", another_first)
        save(b"ours", "loss.png")
        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("loss.png", b"ours")]


def current_umask():
    umask = os.umask(0)
    os.umask(umask)
    return umask
