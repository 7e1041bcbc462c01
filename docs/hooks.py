"""Figures of the documentation are those of the studies: pages name them as on disk, the site holds a copy."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add figures/ to the site."""
    for path in sorted((ROOT / "figures").rglob("*.png")):
        files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """``../figures/`` as a page's neighbour on disk is ``figures/`` in the site."""
    return markdown.replace("](../figures/", "](figures/")
