"""Writing that loses nothing: first under a temporary name, then on the disk for sure, then renamed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framelens.errors import InputError


def make_folder(path: Path) -> Path:
    """Make a folder that can be written to, or say in one sentence why not."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise InputError(f"cannot write to '{path}' ({error.strerror}); give another folder with --out.") from error
    return path


def write_whole(path: Path, content: bytes | str) -> Path:
    """Write a file so that it is either there in full or not at all."""
    with file_in_one_step(path) as temporary:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@contextmanager
def file_in_one_step(path: Path) -> Iterator[Path]:
    """A file to fill that becomes ``path`` when the block ends well, and vanishes when it does not."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        _sync(temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def folder_in_one_step(path: Path, *, renew: bool = True) -> Iterator[Path]:
    """A folder to fill that becomes ``path`` when the block ends well, and vanishes when it does not.

    Without ``renew``, a folder that another process has put there meanwhile is kept instead.
    """
    make_folder(path.parent)
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    before = temporary.with_name(f"{temporary.name}.before")
    try:
        yield temporary
        temporary.chmod(0o755)
        for file in temporary.rglob("*"):
            if file.is_file():
                _sync(file)
        if renew and path.is_dir():
            path.replace(before)  # Deleting takes time, in which a halt would leave half of it.
        try:
            temporary.replace(path)
        except OSError:
            if renew or not path.is_dir():
                raise
    except BaseException:
        if before.is_dir() and not path.exists():
            before.replace(path)
        raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(before, ignore_errors=True)


def _sync(file: Path) -> None:
    """Wait until a file's content is on the disk: renamed before that, it could be found empty after a power cut."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
