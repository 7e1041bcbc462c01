import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.toy import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEV = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

FROM_CONDA = {"python", "jupyterlab", "pandas", "scikit-learn", "matplotlib", "nltk", "papermill", "pip"}


def pins() -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


@pytest.mark.parametrize("requirement", [*NEEDED, *DEV], ids=str)
def test_every_dependency_is_pinned_within_its_range(requirement):
    versions = pins()[canonicalize_name(requirement.name)]
    assert [version for version in versions if version not in requirement.specifier] == []


def test_every_pin_has_hashes_and_the_lock_no_addresses():
    entries = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)
    entries = [entry for entry in entries if "==" in entry]
    assert len(entries) > 100
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK


def environment() -> tuple[list[str], list[str]]:
    """The packages of environment.yml, from conda-forge and by pip; its lists have one package a line."""
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    lines = [line.split("#")[0].rstrip() for line in lines]
    items = lines[lines.index("dependencies:") + 1 :]
    conda = [line.strip()[2:].strip("\"'") for line in items if re.match(r"^ {0,2}- (?!pip:)", line)]
    by_pip = [line.strip()[2:].strip("\"'") for line in items if re.match(r"^ {3,}- ", line)]
    return conda, by_pip


def test_the_environment_takes_from_conda_forge_what_it_should():
    conda, _ = environment()
    assert {re.split(r"[ =<>!]", item)[0] for item in conda} == FROM_CONDA


def test_the_environment_and_pyproject_name_the_same_packages_in_the_same_ranges():
    conda, by_pip = environment()
    ours = {canonicalize_name(need.name): need.specifier for need in NEEDED}
    assert "-e ." in by_pip
    wanted = [Requirement(item) for item in by_pip if not item.startswith("-")]
    wanted += [Requirement(item) for item in conda if not re.match(r"(python|pip)\b(?!-)", item)]
    theirs = {canonicalize_name(need.name): need.specifier for need in wanted}
    assert theirs == ours


def test_the_environment_s_python_is_one_that_the_project_takes():
    conda, _ = environment()
    (python,) = [item for item in conda if re.match(r"python\b(?!-)", item)]
    assert Requirement(re.sub(r"(?<![=<>!~])=(?!=)", "==", python)).specifier is not None
    version = re.search(r"3\.\d+", python)
    assert version is not None
    assert version.group() in Requirement(f"x{PROJECT['project']['requires-python']}").specifier


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    """Names of the files in a wheel built from the checkout, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file).namelist()


def test_framelens_is_the_wheel_s_only_top_level_package(wheel):
    assert {name.split("/")[0] for name in wheel} == {
        "framelens",
        f"framelens-{PROJECT['project']['version']}.dist-info",
    }


def test_the_wheel_holds_all_notebooks(wheel):
    ours = {f"framelens/notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert len(ours) >= 5
    assert {name for name in wheel if name.startswith("framelens/notebooks/")} == ours


@pytest.mark.parametrize(
    "name", ["style/framelens.mplstyle", "report.html.j2", "new_study.toml", "py.typed", "__init__.pyi", "cli.py"]
)
def test_the_wheel_holds_what_is_no_module(wheel, name):
    assert f"framelens/{name}" in wheel


def test_the_wheel_holds_every_module_and_no_test(wheel):
    modules = {str(path.relative_to(ROOT / "analysis")) for path in (ROOT / "analysis").rglob("*.py")}
    assert modules - set(wheel) == set()
    assert [name for name in wheel if "tests/" in name or name.endswith(".pyc")] == []


def test_the_version_is_said_once():
    import framelens

    assert framelens.__version__ == PROJECT["project"]["version"]
