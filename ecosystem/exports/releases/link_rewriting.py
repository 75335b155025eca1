"""Links of pages in a static copy of the site: relative to files, or absolute to the live site."""

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote, urlsplit

# A tag with its attributes; templates put every value in double quotes.
TAG = re.compile(r"<(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:[^<>\"]|\"[^\"]*\")*)>")
ATTRIBUTE = re.compile(r"(?P<space>\s+)(?P<name>[a-zA-Z_:][-\w:.]*)(?:=\"(?P<value>[^\"]*)\")?")
# Elements whose content is not markup.
VERBATIM = re.compile(r"(<(script|style|textarea)\b[^>]*>)(.*?)(</\2>)", re.DOTALL | re.IGNORECASE)
POSTED = re.compile(r"<form\b[^>]*\bmethod=\"post\"[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)
LINKING = {"href", "src", "xlink:href", "poster"}
SENDING = {"action", "formaction"}
# Attributes and scripts for requests to the server.
REQUEST_ATTRIBUTES = re.compile(r"(?:data-)?hx-|data-suggestions$")
REQUEST_SCRIPTS = re.compile(
    r"\s*<script\b[^>]*\bsrc=\"[^\"]*htmx[^\"]*\"[^>]*></script>|\s*<meta name=\"htmx-config\"[^>]*>"
)


def get_site_copy_path(path: str) -> str:
    """Return the file of an address: `en/themes/index.html` for `/en/themes/`."""
    name = unquote(path).lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


class LinkRewriter:
    """`is_copied` says whether the copy contains a path.

    `needed_paths` collects the paths that the rewritten pages link to; a dict as an ordered set.
    """

    def __init__(self, site: str, is_copied: Callable[[str], bool]):
        self.site = site
        self.is_copied = is_copied
        self.needed_paths: dict[str, None] = {}

    def rewrite_page(self, html: str, path: str, *, elsewhere: str = "", notice: str = "") -> str:
        """`elsewhere` replaces forms that need a server, `notice` goes above the content."""
        html = REQUEST_SCRIPTS.sub("", html)
        html = POSTED.sub(elsewhere, html)
        contents: list[str] = []

        def cut_out(match: re.Match[str]) -> str:
            contents.append(match[3])
            return f"{match[1]}{match[4]}"

        html = VERBATIM.sub(cut_out, html)
        html = TAG.sub(lambda tag: self._rewrite_tag(tag, path), html)
        texts = iter(contents)
        html = VERBATIM.sub(lambda match: f"{match[1]}{next(texts)}{match[4]}", html)
        return html.replace("<main ", f"{notice}<main ", 1) if notice else html

    def _rewrite_tag(self, tag: re.Match[str], path: str) -> str:
        def rewrite_attribute(attribute: re.Match[str]) -> str:
            name, value = attribute["name"], attribute["value"]
            if REQUEST_ATTRIBUTES.match(name):
                return ""
            if value is None or name not in LINKING | SENDING:
                return attribute[0]
            rewrite = self.get_live_address if name in SENDING else self.rewrite_link
            return f'{attribute["space"]}{name}="{escape(rewrite(unescape(value), path))}"'

        rest = ATTRIBUTE.sub(rewrite_attribute, tag["rest"])
        if tag["name"].lower() == "form" and not re.search(r"\saction=", rest):
            rest = f' action="{escape(self.get_live_address("", path))}"{rest}'
        return f"<{tag['name']}{rest}>"

    def rewrite_link(self, address: str, path: str) -> str:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or (not parts.path and not parts.query):
            # Another site, or a fragment of the same page.
            return address
        target = posixpath.normpath(posixpath.join(path, parts.path)) if parts.path else path
        if parts.path.endswith("/") and not target.endswith("/"):
            target += "/"
        if parts.query or not self.is_copied(target):
            return self.get_live_address(address, path)
        self.needed_paths.setdefault(target)
        relative = posixpath.relpath(get_site_copy_path(target), posixpath.dirname(get_site_copy_path(path)) or ".")
        return relative + (f"#{parts.fragment}" if parts.fragment else "")

    def get_live_address(self, address: str, path: str) -> str:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return address
        if not parts.path:
            return f"{self.site}{path}{address}"
        return self.site + (address if address.startswith("/") else posixpath.join(path, address))


STYLE_ADDRESS = re.compile(r"url\(\s*[\"']?(?!data:|#|[a-z]+:)([^\"')?#]+)")


def list_stylesheet_urls(css: str, name: str) -> list[str]:
    """Return the names of the files that a stylesheet refers to, relative to the same folder as `name`."""
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), url)) for url in STYLE_ADDRESS.findall(css)]
