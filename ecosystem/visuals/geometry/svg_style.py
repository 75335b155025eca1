"""The style sheet of a picture that stands alone: the site's own rules, with every token as the value that it has."""

import re

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"(--[a-z0-9-]+):\s*(.+);")
LIGHT_DARK = re.compile(r"light-dark\(([^,()]+),\s*([^()]+)\)")
REFERENCE = re.compile(r"var\((--[a-z0-9-]+)(?:,\s*((?:[^()]|\([^()]*\))+))?\)")
HUE = "--hue"


def standalone(tokens: str, rules: str) -> str:
    """Return `rules` without any custom property, in light and for those who want it in dark.

    Few programs that draw pictures know custom properties or `light-dark()`.
    What takes its hue from its theme becomes a rule for each theme.
    """
    known = dict(TOKEN.findall(COMMENT.sub("", tokens)))
    hues = {name.removeprefix("--hue-"): name for name in known if name.startswith("--hue-")}
    parsed = [
        (" ".join(selector.split()), " ".join(body.split()))
        for selector, body in RULE.findall(_without_at_rules(COMMENT.sub("", rules)))
    ]

    def schemed(scheme: int) -> str:
        lines = []
        for selector, body in parsed:
            lines.append(f"{selector}{{{_resolved(body, known, scheme)}}}")
            if f"var({HUE}" in body:
                for theme, token in hues.items():
                    own = _resolved(body, known | {HUE: known[token]}, scheme)
                    each = ",".join(f'{part.strip()}[data-theme="{theme}"]' for part in selector.split(","))
                    lines.append(f"{each}{{{own}}}")
        return "".join(lines)

    return f"{schemed(0)}@media (prefers-color-scheme:dark){{{schemed(1)}}}"


def colours(tokens: str, scheme: int = 0) -> dict[str, str]:
    """Return the tokens that are colours with their values: those in light, or with 1 those in dark."""
    found = {name: _resolved(value, {}, scheme) for name, value in TOKEN.findall(COMMENT.sub("", tokens))}
    return {name: value for name, value in found.items() if re.fullmatch("#[0-9a-f]{6}", value)}


def _without_at_rules(css: str) -> str:
    """Return the rules that hold for every width and medium."""
    kept, depth, start = [], 0, 0
    for match in re.finditer(r"@[a-z-]+[^{};]*\{|[{}]", css):
        if match.group().startswith("@") and not depth:
            kept.append(css[start : match.start()])
            depth = 1
        elif depth:
            depth += 1 if match.group().endswith("{") else -1
            start = match.end()
    return "".join([*kept, css[start:] if not depth else ""])


def _resolved(body: str, known: dict[str, str], scheme: int) -> str:
    while found := REFERENCE.search(body):
        name, fallback = found.groups()
        body = body[: found.start()] + known.get(name, fallback or "inherit") + body[found.end() :]
    return LIGHT_DARK.sub(lambda match: match.group(scheme + 1).strip(), body)
