"""A primary PostgreSQL server and a streaming replica of it, which live as long as a test."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg

from tests.support.programs import require_program

# The server of a test need not survive a power cut.
OPTIONS = ("fsync=off", "full_page_writes=off", "max_wal_senders=3", "wal_retrieve_retry_interval=100ms")


class PostgresqlServer:
    """A server below /tmp, on a port of its own; started by root, it runs as the user of Debian's package."""

    def __init__(self, folder, programs):
        self.folder = folder
        self.programs = programs
        self.port = _find_free_port()

    @property
    def url(self):
        return f"postgres://hkai@127.0.0.1:{self.port}/hkai"

    def run(self, program, *arguments):
        owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*owner, self.programs / program, *arguments]
        subprocess.run(command, cwd="/tmp", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S108

    def start(self):
        options = " ".join(f"-c {option}" for option in (*OPTIONS, "listen_addresses=127.0.0.1"))
        arguments = ["--options", f"-p {self.port} -k {self.folder.parent} {options}"]
        self.run("pg_ctl", "--pgdata", self.folder, "--log", f"{self.folder}.log", "--wait", *arguments, "start")

    def stop(self):
        self.run("pg_ctl", "--pgdata", self.folder, "--mode", "immediate", "--wait", "stop")

    def execute(self, statement, *parameters):
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(statement, parameters)


def create_servers(test_case):
    """Return a running primary and its replica; both are gone after the test case."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="hkai-replica.", dir="/tmp"))
    test_case.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    primary, replica = (PostgresqlServer(folder / name, programs) for name in ("primary", "replica"))
    arguments = ("--username", "hkai", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
    primary.run("initdb", "--pgdata", primary.folder, *arguments)
    _start_for(test_case, primary)
    primary.run("createdb", "--host", "127.0.0.1", "--port", str(primary.port), "--username", "hkai", "hkai")
    source = f"host=127.0.0.1 port={primary.port} user=hkai"
    replica.run(
        *("pg_basebackup", "--dbname", source, "--pgdata", replica.folder, "--write-recovery-conf"),
        *("--checkpoint", "fast", "--no-sync"),
    )
    _start_for(test_case, replica)
    return primary, replica


def find_programs():
    """Return the folder of PostgreSQL's programs, as bin/with-postgresql finds it."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders else Path(require_program("pg_ctl")).parent


def _start_for(test_case, server):
    server.start()
    test_case.addClassCleanup(_stop_if_running, server)


def _stop_if_running(server):
    try:
        server.stop()
    except subprocess.CalledProcessError:
        return


def _find_free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
