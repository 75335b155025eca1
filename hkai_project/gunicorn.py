"""The configuration of gunicorn, which reads each name of this module as a setting."""

import contextlib
import ctypes
import gc
import os
from pathlib import Path

from hkai_project import environment

_here = Path(__file__).resolve().parent.parent
_var = _here / "var" / "tmp"
_var.mkdir(parents=True, exist_ok=True)

wsgi_app = "hkai_project.wsgi:application"
bind = f"127.0.0.1:{environment.read_env_number('PORT', default=8000, least=1, most=65535)}"

worker_class = "gthread"
workers = environment.read_env_number("WEB_CONCURRENCY", default=min(4, max(2, os.cpu_count() or 1)), least=1, most=64)
# Some wait for the database, or for another one that renders the same page.
threads = 8
# Each thread has a connection, kept between requests; settings.py reads it.
os.environ.setdefault("DATABASE_POOL_SIZE", str(threads))
# Safe with SQLite: importing the site opens no connection, so each worker opens its own after the fork.
preload_app = True

timeout = 30
graceful_timeout = 20
keepalive = 5
# Workers are replaced regularly, against memory leaks, and not all at once.
max_requests = 200_000
max_requests_jitter = 20_000

# Only a proxy on this machine may state the address and scheme of a client.
forwarded_allow_ips = environment.read_env_text("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
accesslog = "-" if environment.read_env_flag("ACCESS_LOG", default=False) else None
errorlog = "-"


# Constants of glibc: M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD.
ARENA_MAX, MMAP_THRESHOLD, TRIM_THRESHOLD = -8, -3, -1
LARGE_BLOCK = 128 * 1024


def on_starting(server):
    """Let the threads of a process share one heap, and return the memory of whole pages to the system.

    By default glibc gives each thread a heap that never shrinks, and learns to keep larger and larger blocks.
    """
    with contextlib.suppress(AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(ARENA_MAX, 1)
        mallopt(MMAP_THRESHOLD, LARGE_BLOCK)
        mallopt(TRIM_THRESHOLD, LARGE_BLOCK)


def when_ready(server):
    """Load what all workers share, and keep it out of garbage collection, which would copy it into each of them."""
    from ecosystem.web.preloading import preload

    preload()
    gc.collect()
    gc.freeze()
    gc.enable()


# Nothing is written outside the checkout: by default gunicorn would create a socket in the home directory.
worker_tmp_dir = str(_var)
control_socket_disable = True
# Until the site is loaded there is no garbage to collect; when_ready() enables it.
gc.disable()
# The site is at the root of its host; no header may state a path prefix.
forwarder_headers = ""
