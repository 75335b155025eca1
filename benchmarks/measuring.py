"""Measure the pages of one database, each beside its yardsticks."""

import json
from dataclasses import dataclass
from subprocess import Popen

from benchmarks.load import LoadError, build_request, fetch, run_load
from benchmarks.servers import measure_cpu_time, measure_memory, run_python, serve_files, serve_site

# Asks `benchmarks.wsgi` for a page that is not in the cache, and has the number of queries of an answer.
COLD_HEADER, QUERIES_HEADER = "X-Cold", "X-Queries"
MANY_CLIENTS = 32
# So many reach every process.
WARMING_CLIENTS = 8
# Of a bare answer.
LEAST_ANSWERS = 100
# Pages that take longer, in milliseconds, are not requested by many clients: that would take minutes.
SLOW = 500


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
    figures = {}
    with serve_site(url) as (port, process):
        # Each process loads on its first request what it keeps as long as it lives.
        run_load(port, build_request("/en/about/"), clients=MANY_CLIENTS, seconds=0, most=0)
        server = MeasuredServer(port, process, limits)
        for name, path in paths.items():
            if is_wanted(name, only):
                report(name)
                figures[name] = _measure_or_explain(server.measure_page, path)
        if is_wanted("not modified", only):
            figures["not modified"] = _measure_or_explain(server.measure_not_modified, paths["record, longest"])
        if is_wanted("memory", only):
            figures["memory"] = {"pss": measure_memory(process)}
    if is_wanted("saving a sentence", only) or is_wanted("publishing", only):
        report("saving a sentence, publishing")
        figures |= json.loads(run_python(url, "-m", "benchmarks.changes"))
    return figures


def is_wanted(name, only):
    return not only or any(word in name for word in only)


def _measure_or_explain(measure, path):
    try:
        return {"path": path} | measure(path)
    except (LoadError, OSError) as error:
        return {"path": path, "error": str(error)}


@dataclass(frozen=True)
class MeasuredServer:
    """The running site, and how long each of its measurements may take."""

    port: int
    process: Popen
    limits: Limits

    def measure_page(self, path):
        """Return the figures of a page: cold and warm, with one client and with many, and of its yardsticks."""
        cold, warm, limits = build_request(path, {COLD_HEADER: "1"}), build_request(path), self.limits
        first = fetch(self.port, cold)
        if first.seconds * 1000 > SLOW:
            # The first request may have computed what a process keeps for an edition.
            first = fetch(self.port, cold)
        is_slow = first.seconds * 1000 > SLOW
        if not is_slow:
            run_load(self.port, cold, clients=WARMING_CLIENTS, seconds=0, most=0)
        figures = {"bytes": first.size, "queries": int(first.headers[QUERIES_HEADER.lower()])}
        figures["cold"] = self._measure(cold, 1, limits.cold, limits.most)
        run_load(self.port, warm, clients=1 if is_slow else WARMING_CLIENTS, seconds=0, most=0)
        figures["warm"] = self._measure(warm, 1, limits.warm, limits.most)
        for name, request in (("cold", cold), ("warm", warm)):
            if figures[name]["median"] < SLOW:
                figures[f"{name}, many"] = self._measure(request, MANY_CLIENTS, limits.many)
        return figures | self._measure_yardsticks(first.size)

    def measure_not_modified(self, path):
        """Return the figures of a conditional request; raise LoadError if the page has no validator."""
        validators = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        first = fetch(self.port, build_request(path))
        headers = {name: first.headers[each] for name, each in validators.items() if each in first.headers}
        if not headers:
            raise LoadError("the page has no validator")
        request = build_request(path, headers)
        answer = fetch(self.port, request)
        figures = {"bytes": answer.size, "queries": int(answer.headers.get(QUERIES_HEADER.lower(), 0))}
        for name, clients in (("warm", 1), ("warm, many", MANY_CLIENTS)):
            figures[name] = self._measure(request, clients, self.limits.many, status=304)
        return figures | self._measure_yardsticks(answer.size)

    def _measure_yardsticks(self, size):
        """Return what as many bytes take from a bare Django view, from bare WSGI, and from nginx if installed."""
        figures, seconds = {}, self.limits.yardstick
        for name in ("bare view", "bare wsgi"):
            request = build_request(f"/{name.replace(' ', '-')}/{size}")
            # Enough of them, also where other programs keep the machine busy.
            figures[name] = self._measure(request, 1, seconds, least=LEAST_ANSWERS)
            figures[f"{name}, many"] = self._measure(request, MANY_CLIENTS, seconds, least=LEAST_ANSWERS)
        with serve_files([size]) as port:
            if port:
                request = build_request(f"/{size}")
                for name, clients in (("nginx", 1), ("nginx, many", MANY_CLIENTS)):
                    figures[name] = run_load(port, request, clients=clients, seconds=seconds, most=10**9).summarize()
        return figures

    def _measure(self, request, clients, seconds, most=10**9, **options):
        before = measure_cpu_time(self.process)
        result = run_load(self.port, request, clients=clients, seconds=seconds, most=most, **options)
        spent = measure_cpu_time(self.process) - before
        return result.summarize() | {"cpu": round(spent / len(result.times), 3)}
