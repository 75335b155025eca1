"""The servers that are measured or compared with, each with folders and ports of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "benchmarks"
START_SECONDS = 60


class ServerError(Exception):
    """A server did not start."""


def build_environment(database_url):
    """Return the environment of all programs that use the database of a measurement."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SECRET_KEY": "benchmark",
        "RELEASES_DIR": str(FOLDER / "releases"),
        "CARDS_CACHE_URL": f"filecache://{FOLDER}/cards",
    }


def run_python(database_url, *arguments):
    """Return the output of a Python program on the database."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(  # noqa: S603 - our own programs
        command, cwd=ROOT, env=build_environment(database_url), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


@contextmanager
def serve_site(database_url):
    """Yield `(port, process)` of gunicorn serving the site."""
    port = find_free_port()
    environment = build_environment(database_url) | {"PORT": str(port)}
    with (FOLDER / "gunicorn.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "benchmarks/gunicorn.py"],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    with _stopping(process):
        _wait_for_port(port, process, FOLDER / "gunicorn.log")
        yield port, process


@contextmanager
def serve_files(sizes):
    """Yield the port of nginx serving a file of each of these sizes at `/<size>`; None if it is not installed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        yield None
        return
    folder, port = FOLDER / "nginx", find_free_port()
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for size in sizes:
        (folder / "files" / str(size)).write_bytes(b"." * size)
    temporary = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/log; worker_processes auto;"
        f"{' user root;' if os.getuid() == 0 else ''} events {{}} http {{ access_log off; sendfile on; {temporary}"
        f" keepalive_requests 1000000000; default_type text/html;"
        f" server {{ listen 127.0.0.1:{port}; root {folder}/files; }} }}"
    )
    process = subprocess.Popen([program, "-c", folder / "nginx.conf", "-e", folder / "log"])  # noqa: S603 - its path
    with _stopping(process):
        _wait_for_port(port, process, folder / "log")
        yield port


@contextmanager
def serve_postgresql():
    """Yield the URL of a new PostgreSQL server's database; None if PostgreSQL is not installed."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [ROOT / "bin" / "with-postgresql", "sh", "-c", 'echo "url $DATABASE_URL"; read -r _line'],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    url = next((line.split()[1] for line in process.stdout if line.startswith("url ")), None)
    try:
        yield url
    finally:
        # The server ends with the command that it was started for.
        process.stdin.close()
        process.wait()


def measure_memory(process):
    """Return the memory of a process and its children in MB: shared pages counted once (PSS)."""
    total = 0
    for pid in _list_family(process):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[1])
    return round(total / 1024, 1)


def measure_cpu_time(process):
    """Return the milliseconds that a process, its children and their threads have run on a processor.

    Unlike the time of an answer, it hardly depends on what else the machine does.
    """
    threads = (each for pid in _list_family(process) for each in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1_000_000


def _list_family(process):
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [process.pid, *children]


def find_free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def _stopping(process):
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_port(port, process, log):
    for _attempt in range(START_SECONDS * 10):
        if process.poll() is not None:
            break
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise ServerError(log.read_text(errors="replace")[-2000:])
