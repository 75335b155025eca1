"""Files of facts, in and out: read all, check all, then write all or nothing."""

from ecosystem.editing.loading.dump import write
from ecosystem.editing.loading.errors import Fault, Refused
from ecosystem.editing.loading.load import Report, load

__all__ = ["Fault", "Refused", "Report", "load", "write"]
