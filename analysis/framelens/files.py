"""Writing that loses nothing: first under a temporary name, then renamed."""

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
    data = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


@contextmanager
def folder_in_one_step(path: Path, *, renew: bool = True) -> Iterator[Path]:
    """A folder to fill that becomes ``path`` when the block ends well, and vanishes when it does not.

    Without ``renew``, a folder that another process has put there meanwhile is kept instead.
    """
    make_folder(path.parent)
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        yield temporary
        temporary.chmod(0o755)
        if renew:
            shutil.rmtree(path, ignore_errors=True)
        try:
            temporary.replace(path)
        except OSError:
            if renew or not path.is_dir():
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
