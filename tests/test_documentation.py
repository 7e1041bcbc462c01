"""The pages of docs/: they build without a network, name everything that is public, and do what they say."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import framelens as fl

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"```(?P<kind>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<content>.*?)```", re.DOTALL)


def test_the_reference_has_every_public_name_once():
    pages = (ROOT / "docs" / "reference").glob("*.md")
    named = [name for page in pages for name in re.findall(r"^::: framelens\.[\w.]+\.(\w+)$", page.read_text(), re.M)]
    assert sorted(named) == sorted(set(fl.__all__) - {"__version__"})


def test_the_pages_build_with_every_link_and_load_nothing_from_elsewhere(tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert not re.search(r'<(?:script|img|iframe)[^>]+src="(?:https?:)?//', html), page.name
        assert not re.search(r'<link[^>]+rel="(?:stylesheet|preconnect)"[^>]+href="(?:https?:)?//', html), page.name
    assert (tmp_path / "site" / "figures" / "port-callen" / "fact-coverage.png").is_file()


def test_the_tutorial_does_what_it_says(tmp_path):
    """Its files are written, its commands run and its Python compared, in the order of the page, in an empty folder."""
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    done = []
    for block in BLOCK.finditer(page):
        if block["title"]:
            (tmp_path / block["title"]).write_text(block["content"], encoding="utf-8")
        elif block["kind"] == "sh":
            for line in block["content"].splitlines():
                if line.startswith("framelens "):
                    run(line, tmp_path)
                    done.append(line)
        elif block["kind"] == "python":
            example = doctest.DocTestParser().get_doctest(block["content"], {}, "tutorial", "tutorial.md", 0)
            assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example) == (
                0,
                len(example.examples),
            )
    assert done == ["framelens new dam", "framelens check dam", "framelens run dam"]
    for ending in ("pdf", "caption.txt"):  # the page sends its reader to them
        assert (tmp_path / f"dam/out/word-choice-the-break.{ending}").is_file()


def run(line: str, folder: Path) -> None:
    command = [sys.executable, "-m", "framelens.cli", *shlex.split(line)[1:]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
