"""The functions and paths named in docs/architecture.md and CONTRIBUTING.md exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REFERENCE = re.compile(r"`([a-z_/]+\.py):(\w+)`")
PATH = re.compile(r"`((?:ecosystem|templates|tests|hkai_project)/[\w/.]+)`")


def find_references(pattern):
    documents = (ROOT / "docs" / "architecture.md", ROOT / "CONTRIBUTING.md")
    return sorted({match for document in documents for match in pattern.findall(document.read_text(encoding="utf-8"))})


@pytest.mark.parametrize(("path", "name"), find_references(REFERENCE))
def test_documented_function_exists_in_its_module(path, name):
    tree = ast.parse((ROOT / "ecosystem" / path.removeprefix("ecosystem/")).read_text(encoding="utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    assert name in names


@pytest.mark.parametrize("path", find_references(PATH))
def test_documented_path_exists(path):
    assert (ROOT / path).exists()
