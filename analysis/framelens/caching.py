"""Where results are kept between runs, and what makes them stale."""

import functools
import hashlib
import os
from pathlib import Path

_OWN = (".py", ".toml", ".csv", ".json")


def cache_folder(name: str) -> Path:
    """A folder in the user's cache, or in ``FRAMELENS_CACHE`` where that is set."""
    override = os.environ.get("FRAMELENS_CACHE")
    if override:
        return Path(override) / name
    from platformdirs import user_cache_path

    return user_cache_path("framelens") / name


@functools.cache
def code_fingerprint() -> str:
    """Hash of the package's own code and word lists: what others have computed is not taken for ours."""
    digest = hashlib.sha256()
    files = (file for file in Path(__file__).parent.rglob("*") if file.suffix in _OWN)
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def content_key(*parts: str) -> str:
    """Hash of all that a result depends on."""
    return hashlib.sha256("\x1e".join(parts).encode(errors="surrogatepass")).hexdigest()
