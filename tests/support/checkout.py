"""A separate checkout, prepared and served by the commands of `make run`."""

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

from tests.support.databases import PROJECT_ROOT

# `manage.py` and `hkai_project` are copied: the settings derive the folder of the checkout from their own path.
LINKED = ("ecosystem", "templates", "static", "locale", "fixtures")
TIMEOUT_SECONDS = 180


class Checkout:
    """A folder with links to the code and static files of its own; commands use the database at the URL `database`."""

    def __init__(self, folder, database):
        self.folder = folder
        self.database = database

    def create(self):
        self.folder.mkdir(parents=True)
        shutil.copy(PROJECT_ROOT / "manage.py", self.folder)
        shutil.copytree(
            PROJECT_ROOT / "hkai_project", self.folder / "hkai_project", ignore=shutil.ignore_patterns("__pycache__")
        )
        for name in LINKED:
            (self.folder / name).symlink_to(PROJECT_ROOT / name)

    def run_command(self, *arguments):
        """Run a command of manage.py; raise RuntimeError with its output if it fails."""
        process = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.folder,
            env=_get_environment() | {"DATABASE_URL": self.database},
            capture_output=True,
            text=True,
        )
        if process.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed:\n{process.stdout}{process.stderr}")

    def serve(self, database):
        """Serve the site with the database of this URL; the context is the URL of the site."""
        return serve_site(self.folder, DATABASE_URL=database)


@contextmanager
def serve_site(folder, *, logs=None, **variables):
    """Serve the site of a folder with these settings; yield its URL."""
    port = _find_free_port()
    # One process: each has its own cache of drawings and facets of an edition.
    variables = {"PORT": str(port), "WEB_CONCURRENCY": "1"} | variables
    log = (logs or folder) / f"gunicorn.{port}.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "hkai_project/gunicorn.py"],
            cwd=folder,
            env=_get_environment() | variables,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, server, log)
        yield address
    finally:
        # SIGQUIT: a graceful shutdown would wait for open connections of browsers.
        server.send_signal(signal.SIGQUIT)
        server.wait(TIMEOUT_SECONDS)


def _get_environment():
    """Return the environment without variables that are settings of the site."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}


def _find_free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_until_ready(address, server, log):
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - an address of our own
                return
        except (HTTPError, URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The site does not serve:\n{log.read_text()}")
