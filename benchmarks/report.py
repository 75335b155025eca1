"""Ratios, the table, the history of runs, and what has become slower."""

import json
from pathlib import Path

HISTORY = Path(__file__).with_name("history.jsonl")
# A ratio that is so much larger than in the run before is reported.
TOLERANCE = 1.15


def compute_ratios(figures, measure="median"):
    """Return `{name: ratio}` of a case to its yardstick, by a measure: `median`, or `cpu` for time on a processor.

    Cold pages are compared with a bare Django view, warm ones with bare WSGI. Larger is slower.
    """
    yardsticks = {
        "cold": "bare view",
        "cold, many": "bare view, many",
        "warm": "bare wsgi",
        "warm, many": "bare wsgi, many",
    }
    return {
        name: figures[name][measure] / figures[yardstick][measure]
        for name, yardstick in yardsticks.items()
        if name in figures and figures.get(yardstick, {}).get(measure)
    }


def render_table(figures):
    """Return the Markdown table of one database's cases."""
    lines = [
        "| page | bytes | queries | cold, median | p99 | CPU | ratio to a bare view | by CPU | cold, 32 clients"
        " | warm, median | CPU | ratio to bare WSGI, by CPU | warm, 32 clients | of bare WSGI | of nginx |",
        f"| --- |{' --: |' * 14}",
    ]
    lines += [_render_row(name, each) for name, each in figures.items() if name != "memory"]
    if "memory" in figures:
        lines += ["", f"All processes together: {figures['memory']['pss']:,.0f} MB (PSS)."]
    return "\n".join(lines)


def _render_row(name, each):
    if "error" in each:
        return f"| {name} | {each['error']} |{' |' * 13}"
    ratios, cpu_ratios = compute_ratios(each), compute_ratios(each, "cpu")
    cold, warm = each.get("cold", each if "median" in each else {}), each.get("warm", {})
    cells = [
        name,
        _format(each.get("bytes"), ",.0f"),
        _format(each.get("queries"), "d"),
        *(_format(cold.get(measure), ".1f", " ms") for measure in ("median", "p99", "cpu")),
        _format(ratios.get("cold"), ".0f"),
        _format(cpu_ratios.get("cold"), ".0f"),
        _format(each.get("cold, many", {}).get("rps"), ",.0f", "/s"),
        *(_format(warm.get(measure), ".1f", " ms") for measure in ("median", "cpu")),
        _format(cpu_ratios.get("warm"), ".1f"),
        _format(each.get("warm, many", {}).get("rps"), ",.0f", "/s"),
        *(_format_share(each, yardstick) for yardstick in ("bare wsgi, many", "nginx, many")),
    ]
    return f"| {' | '.join(cells)} |"


def _format(value, form, unit=""):
    return "–" if value is None else f"{value:{form}}{unit}"


def _format_share(each, yardstick):
    if yardstick not in each or "warm, many" not in each:
        return "–"
    return f"{each['warm, many']['rps'] / each[yardstick]['rps']:.0%}"


def append_to_history(entry, path=HISTORY):
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def read_history(path=HISTORY):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def find_slower_cases(run, history):
    """Return a line for each ratio that grew by more than the tolerance since the last run that has it.

    By time on a processor; by the time of answers too if the machine was busy in neither run. Changes have no
    yardstick: their time is divided by that of the calibration.
    """
    lines = []
    for database, cases in run["databases"].items():
        for case, each in cases.items():
            last = _find_last_run(history, database, case)
            if last is None or "error" in each:
                continue
            before = _list_comparable(last["databases"][database][case], last["calibration"])
            now = _list_comparable(each, run["calibration"])
            for (name, measure), value in now.items():
                is_comparable = measure == "cpu" or not (run["busy"] or last["busy"])
                if is_comparable and value > before.get((name, measure), value) * TOLERANCE:
                    what = ", ".join(filter(None, (f"{database}: {case}", name, measure)))
                    growth = value / before[name, measure] - 1
                    lines.append(f"{what}: {growth:.0%} slower than on {last['date']} ({last['commit']})")
    return lines


def _find_last_run(history, database, case):
    """Return the last run that has figures of a case; None if there is none."""
    for run in reversed(history):
        figures = run["databases"].get(database, {}).get(case)
        if figures and "error" not in figures:
            return run
    return None


def _list_comparable(each, calibration):
    """Return `{(name, measure): value}` of a case."""
    if "pss" in each:
        # Like time on a processor, memory does not depend on what else the machine does.
        return {("", "cpu"): each["pss"]}
    measures = ("median", "cpu")
    if "median" in each:
        return {("", measure): each[measure] / calibration for measure in measures if measure in each}
    return {(name, measure): value for measure in measures for name, value in compute_ratios(each, measure).items()}
