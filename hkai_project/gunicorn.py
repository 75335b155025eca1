"""The configuration of gunicorn, which reads each name of this module as a setting."""

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
workers = environment.read_env_number(
    "WEB_CONCURRENCY", default=min(4, max(2, 2 * (os.cpu_count() or 1))), least=1, most=64
)
threads = 4
# Safe with SQLite: importing the site opens no connection, so each worker opens its own after the fork.
preload_app = True

timeout = 30
graceful_timeout = 20
keepalive = 5
# Workers are replaced regularly, against memory leaks, and not all at once.
max_requests = 10_000
max_requests_jitter = 1_000

# Only a proxy on this machine may state the address and scheme of a client.
forwarded_allow_ips = environment.read_env_text("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
accesslog = "-" if environment.read_env_flag("ACCESS_LOG", default=False) else None
errorlog = "-"


def when_ready(server):
    """Keep what the site has imported out of garbage collection, which would copy it into each worker."""
    gc.collect()
    gc.freeze()


# Nothing is written outside the checkout: by default gunicorn would create a socket in the home directory.
worker_tmp_dir = str(_var)
control_socket_disable = True
# The site is at the root of its host; no header may state a path prefix.
forwarder_headers = ""
