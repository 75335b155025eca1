"""A checkout of its own, prepared and served by the very commands of `make run`."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.support.databases import ROOT

# The settings take the folder above their own for the checkout, so that what is copied writes beside itself.
COPIED = ("manage.py", "hkai_project")
LINKED = ("ecosystem", "templates", "static", "locale", "fixtures")
PATIENCE = 180


class Checkout:
    """A folder with the code of this checkout and static files of its own; commands work on `database`, a URL."""

    def __init__(self, folder, database):
        self.folder = folder
        self.database = database

    def make(self):
        self.folder.mkdir(parents=True)
        shutil.copy(ROOT / "manage.py", self.folder)
        shutil.copytree(
            ROOT / "hkai_project", self.folder / "hkai_project", ignore=shutil.ignore_patterns("__pycache__")
        )
        for name in LINKED:
            (self.folder / name).symlink_to(ROOT / name)

    def manage(self, *arguments):
        """Run a command of manage.py, and show what it said if it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.folder,
            env=_environment() | {"DATABASE_URL": self.database},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stdout}{done.stderr}")

    @contextmanager
    def served(self, database):
        """Serve the site with the database of this URL, and give the address of the site."""
        port = _free_port()
        # One process: each draws the pictures and counts the facets of an edition for itself.
        variables = {"PORT": str(port), "DATABASE_URL": database, "WEB_CONCURRENCY": "1"}
        log = self.folder / f"gunicorn.{port}.log"
        with log.open("w") as out:
            server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "hkai_project/gunicorn.py"],
                cwd=self.folder,
                env=_environment() | variables,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(address, server, log)
            yield address
        finally:
            # At once: a graceful end waits for what browsers keep open.
            server.send_signal(signal.SIGQUIT)
            server.wait(PATIENCE)


def _environment():
    """Return no variable that would change how the site is set, whatever the tests themselves run under."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_until_ready(address, server, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - an address of our own
                return
        except (HTTPError, URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The site does not serve:\n{log.read_text()}")
