"""Measure the pages of one database, each beside its yardsticks."""

import json
from dataclasses import dataclass

from benchmarks.load import LoadError, build_request, fetch, run_load
from benchmarks.middleware import COLD_HEADER, QUERIES_HEADER
from benchmarks.servers import measure_memory, run_python, serve_files, serve_site

MANY_CLIENTS = 32
# So many reach every process.
WARMING_CLIENTS = 8


@dataclass(frozen=True)
class Limits:
    """How long each measurement may take, in seconds, and the largest number of requests of one client."""

    cold: float = 2
    warm: float = 0.5
    many: float = 1.5
    yardstick: float = 0.3
    most: int = 300


QUICK = Limits(cold=0.1, warm=0.1, many=0.1, yardstick=0.05, most=5)


def measure_database(url, only, limits, report):
    """Return `{case: figures}` of the cases whose name contains one of the words in `only`."""
    paths = json.loads(run_python(url, "-m", "benchmarks.cases"))
    wanted = {name: path for name, path in paths.items() if is_wanted(name, only)}
    figures = {}
    if wanted or is_wanted("memory", only):
        with serve_site(url) as (port, process):
            for name, path in wanted.items():
                report(name)
                try:
                    figures[name] = measure_page(port, path, limits)
                except (LoadError, OSError) as error:
                    figures[name] = {"path": path, "error": str(error)}
            if is_wanted("not modified", only):
                figures["not modified"] = _measure_not_modified(port, paths["record, longest"], limits)
            figures["memory"] = {"pss": measure_memory(process)}
    changes = [name for name in ("saving a sentence", "publishing") if is_wanted(name, only)]
    if changes:
        report(", ".join(changes))
        measured = json.loads(run_python(url, "-m", "benchmarks.changes"))
        figures |= {name: measured[name] for name in changes}
    return figures


def is_wanted(name, only):
    return not only or any(word in name for word in only)


def measure_page(port, path, limits):
    """Return the figures of a page: cold and warm, with one client and with many, and the yardsticks of its size."""
    cold, warm = build_request(path, {COLD_HEADER: "1"}), build_request(path)
    first = fetch(port, cold)
    if first.status != 200:
        raise LoadError(f"answered {first.status}")
    figures = {"path": path, "bytes": first.size, "queries": int(first.headers[QUERIES_HEADER.lower()])}
    # In each process the first request computes what the process keeps for an edition.
    run_load(port, warm, clients=WARMING_CLIENTS, seconds=0, most=0)
    figures["cold"] = _measure(port, cold, 1, limits.cold, limits.most)
    run_load(port, warm, clients=WARMING_CLIENTS, seconds=0, most=0)
    figures["warm"] = _measure(port, warm, 1, limits.warm, limits.most)
    figures["cold, many"] = _measure(port, cold, MANY_CLIENTS, limits.many)
    figures["warm, many"] = _measure(port, warm, MANY_CLIENTS, limits.many)
    return figures | measure_yardsticks(port, first.size, limits)


def measure_yardsticks(port, size, limits):
    """Return what as many bytes take from a bare Django view, from bare WSGI, and from nginx if it is installed."""
    figures = {}
    with serve_files([size]) as files:
        for name, server, path in (
            ("bare view", port, f"/bare-view/{size}"),
            ("bare wsgi", port, f"/bare-wsgi/{size}"),
            ("nginx", files, f"/{size}"),
        ):
            if server:
                request = build_request(path)
                figures[name] = _measure(server, request, 1, limits.yardstick, limits.most)
                figures[f"{name}, many"] = _measure(server, request, MANY_CLIENTS, limits.yardstick)
    return figures


def _measure_not_modified(port, path, limits):
    """Return the figures of a conditional request; those of a page without a validator say so."""
    first = fetch(port, build_request(path))
    headers = {
        name: first.headers[validator]
        for name, validator in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
        if validator in first.headers
    }
    request = build_request(path, headers)
    answer = fetch(port, request)
    if answer.status != 304:
        return {"path": path, "error": "the page has no validator" if not headers else f"answered {answer.status}"}
    figures = {"path": path, "bytes": answer.size, "queries": int(answer.headers.get(QUERIES_HEADER.lower(), 0))}
    for name, clients in (("warm", 1), ("warm, many", MANY_CLIENTS)):
        result = run_load(port, request, clients=clients, seconds=limits.many, most=10**9, status=304)
        figures[name] = result.summarize()
    return figures | measure_yardsticks(port, answer.size, limits)


def _measure(port, request, clients, seconds, most=10**9):
    return run_load(port, request, clients=clients, seconds=seconds, most=most).summarize()
