"""The `Page` test helper rejects faulty HTML."""

import pytest
from django.http import HttpResponse

from tests.support.html_pages import Page


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>One", "<p> is not closed"),
        ("<ul><li>One<li>Two</ul>", "</ul> closes <li>"),
        ("<p><b>One</p></b>", "</p> closes <b>"),
        ("<p>One<div>Two</div></p></p>", "</p> closes <[document]>"),
        ("<div><p>One</p></div></div>", "</div> closes <[document]>"),
        ("<p>One<br></br></p>", "</br> closes <p>"),
        ("<p><input></p></input>", "</input> closes <[document]>"),
        ("<div/><p>One</p>", "<div/> is not closed"),
        ("<svg><g><path/></svg></g>", "</svg> closes <g>"),
        ('<p id="one" id="two"></p>', "id=two stands beside {'id': 'one'}"),
    ],
)
def test_html_page_helper_rejects_faulty_html(html, fault):
    with pytest.raises(AssertionError) as refused:
        Page(HttpResponse(html))
    assert str(refused.value) == fault


def test_html_page_helper_accepts_void_elements():
    page = Page(HttpResponse('<p>One<br>two<br/>three<input></p><svg><g><path/></g><use href="#a"></use></svg><svg/>'))
    assert [element.name for element in page.find_all(True)] == [
        "p",
        "br",
        "br",
        "input",
        "svg",
        "g",
        "path",
        "use",
        "svg",
    ]
    assert page.text == "Onetwothree"


def test_html_page_helper_text_excludes_comments():
    page = Page(HttpResponse("<p>  One &amp;\n two<!-- three --></p><template>four</template><script>'<b>'</script>"))
    assert page.text == "One & twofour'<b>'"


def test_html_page_helper_one_requires_exactly_one_element():
    page = Page(HttpResponse("<p>One</p><p>Two</p>"))
    with pytest.raises(AssertionError, match="2 of p"):
        page.one("p")
    with pytest.raises(AssertionError, match="0 of a"):
        page.one("a")


def test_html_page_helper_rejects_misuse():
    page = Page(HttpResponse("<p hidden>One</p>"))
    assert page.one("p").has_attr("hidden")
    with pytest.raises(TypeError):
        assert "hidden" not in page.one("p")
    with pytest.raises(AttributeError):
        assert not page.one("p").rows
