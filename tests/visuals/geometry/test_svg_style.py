"""Style sheets of standalone SVG files, built from design tokens."""

from ecosystem.visuals.geometry.svg_style import build_standalone_css

TOKENS = """
:root {
  /* --ink: light-dark(#000, #fff); was */
  --ink: light-dark(#141a18, #e7ece9);
  --quiet: light-dark(#555d5b, #a5b0ac);
  --hue-smart-city: light-dark(#039bc2, #97e4fc);
  --latin: "Arial";
  --sans: var(--latin), sans-serif;
}
"""


def test_standalone_css_has_token_values_for_light_and_dark():
    assert build_standalone_css(TOKENS, ".a { fill: var(--ink); }") == (
        ".a{fill: #141a18;}@media (prefers-color-scheme:dark){.a{fill: #e7ece9;}}"
    )


def test_standalone_css_has_a_rule_for_each_theme_hue():
    found = build_standalone_css(TOKENS, ".body { fill: var(--hue, var(--quiet)); }")
    assert found.startswith('.body{fill: #555d5b;}.body[data-theme="smart-city"]{fill: #039bc2;}@media')


def test_standalone_css_resolves_tokens_in_tokens():
    assert '.a{font-family: "Arial", sans-serif;}' in build_standalone_css(TOKENS, ".a { font-family: var(--sans); }")


def test_standalone_css_omits_media_queries_of_width():
    found = build_standalone_css(TOKENS, ".a { x: 1 } @media (width < 44rem) { .a { x: 2 } .b { x: 3 } } .c { x: 4 }")
    assert found.startswith(".a{x: 1}.c{x: 4}@media")


def test_standalone_css_has_no_custom_properties():
    assert "var(" not in build_standalone_css(TOKENS, ".a { fill: var(--nothing); stroke: var(--nothing, red); }")
