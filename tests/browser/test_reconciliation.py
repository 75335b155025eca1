"""What other sites show of a record, in a frame of theirs."""

import pytest

from tests.support.fake_web import serve_fake_web

ADDRESS = "/{language}/reconcile/preview?id=organisation.hkust"


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh-hant", "dark")])
def test_preview_is_clean_in_a_frame_of_another_site(reader, site, breaches, listen, language, scheme):
    page = reader(color_scheme=scheme)
    complaints = listen(page)
    address = ADDRESS.format(language=language)
    with serve_fake_web() as other:
        frame = f'<!DOCTYPE html><title>x</title><iframe width="440" height="320" src="{site}{address}"></iframe>'
        # Chromium asks every site for its icon.
        other.pages["/favicon.ico"] = (204, {}, b"")
        other.pages["/"] = (200, {"Content-Type": "text/html"}, frame.encode())
        page.goto(other.build_url("/", "127.0.0.5"))
        shown = page.frame_locator("iframe").locator("h1")
        shown.wait_for()
    assert complaints == []
    page.goto(address)
    assert breaches(page) == []
