"""Pages as they stand in a copy that no server answers for: links by way of files, the rest to the live site."""

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote, urlsplit

# A tag with its attributes, in which templates write every value between double quotes.
TAG = re.compile(r"<(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:[^<>\"]|\"[^\"]*\")*)>")
ATTRIBUTE = re.compile(r"(?P<space>\s+)(?P<name>[a-zA-Z_:][-\w:.]*)(?:=\"(?P<value>[^\"]*)\")?")
# What stands between these is no markup.
VERBATIM = re.compile(r"(<(script|style|textarea)\b[^>]*>)(.*?)(</\2>)", re.DOTALL | re.IGNORECASE)
POSTED = re.compile(r"<form\b[^>]*\bmethod=\"post\"[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)
LINKING = {"href", "src", "xlink:href", "poster"}
SENDING = {"action", "formaction"}
# What only a script does that asks the server for more.
ASKING = re.compile(r"(?:data-)?hx-|data-suggestions$")
ASKING_SCRIPT = re.compile(
    r"\s*<script\b[^>]*\bsrc=\"[^\"]*htmx[^\"]*\"[^>]*></script>|\s*<meta name=\"htmx-config\"[^>]*>"
)


def file_of(path: str) -> str:
    """Return the file that holds what the address `/en/themes/` answers: `en/themes/index.html`."""
    name = unquote(path).lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


class Rewriting:
    """Turns the addresses of a page; `is_kept` says whether the copy holds the page of an address.

    `wanted` are the paths within the site that the copy needs for the pages so far.
    """

    def __init__(self, site: str, is_kept: Callable[[str], bool]):
        self.site = site
        self.is_kept = is_kept
        self.wanted: dict[str, None] = {}

    def page(self, html: str, path: str, *, elsewhere: str = "", notice: str = "") -> str:
        """Return the page of `path`: `elsewhere` stands for a form that needs a server, `notice` above the content."""
        html = ASKING_SCRIPT.sub("", html)
        html = POSTED.sub(elsewhere, html)
        kept: list[str] = []

        def put_by(match: re.Match[str]) -> str:
            kept.append(match[3])
            return f"{match[1]}{match[4]}"

        html = VERBATIM.sub(put_by, html)
        html = TAG.sub(lambda tag: self._tag(tag, path), html)
        texts = iter(kept)
        html = VERBATIM.sub(lambda match: f"{match[1]}{next(texts)}{match[4]}", html)
        return html.replace("<main ", f"{notice}<main ", 1) if notice else html

    def _tag(self, tag: re.Match[str], path: str) -> str:
        def turned(attribute: re.Match[str]) -> str:
            name, value = attribute["name"], attribute["value"]
            if ASKING.match(name):
                return ""
            if value is None or name not in LINKING | SENDING:
                return attribute[0]
            turn = self.live if name in SENDING else self.link
            return f'{attribute["space"]}{name}="{escape(turn(unescape(value), path))}"'

        rest = ATTRIBUTE.sub(turned, tag["rest"])
        if tag["name"].lower() == "form" and not re.search(r"\saction=", rest):
            rest = f' action="{escape(self.live("", path))}"{rest}'
        return f"<{tag['name']}{rest}>"

    def link(self, address: str, path: str) -> str:
        """Return where a link leads from the page of `path`: to a file, or to the live site."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or (not parts.path and not parts.query):
            # To elsewhere, or to a part of the same page.
            return address
        target = posixpath.normpath(posixpath.join(path, parts.path)) if parts.path else path
        if parts.path.endswith("/") and not target.endswith("/"):
            target += "/"
        if parts.query or not self.is_kept(target):
            return self.live(address, path)
        self.wanted.setdefault(target)
        relative = posixpath.relpath(file_of(target), posixpath.dirname(file_of(path)) or ".")
        return relative + (f"#{parts.fragment}" if parts.fragment else "")

    def live(self, address: str, path: str) -> str:
        """Return the address of the live site for one of its own."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return address
        if not parts.path:
            return f"{self.site}{path}{address}"
        return self.site + (address if address.startswith("/") else posixpath.join(path, address))


STYLE_ADDRESS = re.compile(r"url\(\s*[\"']?(?!data:|#|[a-z]+:)([^\"')?#]+)")


def in_style(css: str, name: str) -> list[str]:
    """Return the names of the files that a style sheet asks for, as they stand beside its own."""
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), found)) for found in STYLE_ADDRESS.findall(css)]
