"""The notebooks without their work: parameters, imports, one saved empty figure."""

import json
from pathlib import Path

_EMPTY = """import pandas as pd
from matplotlib.figure import Figure
fl.save_figure(Figure(), f"{out}/NAME", data=pd.DataFrame(), caption="")"""


def cut_down_notebooks(source: Path, target: Path) -> None:
    """Write a cut-down copy of every notebook of a folder into another."""
    target.mkdir(parents=True)
    for path in source.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        kept = [cell for cell in notebook["cells"] if _is_kept(cell)]
        code = {"cell_type": "code", "id": "empty", "metadata": {}, "execution_count": None, "outputs": []}
        notebook["cells"] = [*kept, code | {"source": _EMPTY.replace("NAME", path.stem)}]
        notebook["metadata"].pop("framelens")
        (target / path.name).write_text(json.dumps(notebook), encoding="utf-8")


def _is_kept(cell: dict) -> bool:
    is_import = cell["cell_type"] == "code" and "".join(cell["source"]).startswith("import ")
    return is_import or "parameters" in cell["metadata"].get("tags", [])
