"""Ratios, the table, the history of runs, and what has become slower."""

import json
from pathlib import Path

HISTORY = Path(__file__).with_name("history.jsonl")
# A ratio that is so much larger than in the run before is reported.
TOLERANCE = 1.15


def compute_ratios(figures):
    """Return `{name: ratio}` of a case; larger is slower.

    Cold pages are compared with a bare Django view by their median, warm ones with bare WSGI by requests a second.
    """
    ratios = {}
    for name, yardstick in (("cold", "bare view"), ("cold, many", "bare view, many")):
        if name in figures and yardstick in figures:
            ratios[name] = figures[name]["median"] / figures[yardstick]["median"]
    for name, yardstick in (("warm", "bare wsgi"), ("warm, many", "bare wsgi, many")):
        if name in figures and yardstick in figures:
            ratios[name] = figures[yardstick]["rps"] / figures[name]["rps"]
    return ratios


def render_table(figures):
    """Return the Markdown table of one database's cases."""
    lines = [
        "| page | bytes | queries | cold, median | p99 | ratio to a bare view | cold, 32 clients | warm, median"
        " | warm, 32 clients | of bare WSGI | of nginx |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    lines += [_render_row(name, each) for name, each in figures.items() if "pss" not in each]
    if "memory" in figures:
        lines += ["", f"All processes together: {figures['memory']['pss']:,.0f} MB (PSS)."]
    return "\n".join(lines)


def _render_row(name, each):
    if "error" in each:
        return f"| {name} | {each['error']} |" + " |" * 9
    ratios = compute_ratios(each)
    own = each.get("cold", each if "median" in each else {})
    cells = [
        name,
        _format(each.get("bytes"), ",.0f"),
        _format(each.get("queries"), "d"),
        _format(own.get("median"), ".1f", " ms"),
        _format(own.get("p99"), ".1f", " ms"),
        _format(ratios.get("cold"), ".0f"),
        _format(each.get("cold, many", {}).get("rps"), ",.0f", "/s"),
        _format(each.get("warm", {}).get("median"), ".1f", " ms"),
        _format(each.get("warm, many", {}).get("rps"), ",.0f", "/s"),
        _format(1 / ratios["warm, many"] if "warm, many" in ratios else None, ".0%"),
        _format_share(each, "nginx, many"),
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


def find_slower_cases(figures, history):
    """Return a line for each ratio that grew by more than the tolerance since the last run that has it.

    `figures` maps databases, such as `real, sqlite`, to their cases. Without a ratio, as for changes, the time is
    compared, divided by the time of the calibration.
    """
    lines = []
    for database, cases in figures["databases"].items():
        for case, each in cases.items():
            last = next(
                (
                    run
                    for run in reversed(history)
                    if "error" not in run["databases"].get(database, {}).get(case, {"error": 1})
                ),
                None,
            )
            if last is None or "error" in each:
                continue
            before = _list_comparable(last["databases"][database][case], last["calibration"])
            for name, now in _list_comparable(each, figures["calibration"]).items():
                if name in before and now > before[name] * TOLERANCE:
                    what = f"{database}: {case}, {name}".removesuffix(", ")
                    lines.append(
                        f"{what}: {now / before[name] - 1:.0%} slower than on {last['date']} ({last['commit']})"
                    )
    return lines


def _list_comparable(each, calibration):
    if ratios := compute_ratios(each):
        return ratios
    return {"": each["median"] / calibration} if "median" in each else {"memory": each["pss"]} if "pss" in each else {}
