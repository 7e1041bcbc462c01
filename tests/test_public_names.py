import ast
import inspect
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import framelens as fl
from tests.toy import ROOT

PACKAGE = ROOT / "analysis" / "framelens"
FUNCTIONS = [name for name in fl.__all__ if inspect.isfunction(getattr(fl, name))]
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_the_public_names_are_those_of_the_stub():
    stub = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    imported = [alias.name for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    listed = next(ast.literal_eval(node.value) for node in stub.body if isinstance(node, ast.Assign))
    assert sorted(fl.__all__) == sorted(imported) == listed


def test_the_names_of_the_contract_are_there():
    # design.md, section 8: those whose issues have come so far.
    contract = {
        "read_study", "read_articles", "clean", "annotate", "count_terms", "weight_terms", "contrast_terms",
        "score_mentions", "summarize_sentiment", "find_labels", "label_shares", "cover_facts", "save_figure",
        "run_notebook",
    }  # fmt: skip
    assert contract - set(fl.__all__) == set()


@pytest.mark.parametrize("name", fl.__all__)
def test_every_public_name_can_be_loaded_and_has_a_docstring(name):
    assert inspect.getdoc(getattr(fl, name))


def test_every_public_function_shows_an_example():
    assert [name for name in FUNCTIONS if "Examples\n--------\n>>> " not in inspect.getdoc(getattr(fl, name))] == []


def test_every_public_class_is_an_error_a_table_or_shows_an_example():
    classes = [getattr(fl, name) for name in fl.__all__ if inspect.isclass(getattr(fl, name))]
    others = [each for each in classes if not (issubclass(each, (Exception, tuple)) or is_dataclass(each))]
    assert [each.__name__ for each in others] == ["Study"]


def test_a_public_function_has_at_most_eight_parameters():
    assert {n: len(inspect.signature(getattr(fl, n)).parameters) for n in FUNCTIONS
            if len(inspect.signature(getattr(fl, n)).parameters) > 8} == {}  # fmt: skip


def test_a_public_function_takes_no_unnamed_options():
    loose = [
        name
        for name in FUNCTIONS
        for parameter in inspect.signature(getattr(fl, name)).parameters.values()
        if parameter.kind is inspect.Parameter.VAR_KEYWORD
    ]
    assert loose == ["provenance"]  # its options are the record's own parameters


def test_every_error_is_a_framelens_error():
    errors = [getattr(fl, name) for name in fl.__all__ if name.endswith("Error")]
    assert len(errors) == 6
    assert all(issubclass(error, fl.FramelensError) for error in errors)
    assert issubclass(fl.ArgumentError, ValueError)


def test_no_module_is_longer_than_300_lines():
    # zoning and line_patterns are lists of rules, a line each.
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert len(lengths) > 40
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_no_function_s_body_is_longer_than_40_lines():
    assert [found for path in MODULES for found in long_functions(path)] == []


def long_functions(path: Path) -> list[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, functions):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            if length > 40:
                found.append(f"{path.name}: {node.name} ({length} lines)")
    return found
