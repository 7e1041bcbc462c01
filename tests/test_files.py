import os

import pytest

from framelens import InputError
from framelens.files import folder_in_one_step, make_folder, write_whole


def test_a_file_is_written_whole_and_readable_by_all(tmp_path):
    file = write_whole(tmp_path / "a.txt", "ä\n")
    assert file.read_bytes() == "ä\n".encode()
    assert file.stat().st_mode & 0o777 == 0o644


def test_bytes_are_written_as_they_are(tmp_path):
    assert write_whole(tmp_path / "a", b"\xff\r\n").read_bytes() == b"\xff\r\n"


def test_when_writing_fails_the_old_file_stays_and_nothing_beside_it(tmp_path, monkeypatch):
    file = write_whole(tmp_path / "a.txt", "old")
    before = sorted(tmp_path.iterdir())

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, "new")
    assert file.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_appears_when_its_block_ends(tmp_path):
    target = tmp_path / "deep" / "folder"
    with folder_in_one_step(target) as temporary:
        (temporary / "a").write_text("1")
        assert not target.exists()
    assert [path.name for path in target.iterdir()] == ["a"]
    assert [path.name for path in target.parent.iterdir()] == ["folder"]
    assert target.stat().st_mode & 0o777 == 0o755


def test_a_folder_replaces_the_one_before(tmp_path):
    target = tmp_path / "folder"
    target.mkdir()
    (target / "old").write_text("1")
    with folder_in_one_step(target) as temporary:
        (temporary / "new").write_text("2")
    assert [path.name for path in target.iterdir()] == ["new"]


def test_on_an_error_no_folder_appears_and_the_old_one_stays(tmp_path):
    target = tmp_path / "sub" / "folder"
    with pytest.raises(FileNotFoundError), folder_in_one_step(target) as temporary:
        write_whole(temporary / "half", "1").rename(temporary / "none" / "half")
    assert list(target.parent.iterdir()) == []
    target.mkdir()
    (target / "old").write_text("1")
    with pytest.raises(RuntimeError), folder_in_one_step(target):
        raise RuntimeError
    assert [path.name for path in target.iterdir()] == ["old"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError) as error:
        make_folder(tmp_path / "file" / "out")
    assert str(error.value) == (
        f"cannot write to '{tmp_path}/file/out' (Not a directory); give another folder with --out."
    )


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.append((os.fstat(handle).st_size, (tmp_path / "a").exists())))
    write_whole(tmp_path / "a", b"abc")
    with folder_in_one_step(tmp_path / "folder") as folder:
        (folder / "file").write_bytes(b"abcd")
    assert seen == [(3, False), (4, True)]


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(tmp_path, monkeypatch):
    target = tmp_path / "folder"
    target.mkdir()
    (target / "old").write_text("1")
    replace = type(target).replace

    def fail(source, to):
        if to == target and (source / "new").exists():
            raise OSError(28, "No space left on device")
        return replace(source, to)

    monkeypatch.setattr(type(target), "replace", fail)
    with pytest.raises(OSError, match="No space left"), folder_in_one_step(target) as temporary:
        (temporary / "new").write_text("2")
    assert [path.name for path in tmp_path.iterdir() if path.name != "seeds"] == ["folder"]
    assert [path.name for path in target.iterdir()] == ["old"]
