"""Stylesheets for standalone SVG files: the CSS of the site with all tokens resolved."""

import re

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"(--[a-z0-9-]+):\s*(.+);")
LIGHT_DARK = re.compile(r"light-dark\(([^,()]+),\s*([^()]+)\)")
REFERENCE = re.compile(r"var\((--[a-z0-9-]+)(?:,\s*((?:[^()]|\([^()]*\))+))?\)")
HUE = "--hue"


def build_standalone_css(tokens: str, rules: str) -> str:
    """Return `rules` without custom properties, in light and dark.

    Few SVG programs support custom properties or `light-dark()`. A rule that uses the hue of a theme
    becomes one rule for each theme.
    """
    known = dict(TOKEN.findall(COMMENT.sub("", tokens)))
    hues = {name.removeprefix("--hue-"): name for name in known if name.startswith("--hue-")}
    parsed = [
        (" ".join(selector.split()), " ".join(declarations.split()))
        for selector, declarations in RULE.findall(_drop_at_rules(COMMENT.sub("", rules)))
    ]

    def resolve_scheme(scheme: int) -> str:
        lines = []
        for selector, declarations in parsed:
            lines.append(f"{selector}{{{_resolve_tokens(declarations, known, scheme)}}}")
            if f"var({HUE}" in declarations:
                for theme, token in hues.items():
                    own = _resolve_tokens(declarations, known | {HUE: known[token]}, scheme)
                    each = ",".join(f'{part.strip()}[data-theme="{theme}"]' for part in selector.split(","))
                    lines.append(f"{each}{{{own}}}")
        return "".join(lines)

    return f"{resolve_scheme(0)}@media (prefers-color-scheme:dark){{{resolve_scheme(1)}}}"


def parse_colour_tokens(tokens: str, scheme: int = 0) -> dict[str, str]:
    """Return the colour tokens with their values, in light (scheme 0) or dark (1)."""
    values = {name: _resolve_tokens(value, {}, scheme) for name, value in TOKEN.findall(COMMENT.sub("", tokens))}
    return {name: value for name, value in values.items() if re.fullmatch("#[0-9a-f]{6}", value)}


def _drop_at_rules(css: str) -> str:
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"@[a-z-]+[^{};]*\{|[{}]", css):
        if match.group().startswith("@") and not depth:
            parts.append(css[start : match.start()])
            depth = 1
        elif depth:
            depth += 1 if match.group().endswith("{") else -1
            start = match.end()
    return "".join([*parts, css[start:] if not depth else ""])


def _resolve_tokens(declarations: str, known: dict[str, str], scheme: int) -> str:
    while found := REFERENCE.search(declarations):
        name, fallback = found.groups()
        declarations = (
            declarations[: found.start()] + known.get(name, fallback or "inherit") + declarations[found.end() :]
        )
    return LIGHT_DARK.sub(lambda match: match.group(scheme + 1).strip(), declarations)
