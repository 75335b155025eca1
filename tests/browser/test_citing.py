"""Citation of a record: copy button with JavaScript, plain text without."""

RECORD = "/en/organisations/zeroth-ai/"


def test_citation_is_copied_by_a_button(reader):
    page = reader(permissions=["clipboard-read", "clipboard-write"])
    page.goto(RECORD)
    page.locator("#cite .cite__copy").first.click()
    page.locator("#cite .cite__copy", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#cite blockquote").inner_text()


def test_citation_is_shown_without_javascript(reader):
    page = reader(java_script_enabled=False)
    page.goto(RECORD)
    assert page.locator("#cite blockquote").inner_text().startswith("HKAI")
    assert page.locator("#cite .cite__copy").count() == 0
