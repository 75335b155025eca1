"""Dotted Python paths in the settings and the root URLconf can be imported."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

ROOT = Path(__file__).parents[2]
DOTTED = re.compile(r"(?:ecosystem|hkai_project)(?:\.\w+)+")


def find_dotted_paths():
    for name in ("settings.py", "urls.py"):
        for node in ast.walk(ast.parse((ROOT / "hkai_project" / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
                yield node.value


def load(path):
    try:
        return import_module(path)
    except ModuleNotFoundError:
        return import_string(path)


@pytest.mark.parametrize("path", sorted(set(find_dotted_paths())))
def test_dotted_path_can_be_imported(path):
    assert load(path) is not None
