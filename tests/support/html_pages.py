"""Pages as Beautiful Soup, which must be balanced; and their links, facets and rows of lists."""

from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLParserTreeBuilder
from bs4.builder._htmlparser import BeautifulSoupHTMLParser


class StrictParser(BeautifulSoupHTMLParser):
    """Raises AssertionError for what Beautiful Soup and browsers would repair in silence."""

    def handle_startendtag(self, tag, attrs):
        # Only drawings and elements that are always empty close themselves; browsers read <div/> as <div>.
        is_drawn = tag == "svg" or self.soup.open_tag_counter["svg"]
        assert is_drawn or self.soup.builder.can_be_empty_element(tag), f"<{tag}/> is not closed"
        super().handle_startendtag(tag, attrs)

    def handle_endtag(self, tag, check_already_closed=True):
        # Beautiful Soup would ignore a tag that closes nothing, and close all that stands open within.
        name = self.soup.currentTag.name
        assert tag == name, f"</{tag}> closes <{name}>"
        self.soup.handle_endtag(tag)


class StrictTreeBuilder(HTMLParserTreeBuilder):
    def feed(self, markup):
        parser = StrictParser(self.soup, on_duplicate_attribute=self.refuse_attribute)
        parser.feed(markup)
        parser.close()
        assert self.soup.currentTag is self.soup, f"<{self.soup.currentTag.name}> is not closed"

    @staticmethod
    def refuse_attribute(attributes, name, value):
        raise AssertionError(f"{name}={value} stands beside {attributes}")


class Element(Tag):
    """A tag that fails where a slip would make an assertion true of nothing."""

    @property
    def text(self):
        """The text content, with white space normalized."""
        return " ".join(self.get_text().split())

    def one(self, selector):
        """Return the only descendant that a CSS selector finds."""
        found = self.select(selector)
        assert len(found) == 1, f"{len(found)} of {selector}"
        return found[0]

    def __contains__(self, item):
        # Tag would look among the children, where no attribute is ever found.
        raise TypeError(f"ask has_attr({item!r})")

    def __getattr__(self, name):
        # Tag would look for a <name>, and return None.
        raise AttributeError(name)


class Page(Element, BeautifulSoup):
    """The page of a response."""

    def __init__(self, response):
        # Scripts and templates are text as well: what must not be on a page must not be there either.
        builder = StrictTreeBuilder(string_containers={}, store_line_numbers=False)
        super().__init__(response.content.decode(), builder=builder, element_classes={Tag: Element})
        self.status = response.status_code

    @property
    def title(self):
        # SVG drawings have titles too.
        return self.one("title:not(svg title)").text

    def get_meta(self, name):
        """Return the content of the <meta> with this name or property."""
        return self.select_one(f'meta[name="{name}"], meta[property="{name}"]')["content"]

    @property
    def content(self):
        return self.one("main")

    @property
    def links(self):
        """The paths of links within the site."""
        return [a["href"] for a in self.select("a") if a["href"].startswith("/")]

    # Of a list

    @property
    def rows(self):
        """The slugs of the records in the list, in its order."""
        return [row.one(".record-row__name").one("a")["href"].split("/")[-2] for row in self.select("li.record-row")]

    @property
    def count(self):
        """The number of results that the list states, 0 in words too; None if it states none."""
        status = self.select_one("p[role=status]")
        if status and status.text.startswith("No "):
            return 0
        return int(status.select_one("b").text.replace(",", "")) if status else None

    @property
    def facets(self):
        """`(count, is selected)` by facet and value."""
        facets = {}
        for label in self.select("label.facet__choice"):
            box = label.one("input[type=checkbox]")
            count = int(label.one(".facet__count").text.replace(",", ""))
            facets.setdefault(box["name"], {})[box["value"]] = (count, box.has_attr("checked"))
        return facets

    @property
    def applied_filters(self):
        """The applied filters above the list: `(label, URL that removes it)`."""
        bar = self.select_one(".applied-filters")
        return [(a.text, a["href"]) for a in bar.select("a.applied-filters__filter")] if bar else []

    @property
    def facts(self):
        """The facts of a record page by label: `page.facts["Founded"]`."""
        return {div.one("dt").text: div.one("dd") for div in self.select("dl div:has(dt)")}


def fetch_page(client, address, **headers):
    return Page(client.get(address, headers=headers))


def parse_query(address):
    """Return the query parameters of a URL, each with its values."""
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


def get_source_note(page, field):
    return page.one(f"div.source-note#note-{field}")
