"""What the style sheets alone decide about texts: what stays together, what is marked."""


def test_keeps_a_date_whole_in_a_heading(reader):
    page = reader(width=390)
    page.goto("/zh-hans/organisations/hkust/history/")
    page.locator(".history .more").first.click()
    date = page.locator("h1 time")
    height = date.evaluate("element => element.getBoundingClientRect().height")
    line = date.evaluate("element => parseFloat(getComputedStyle(element).lineHeight)")
    assert height < 1.5 * line


def test_marks_the_conditions_of_the_licence(reader):
    page = reader()
    page.goto("/en/data/")
    style = page.locator("#licence ul").evaluate("element => getComputedStyle(element).listStyleType")
    assert style == "disc"
