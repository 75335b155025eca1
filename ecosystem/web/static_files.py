"""Static file storage that joins the stylesheet and its imports into one file."""

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
LAYERS = re.compile(r"@layer [\w, -]+")
IMPORT = re.compile(
    r"@import url\([\"']?(?P<url>[^\"')]+)[\"']?\) layer\((?P<layer>[\w-]+)\)(?: (?P<media>(?!supports)[^{}]+))?"
)
# A comment or a string may contain something like a url(), so they are matched first and left unchanged.
URL = re.compile(
    rf"{COMMENT.pattern}|url\(\s*(?P<quote>[\"']?)(?P<url>[^\"')]+?)(?P=quote)\s*\)|{STRING.pattern}", re.DOTALL
)
# The minifiers for Python take meaningful spaces away within @layer.
MINIFIED = re.compile(rf"{COMMENT.pattern}|(?P<string>{STRING.pattern})|\s*(?P<sign>[{{}};])\s*|\s+", re.DOTALL)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)


class StylesheetError(ValueError):
    """A stylesheet cannot be joined."""


@dataclass(frozen=True)
class StylesheetImport:
    name: str
    layer: str
    media: str = ""


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths, dry_run=False, **options):
        if settings.STYLESHEET in paths and not dry_run:
            paths = self._join_stylesheet_paths(paths)
        return super().post_process(paths, dry_run=dry_run, **options)

    def _join_stylesheet_paths(self, paths):
        def read(name):
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        parts = {part.name for part in list_stylesheet_imports(read(settings.STYLESHEET), settings.STYLESHEET)}
        if missing := sorted(parts - paths.keys()):
            raise StylesheetError(
                f"{settings.STYLESHEET} imports {', '.join(missing)}, which no folder of static files holds."
            )
        memory = InMemoryStorage()
        sheet = minify_stylesheet(join_stylesheet(settings.STYLESHEET, read))
        memory.save(settings.STYLESHEET, ContentFile(sheet.encode()))
        for name in parts:
            self.delete(name)
        others = {name: place for name, place in paths.items() if name not in parts}
        return others | {settings.STYLESHEET: (memory, settings.STYLESHEET)}


def join_stylesheet(name: str, read: Callable[[str], str]) -> str:
    css = COMMENT.sub("", read(name))
    rules = [statement for statement in _split_statements(css) if statement.startswith("@layer")]
    texts = [f"{rule};\n" for rule in rules]
    for part in list_stylesheet_imports(css, name):
        rules_text = _rebase_urls(_check_layer_rules(read(part.name), part.name), part.name, name)
        text = f"@layer {part.layer} {{\n{rules_text}\n}}\n"
        texts.append(f"@media {part.media} {{\n{text}}}\n" if part.media else text)
    return "".join(texts)


def minify_stylesheet(css: str) -> str:
    """Return a stylesheet without comments and without white space where it never has a meaning."""
    return MINIFIED.sub(lambda match: match["string"] or match["sign"] or " ", css)


def list_stylesheet_imports(css: str, name: str) -> list[StylesheetImport]:
    """Return the imports of a stylesheet in order; it may contain nothing else but the order of the layers."""
    imports: list[StylesheetImport] = []
    for statement in _split_statements(COMMENT.sub("", css)):
        if match := IMPORT.fullmatch(statement):
            part = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["url"]))
            imports.append(StylesheetImport(part, match["layer"], match["media"] or ""))
        elif imports or not LAYERS.fullmatch(statement):
            raise StylesheetError(
                f"{name} says {statement!r}; it may say the order of the layers first, as in"
                " '@layer a, b;', and then only such as '@import url(\"file.css\") layer(a) print;'."
            )
    return imports


def compute_static_fingerprint() -> str:
    """Return a hash that changes with any static file and with this module."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for finder in get_finders():
        for path, storage in sorted(finder.list(None), key=lambda found: found[0]):
            with storage.open(path) as file:
                digest.update(f"{path}\0".encode() + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def _split_statements(css: str) -> Iterator[str]:
    # A semicolon within url() or a string is no end, but an import that can be joined contains neither.
    return (" ".join(statement.split()) for statement in css.split(";") if statement.strip())


def _check_layer_rules(css: str, name: str) -> str:
    """Raise StylesheetError if the rules would change within a layer."""
    plain = STRING.sub("", COMMENT.sub("", css))
    if at_rule := re.search(r"@(import|charset|namespace)\b", plain):
        raise StylesheetError(f"{name} says {at_rule[0]}, which only {settings.STYLESHEET} may.")
    if "/*" in plain or plain.count("{") != plain.count("}"):
        raise StylesheetError(f"{name} leaves a comment or a brace open, which would swallow what follows.")
    return css.strip()


def _rebase_urls(css: str, old: str, new: str) -> str:
    """Return the rules of the file `old` with relative URLs adjusted to the file `new`."""

    def rebase(match: re.Match[str]) -> str:
        url = match["url"]
        if not url or ELSEWHERE.match(url):
            return match[0]
        place = posixpath.normpath(posixpath.join(posixpath.dirname(old), url))
        return f'url("{posixpath.relpath(place, posixpath.dirname(new))}")'

    return URL.sub(rebase, css)
