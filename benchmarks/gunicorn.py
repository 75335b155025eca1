"""The site's configuration of gunicorn, for the measured site."""

from hkai_project.gunicorn import *  # noqa: F403 - gunicorn reads every name

wsgi_app = "benchmarks.wsgi:application"
# No worker is replaced during a measurement.
max_requests = 0
# A cold page of 100,000 organisations may take longer than readers are made to wait.
timeout = 120
