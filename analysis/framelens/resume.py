"""Taking up a batch where it stopped: which notebooks have run on the same inputs and still have all their outputs.

What a run was made from stands in the metadata of its executed notebook, which is written last.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from framelens.caching import code_fingerprint
from framelens.files import write_whole
from framelens.observations import Observations, codebook_hash
from framelens.study import Study

_DRAWN_BY = ("matplotlib", "numpy", "pandas", "papermill")


def inputs_of(study: Study, observations: Observations) -> str:
    """Hash of what a study's notebooks read: the study, the articles or the shared form, this package, what draws."""
    digest = hashlib.sha256(code_fingerprint().encode())
    digest.update("".join(metadata.version(name) for name in _DRAWN_BY).encode())
    digest.update(codebook_hash(study).encode())
    digest.update(observations.annotations.articles.to_csv(index=False).encode())
    if not observations.has_texts:
        for file in sorted(study.shared_path.glob("*.csv")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def key_of(notebook: Path, inputs: str, parameters: Mapping[str, Any]) -> str:
    """Hash of all that a run depends on; wherever it writes, it writes the same."""
    values = {name: value for name, value in parameters.items() if name != "out"}
    digest = hashlib.sha256(inputs.encode())
    digest.update(json.dumps(values, sort_keys=True).encode())
    digest.update(notebook.read_bytes())
    return digest.hexdigest()


def is_done(executed: Path, out: Path, key: str) -> bool:
    """Whether an executed notebook was run with this key, and everything that it wrote is there, unchanged."""
    try:
        record = json.loads(executed.read_text(encoding="utf-8"))["metadata"]["framelens"]["run"]
        return bool(record["key"] == key and all(_hash(out / name) == seen for name, seen in record["outputs"].items()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # None there, or not as `note_done` left it.
        return False


def note_done(executed: Path, out: Path, key: str) -> None:
    """Note in an executed notebook what it was run with and what it wrote."""
    content = json.loads(executed.read_text(encoding="utf-8"))
    about = content["metadata"].setdefault("framelens", {})
    written = {file.name: _hash(file) for figure in about.get("figures", []) for file in _files(out, figure)}
    about["run"] = {"key": key, "outputs": written}
    write_whole(executed, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _files(out: Path, figure: str) -> Iterator[Path]:
    return (file for file in sorted(out.glob(f"{figure}.*")) if file.is_file())


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
