"""Files of facts, in and out: read all, check all, then write all or nothing."""

from ecosystem.loading.faults import Fault, Refused
from ecosystem.loading.load import Report, load
from ecosystem.loading.write import write

__all__ = ["Fault", "Refused", "Report", "load", "write"]
