"""Styles of text: line breaks and list markers."""


def test_heading_does_not_break_a_date(reader):
    page = reader(width=390)
    page.goto("/zh-hans/organisations/hkust/history/")
    page.locator(".history .more").first.click()
    date = page.locator("h1 time")
    height = date.evaluate("element => element.getBoundingClientRect().height")
    line = date.evaluate("element => parseFloat(getComputedStyle(element).lineHeight)")
    assert height < 1.5 * line


def test_licence_conditions_have_bullets(reader):
    page = reader()
    page.goto("/en/data/")
    style = page.locator("#licence ul").evaluate("element => getComputedStyle(element).listStyleType")
    assert style == "disc"
