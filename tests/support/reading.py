"""Parses pages into elements, and finds links, facets and rows of lists."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
PLAIN = {"rect", "circle", "path", "line", "use"}


class Element:
    def __init__(self, tag, attributes=(), parent=None):
        self.tag = tag
        self.attributes = {name: value or "" for name, value in attributes}
        self.parent = parent
        self.children = []

    def __getitem__(self, name):
        return self.attributes[name]

    def __contains__(self, name):
        return name in self.attributes

    @property
    def classes(self):
        return self.attributes.get("class", "").split()

    @property
    def text(self):
        """The text content, with white space normalized."""
        return " ".join("".join(self._pieces()).split())

    def _pieces(self):
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._pieces()

    def iter_descendants(self):
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.iter_descendants()

    def all(self, tag="", cls="", **attributes):
        """Return the descendants with this tag, class and attributes (`hreflang="en"`)."""
        return [
            element
            for element in self.iter_descendants()
            if (not tag or element.tag == tag)
            and (not cls or cls in element.classes)
            and all(element.attributes.get(name.strip("_")) == value for name, value in attributes.items())
        ]

    def one(self, tag="", cls="", **attributes):
        found = self.all(tag, cls, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} class={cls} {attributes}>"
        return found[0]


class Page(Element, HTMLParser):
    """The page of a response; raises AssertionError for unbalanced elements."""

    def __init__(self, response):
        Element.__init__(self, "")
        HTMLParser.__init__(self, convert_charrefs=True)
        self.status = response.status_code
        self._open = [self]
        self.feed(response.content.decode())
        self.close()
        assert self._open == [self], f"<{self._open[-1].tag}> is not closed"

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self._open[-1])
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self._open[-1].children.append(Element(tag, attrs, self._open[-1]))

    def handle_endtag(self, tag):
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data):
        self._open[-1].children.append(data)

    @property
    def title(self):
        # SVG drawings have titles too.
        (title,) = [element for element in self.all("title") if element.parent.tag not in {"svg", "a"}]
        return title.text

    def get_meta(self, name):
        """Return the content of the <meta> with this name or property."""
        return next(
            m["content"] for m in self.all("meta") if name in (m.attributes.get("name"), m.attributes.get("property"))
        )

    @property
    def content(self):
        return self.one("main")

    @property
    def links(self):
        """The paths of links within the site."""
        return [a["href"] for a in self.all("a") if a["href"].startswith("/")]

    # Of a list

    @property
    def rows(self):
        """The slugs of the records in the list, in its order."""
        return [row.one(cls="record-row__name").one("a")["href"].split("/")[-2] for row in self.all("li", "record-row")]

    @property
    def count(self):
        """The number of results that the list states, 0 in words too; None if it states none."""
        status = self.all("p", role="status")
        if status and status[0].text.startswith("No "):
            return 0
        return int(status[0].all("b")[0].text.replace(",", "")) if status else None

    @property
    def facets(self):
        """`(count, is selected)` by facet and value."""
        facets = {}
        for label in self.all("label", "facet__choice"):
            box = label.one("input", type="checkbox")
            count = int(label.one(cls="facet__count").text.replace(",", ""))
            facets.setdefault(box["name"], {})[box["value"]] = (count, "checked" in box)
        return facets

    @property
    def applied_filters(self):
        """The applied filters above the list: `(label, URL that removes it)`."""
        bar = self.all(cls="applied-filters")
        return [(a.text, a["href"]) for a in bar[0].all("a", "applied-filters__filter")] if bar else []

    @property
    def facts(self):
        """The facts of a record page by label: `page.facts["Founded"]`."""
        return {div.one("dt").text: div.one("dd") for dl in self.all("dl") for div in dl.all("div") if div.all("dt")}


def fetch_page(client, address, **headers):
    return Page(client.get(address, headers=headers))


def parse_query(address):
    """Return the query parameters of a URL, each with its values."""
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


def get_source_note(page, field):
    return page.one("div", "source-note", id=f"note-{field}")
