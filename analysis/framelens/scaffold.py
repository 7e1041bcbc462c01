"""A study to start from."""

import json
from importlib import resources
from pathlib import Path

from framelens.errors import InputError
from framelens.files import make_folder, write_whole
from framelens.words import replace_surrogates


def new_study(folder: str | Path) -> Path:
    """Write ``study.toml`` with comments, an empty metadata table and an empty ``articles/``; never over a file.

    Raises
    ------
    InputError
        If the folder already holds a study or cannot be written to.
    """
    folder = Path(folder)
    file = folder / "study.toml"
    if file.exists():
        raise InputError(f"'{folder}' already holds a study; choose another folder.")
    make_folder(folder / "articles")
    template = resources.files("framelens").joinpath("new_study.toml").read_text(encoding="utf-8")
    table = folder / "articles.csv"
    if not table.exists():
        write_whole(table, "file,outlet,title,author,date,url,origin\n")
    return write_whole(file, template.replace("NAME", _in_quotes(folder.resolve().name)))


def _in_quotes(name: str) -> str:
    """A name as it stands between the quotation marks of TOML, which JSON's escapes are part of."""
    return json.dumps(replace_surrogates(name), ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
