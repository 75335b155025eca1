"""The data stack of Python: calls during a request allocate no memory from the operating system."""

import resource
from threading import Thread

from ecosystem.web.data_stack import with_one_chunk

# More than one chunk of 16 KB holds.
DEPTH = 300
CALLS = 200


def count_page_faults(_environ, _start_response, depth=DEPTH):
    """Return the largest number of page faults of `CALLS` calls at any depth."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        do_nothing()
    faults = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before
    return max(faults, count_page_faults(None, None, depth - 1) if depth else 0)


def do_nothing():
    pass


def test_calls_at_any_depth_cause_no_page_faults():
    faults = []
    thread = Thread(target=lambda: faults.append(with_one_chunk(count_page_faults)({}, None)))
    thread.start()
    thread.join()
    assert faults[0] < CALLS / 2
