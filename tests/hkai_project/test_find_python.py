"""bin/find-python: which Python it selects, and its error if there is none."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

SCRIPT = Path(__file__).resolve().parents[2] / "bin" / "find-python"
# A Python of the machine's, not the environment's: only the former can found an environment.
REAL = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"


class FindPythonScriptTests(TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(TemporaryDirectory())) / "with space"
        self.folder.mkdir()

    def fake(self, name, body):
        """Put a program of that name on the path, which ends as `body` says."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    def lacking(self, module):
        """Return the body of a Python without that module."""
        blocked = self.folder / f"no-{module}"
        blocked.mkdir()
        (blocked / f"{module}.py").write_text("raise ImportError")
        # The script's -E, which is dropped here, would make it ignore PYTHONPATH.
        return f'shift 2; PYTHONPATH="{blocked}" exec "{REAL}" "$@"'

    def find(self, *folders, **variables):
        path = os.pathsep.join(str(folder) for folder in (folders or [self.folder]))
        return subprocess.run(
            ["/bin/sh", SCRIPT], env={"PATH": path} | variables, capture_output=True, text=True, check=False
        )

    def assert_finds_the_real_one(self, answer):
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        self.assertTrue(os.path.samefile(answer.stdout.strip(), REAL), answer.stdout)

    def test_skips_a_shim_that_does_not_run(self):
        self.fake("python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
        self.fake("python3", f'exec "{REAL}" "$@"')
        self.assert_finds_the_real_one(self.find())

    def test_continues_along_the_path_after_a_broken_match(self):
        self.fake("shims/python3", "exit 127")
        self.fake("bin/python3", f'exec "{REAL}" "$@"')
        self.assert_finds_the_real_one(self.find(self.folder / "shims", self.folder / "bin"))

    def test_searches_pyenv_and_uv(self):
        for variable, place in (("PYENV_ROOT", "versions/3.13.0"), ("HOME", ".local/share/uv/python/cpython-3.13")):
            with self.subTest(place=place):
                home = self.folder / variable
                self.fake(f"{variable}/{place}/bin/python3", f'exec "{REAL}" "$@"')
                self.assert_finds_the_real_one(self.find(**{variable: str(home)}))

    def test_prefers_the_python_variable(self):
        self.fake("python3", "echo fits:/wrong")
        named = self.fake("other", f'exec "{REAL}" "$@"')
        for name in (str(named), "other"):
            with self.subTest(name=name):
                self.assert_finds_the_real_one(self.find(PYTHON=name))

    def test_error_gives_the_reason_for_each_rejected_python_in_one_line(self):
        self.fake("python3.14", "exit 127")
        self.fake("python3.13", self.lacking("sqlite3"))
        self.fake("python3.12", self.lacking("ensurepip"))
        self.fake("python3", "echo 'is Python 3.11' >&2; exit 1")

        answer = self.find()

        if answer.returncode == 0:
            self.skipTest("this machine has a Python in /usr/local/bin or /opt")
        self.assertEqual(len(answer.stderr.splitlines()), 1)
        for why in (
            "python3.14 does not run",
            "python3.13 has no sqlite3",
            "python3.12 has no venv",
            "python3 is Python 3.11",
        ):
            self.assertIn(why, answer.stderr)

    def test_hides_the_output_of_shims(self):
        self.fake("python3", "echo noise; echo noise >&2; exit 1")
        self.assertNotIn("noise", self.find().stderr)
