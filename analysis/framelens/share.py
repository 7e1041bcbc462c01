"""Sharing a study without its texts, and the check that none of their sentences goes with it."""

import re
from pathlib import Path

from framelens.corpus import has_texts, read_corpus, read_metadata
from framelens.errors import LeakError, StudyError
from framelens.files import folder_in_one_step, make_folder, write_whole
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
    in_place = out.resolve() == study.folder
    copies = _as_they_are(study) if in_place else _copies(study)
    with folder_in_one_step(out / "shared") as folder:
        write_shared(observe(study), study, folder)
        contents = copies | {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())}
        for name, content in contents.items():
            leak = find_leak(content, texts)
            if leak:
                raise LeakError(
                    f"'{name}' would share {RUN} words in a row with {leak[0]} (\"{leak[1]} …\"); shorten it."
                    " Nothing was written."
                )
    for name, content in () if in_place else copies.items():
        write_whole(out / name, content)
    return out


def _as_they_are(study: Study) -> dict[str, str]:
    """The files of the study's own folder that are shared with it."""
    files = [study.path, *([study.articles_path] if study.text_path else [])]
    return {file.name: file.read_text(encoding="utf-8-sig") for file in files}


def _copies(study: Study) -> dict[str, str]:
    """The study file, and the metadata: without titles, which are the articles' words, and with the files' hashes."""
    copies = {study.path.name: study.path.read_text(encoding="utf-8")}
    if study.text_path is not None:
        title = dict(study.corpus.columns).get("title", "title")
        metadata = read_metadata(study.articles_path, columns=dict(study.corpus.columns))
        hashes = read_corpus(study).set_index("source")["sha256"]
        metadata = metadata.drop(columns="title", errors="ignore").assign(sha256=metadata["file"].map(hashes))
        metadata = metadata.rename(
            columns={ours: theirs for ours, theirs in study.corpus.columns.items() if theirs != title}
        )
        copies[study.articles_path.name] = metadata.to_csv(index=False, lineterminator="\n")
    return copies


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
