"""Reads a page as a reader does: its elements with their words, its links, its facets, its rows."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
PLAIN = {"rect", "circle", "path", "line", "use"}


class Element:
    """An element of a page with what stands in it."""

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
        """The words of the element, with single spaces."""
        return " ".join("".join(self._pieces()).split())

    def _pieces(self):
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._pieces()

    def every(self):
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.every()

    def all(self, tag="", cls="", **attributes):
        """Return the elements within, by tag, class and attributes (`hreflang="en"`)."""
        return [
            element
            for element in self.every()
            if (not tag or element.tag == tag)
            and (not cls or cls in element.classes)
            and all(element.attributes.get(name.strip("_")) == value for name, value in attributes.items())
        ]

    def one(self, tag="", cls="", **attributes):
        found = self.all(tag, cls, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} class={cls} {attributes}>"
        return found[0]


class Page(Element, HTMLParser):
    """The page of a response; unbalanced elements are an error."""

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
        # Pictures have titles too.
        (title,) = [element for element in self.all("title") if element.parent.tag not in {"svg", "a"}]
        return title.text

    def meta(self, name):
        """Return the content of the <meta> with this name or property."""
        return next(
            m["content"] for m in self.all("meta") if name in (m.attributes.get("name"), m.attributes.get("property"))
        )

    @property
    def content(self):
        return self.one("main")

    @property
    def links(self):
        """The addresses within the site that the page leads to."""
        return [a["href"] for a in self.all("a") if a["href"].startswith("/")]

    # Of a list

    @property
    def rows(self):
        """The slugs of the records in the list, in its order."""
        return [row.one(cls="record-row__name").one("a")["href"].split("/")[-2] for row in self.all("li", "record-row")]

    @property
    def count(self):
        """How many the list says that it found; None where it says nothing."""
        status = self.all("p", role="status")
        return int(status[0].all("b")[0].text.replace(",", "")) if status else None

    @property
    def facets(self):
        """For each facet, its values with `(count, is chosen)`."""
        found = {}
        for label in self.all("label", "facet__choice"):
            box = label.one("input", type="checkbox")
            count = int(label.one(cls="facet__count").text.replace(",", ""))
            found.setdefault(box["name"], {})[box["value"]] = (count, "checked" in box)
        return found

    @property
    def chips(self):
        """The chips over the list: label and address."""
        bar = self.all(cls="applied-filters")
        return [(a.text, a["href"]) for a in bar[0].all("a", "applied-filters__filter")] if bar else []

    @property
    def fact(self):
        """The facts of a record page by their words: `page.fact["Founded"]`."""
        return {div.one("dt").text: div.one("dd") for dl in self.all("dl") for div in dl.all("div") if div.all("dt")}


def read(client, address, **headers):
    return Page(client.get(address, headers=headers))


def query(address):
    """Return the parameters of an address, each with its values."""
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


def note(page, field):
    """Return the note of a field on the page of a record."""
    return page.one("div", "source-note", id=f"note-{field}")
