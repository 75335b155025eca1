"""Collect the static files, with the stylesheet and all that it imports joined into one file."""

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
# A comment or a string may hold what looks like a url(), so they are matched first and left alone.
URL = re.compile(
    rf"{COMMENT.pattern}|url\(\s*(?P<quote>[\"']?)(?P<url>[^\"')]+?)(?P=quote)\s*\)|{STRING.pattern}", re.DOTALL
)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)


class StylesheetError(ValueError):
    """A stylesheet that cannot be joined as it stands."""


@dataclass(frozen=True)
class Import:
    name: str
    layer: str
    media: str = ""


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Publish the joined stylesheet in place of its parts, hashed and compressed as everything else."""

    def post_process(self, paths, dry_run=False, **options):
        if settings.STYLESHEET in paths and not dry_run:
            paths = self._join(paths)
        return super().post_process(paths, dry_run=dry_run, **options)

    def _join(self, paths):
        def read(name):
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        parts = {part.name for part in imports(read(settings.STYLESHEET), settings.STYLESHEET)}
        if lost := sorted(parts - paths.keys()):
            raise StylesheetError(
                f"{settings.STYLESHEET} imports {', '.join(lost)}, which no folder of static files holds."
            )
        memory = InMemoryStorage()
        memory.save(settings.STYLESHEET, ContentFile(joined(settings.STYLESHEET, read).encode()))
        for name in parts:
            self.delete(name)
        kept = {name: place for name, place in paths.items() if name not in parts}
        return kept | {settings.STYLESHEET: (memory, settings.STYLESHEET)}


def joined(name: str, read: Callable[[str], str]) -> str:
    """Return the stylesheet with each import replaced by the rules that it brings."""
    css = COMMENT.sub("", read(name))
    rules = [statement for statement in _statements(css) if statement.startswith("@layer")]
    texts = [f"{rule};\n" for rule in rules]
    for part in imports(css, name):
        text = f"@layer {part.layer} {{\n{_moved(_checked(read(part.name), part.name), part.name, name)}\n}}\n"
        texts.append(f"@media {part.media} {{\n{text}}}\n" if part.media else text)
    return "".join(texts)


def imports(css: str, name: str) -> list[Import]:
    """Return what the stylesheet imports, in order; it may hold nothing else but the order of the layers."""
    found = []
    for statement in _statements(COMMENT.sub("", css)):
        if match := IMPORT.fullmatch(statement):
            part = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["url"]))
            found.append(Import(part, match["layer"], match["media"] or ""))
        elif found or not LAYERS.fullmatch(statement):
            raise StylesheetError(
                f"{name} says {statement!r}; it may say the order of the layers first, as in"
                " '@layer a, b;', and then only such as '@import url(\"file.css\") layer(a) print;'."
            )
    return found


def fingerprint() -> str:
    """Return a number that changes with any static file and with the code that collects them."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for finder in get_finders():
        for path, storage in sorted(finder.list(None), key=lambda found: found[0]):
            with storage.open(path) as file:
                digest.update(f"{path}\0".encode() + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def _statements(css: str) -> Iterator[str]:
    # A semicolon within url() or a string is no end, but neither stands in an import that can be joined.
    return (" ".join(statement.split()) for statement in css.split(";") if statement.strip())


def _checked(css: str, name: str) -> str:
    """Return the rules of a part, if they stay the same when they stand within a layer."""
    plain = STRING.sub("", COMMENT.sub("", css))
    if at_rule := re.search(r"@(import|charset|namespace)\b", plain):
        raise StylesheetError(f"{name} says {at_rule[0]}, which only {settings.STYLESHEET} may.")
    if "/*" in plain or plain.count("{") != plain.count("}"):
        raise StylesheetError(f"{name} leaves a comment or a brace open, which would swallow what follows.")
    return css.strip()


def _moved(css: str, old: str, new: str) -> str:
    """Return the rules of the file `old` with addresses that are right in the file `new`."""

    def address(match: re.Match[str]) -> str:
        url = match["url"]
        if not url or ELSEWHERE.match(url):
            return match[0]
        place = posixpath.normpath(posixpath.join(posixpath.dirname(old), url))
        return f'url("{posixpath.relpath(place, posixpath.dirname(new))}")'

    return URL.sub(address, css)
