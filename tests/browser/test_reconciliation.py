"""The preview of the reconciliation service in a frame of another site."""

import pytest

from tests.support.fake_web import serve_fake_web

ADDRESS = "/{language}/reconcile/preview?id=organisation.hkust"


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh-hant", "dark")])
def test_reconciliation_preview_works_in_a_frame_and_meets_wcag(
    reader, site, find_wcag_violations, watch_console, language, scheme
):
    page = reader(color_scheme=scheme)
    console_errors = watch_console(page)
    address = ADDRESS.format(language=language)
    with serve_fake_web() as other:
        frame = f'<!DOCTYPE html><title>x</title><iframe width="440" height="320" src="{site}{address}"></iframe>'
        # Chromium asks every site for its icon.
        other.pages["/favicon.ico"] = (204, {}, b"")
        other.pages["/"] = (200, {"Content-Type": "text/html"}, frame.encode())
        page.goto(other.build_url("/", "127.0.0.5"))
        shown = page.frame_locator("iframe").locator("h1")
        shown.wait_for()
    assert console_errors == []
    page.goto(address)
    assert find_wcag_violations(page) == []
