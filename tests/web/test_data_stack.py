"""The data stack: no call of a request asks the operating system for memory."""

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


def test_calls_at_any_depth_need_no_memory():
    faults = []
    thread = Thread(target=lambda: faults.append(with_one_chunk(count_page_faults)({}, None)))
    thread.start()
    thread.join()
    assert faults[0] < CALLS / 2
