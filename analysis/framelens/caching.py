"""Where results are kept between runs, and what makes them stale."""

import functools
import hashlib
import os
from pathlib import Path


def cache_folder(name: str) -> Path:
    """A folder in the user's cache, or in ``FRAMELENS_CACHE`` where that is set."""
    override = os.environ.get("FRAMELENS_CACHE")
    if override:
        return Path(override) / name
    from platformdirs import user_cache_path

    return user_cache_path("framelens") / name


@functools.cache
def code_fingerprint() -> str:
    """Hash of the package's own source: what other code has computed is not taken for ours."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
