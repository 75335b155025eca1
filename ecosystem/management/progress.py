"""Progress of commands that take longer than two seconds."""

from collections.abc import Callable
from time import monotonic
from typing import Any

PATIENCE_SECONDS = 2


def report_slow_steps(command: Any) -> Callable[[str], None]:
    started = monotonic()

    def report(step: str) -> None:
        if monotonic() - started > PATIENCE_SECONDS:
            # Not an error, although beside the output.
            command.stderr.write(f"{step} …", style_func=str)
            command.stderr.flush()

    return report
