"""External programs that tests need."""

import os
import shutil

import pytest


def require_program(name):
    """Return the path of a program; if it is missing, skip the test, or fail if REQUIRE_PROGRAMS is set."""
    if path := shutil.which(name):
        return path
    reason = f"{name} was not found"
    if os.environ.get("REQUIRE_PROGRAMS"):
        pytest.fail(reason)
    return pytest.skip(reason)
