"""Sharing a study without its texts, and the check that none of their sentences goes with it."""

import re
import shutil
from pathlib import Path

from framelens.corpus import has_texts, read_corpus
from framelens.errors import LeakError, StudyError
from framelens.files import folder_in_one_step, make_folder
from framelens.observations import observe, write_shared
from framelens.study import Study

RUN = 8
"""Words in a row that are a sentence of somebody else's, and no longer a phrase."""

_WORD = re.compile(r"[^\W_]+")


def share_study(study: Study, out: str | Path) -> Path:
    """Write a study that runs without its texts: study file, metadata and shared form.

    Parameters
    ----------
    study
        A study with its texts in place.
    out
        Folder to write to; the study's own folder renews its shared form.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    StudyError
        If the texts are not there.
    LeakError
        If a file would hold 8 words of an article in a row; nothing is written then.

    Examples
    --------
    >>> folder = share_study(read_study("port-callen"), "out/shared-study")
    >>> sorted(path.name for path in folder.iterdir())
    ['articles.csv', 'shared', 'study.toml']
    """
    if not has_texts(study):
        raise StudyError(f"'{study.name}' has no texts to share from; put its articles in place first.")
    out = make_folder(Path(out))
    texts = {str(row.source): str(row.text) for row in read_corpus(study).itertuples()}
    copied = [study.path, *([study.articles_path] if study.text_path else [])]
    with folder_in_one_step(out / "shared") as folder:
        write_shared(observe(study), study, folder)
        for file in (*copied, *sorted(folder.iterdir())):
            leak = find_leak(file.read_text(encoding="utf-8"), texts)
            if leak:
                raise LeakError(
                    f"'{file.name}' would share {RUN} words in a row with {leak[0]} (\"{leak[1]} …\"); shorten it."
                    " Nothing was written."
                )
    for file in copied:
        target = out / file.name
        if target.resolve() != file.resolve():
            shutil.copyfile(file, target)
    return out


def find_leak(content: str, texts: dict[str, str]) -> tuple[str, str] | None:
    """The first text that shares 8 words in a row with ``content``, and the first three of them; else None."""
    runs = set(_runs(content))
    for name, text in texts.items():
        for run in _runs(text):
            if run in runs:
                return name, " ".join(run[:3])
    return None


def _runs(text: str) -> list[tuple[str, ...]]:
    words = [word.lower() for word in _WORD.findall(re.sub("['’]", "", text))]
    return list(zip(*(words[step:] for step in range(RUN)), strict=False))
