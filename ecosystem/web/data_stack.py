"""Room in Python's data stack for all calls of a request.

CPython keeps the frames of calls in chunks of 16 KB. Versions before the fix of 2026 ask the operating system for a
chunk, and return it, at every call that crosses the end of one (https://github.com/python/cpython/issues/142183).
Templates call deeply, and where one of their loops is at such an end, a page takes up to twice as long.
"""

from collections.abc import Callable

# Slots of 8 bytes. A frame of this size gets a chunk of 256 KB, of which half is left: enough for about 800 calls.
FRAME_SIZE = 16_384


def with_one_chunk(application: Callable) -> Callable:
    """Return the WSGI application with a large frame below its calls, so that they need no further chunk."""

    def call(environ, start_response):
        return application(environ, start_response)

    call.__code__ = call.__code__.replace(co_stacksize=FRAME_SIZE)
    return call
