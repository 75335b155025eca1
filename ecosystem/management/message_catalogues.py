"""Gather the site's messages into catalogues and compile them, without a system gettext."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

LOCALES = ("zh_Hant", "zh_Hans")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)
HEADER = "# The words of the interface; `make messages` brings in new ones and keeps what is translated."
# Babel passes over a quotation mark that is missing, and drops a character.
LINE = re.compile(r'(#.*|((msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\]) )?"([^"\\]|\\.)*")?\s*')
NAMED = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
UNNAMED = re.compile(r"%[sdif]|\{\}")


class CatalogueError(Exception):
    """A catalogue that must not be served."""


class PlainCatalogue(Catalog):
    """A catalogue without dates and authors, so that its history shows words only."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def path(locale_dir: Path, locale: str) -> Path:
    return locale_dir / locale / "LC_MESSAGES" / "django.po"


def update(locale_dir: Path) -> list[str]:
    """Write every message of the sources into each catalogue, and keep the translations that are there."""
    found = sources(locale_dir.parent)
    return [_update(path(locale_dir, locale), locale, found) for locale in LOCALES]


def compile_all(locale_dir: Path) -> list[Path]:
    """Compile the catalogues that are newer than what was compiled of them, and return these."""
    stale = [po for po in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")) if _is_stale(po)]
    for po in stale:
        _compile(po)
    return stale


def missing(locale_dir: Path) -> list[str]:
    """Return every message of the sources that a catalogue does not translate."""
    found = sources(locale_dir.parent)
    lacking = []
    for locale in LOCALES:
        catalogue = read(path(locale_dir, locale), locale)
        for message in _messages(found):
            known = catalogue.get(message.id, message.context)
            if known is None or known.fuzzy or not _is_translated(known):
                lacking.append(f"{locale}: {_first(message.id)}")
    return lacking


def sources(root: Path) -> Catalog:
    """Return every message of the code and the templates under `root`, without a translation."""
    found = Catalog()
    for file, reader in _files(root):
        name = file.relative_to(root).as_posix()
        with file.open("rb") as content:
            for _line, message, comments, context in extract(reader, content, KEYWORDS, COMMENT_TAGS):
                found.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def extract_django(fileobj: IO[bytes], keywords, comment_tags, options) -> Iterator[tuple]:
    """Yield the messages of a Django template, in the form that Babel asks of an extractor."""
    code = templatize(fileobj.read().decode(), origin=getattr(fileobj, "name", None))
    # What templatize leaves of the template's indentation is none that Python would accept.
    plain = re.sub(r"(?m)^[ \t]+", "", code)
    return extract_python(BytesIO(plain.encode()), keywords, comment_tags, options)


def read(po: Path, locale: str | None = None) -> Catalog:
    """Return what the file holds; a file that is not there holds nothing."""
    if not po.exists():
        return Catalog(locale=locale)
    try:
        for number, line in enumerate(po.read_text(encoding="utf-8").splitlines(), start=1):
            if not LINE.fullmatch(line):
                raise CatalogueError(f"{po}:{number}: cannot be read: {line}")
        with po.open("rb") as content:
            return read_po(content, locale=locale, ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise CatalogueError(f"{po}: {error}") from error


def errors(catalogue: Catalog) -> Iterator[tuple[int, str]]:
    """Yield the line and the reason of each translation that a page would stumble over."""
    for message in _messages(catalogue):
        if message.fuzzy or not _is_translated(message):
            continue
        translations = _forms(message.string)
        if message.pluralizable and len(translations) != catalogue.num_plurals:
            yield message.lineno or 0, f"{_first(message.id)!r} needs {catalogue.num_plurals} plural forms"
        wanted = _placeholders(_forms(message.id)[-1])
        for translation in translations:
            if _placeholders(translation) != wanted:
                yield message.lineno or 0, f"{_first(message.id)!r} has other placeholders than {translation!r}"


def _files(root: Path) -> Iterator[tuple[Path, Callable]]:
    for package in ("ecosystem", "hkai_project"):
        for file in sorted((root / package).rglob("*.py")):
            yield file, extract_python
    for file in sorted((root / "templates").rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            yield file, extract_django


def _update(po: Path, locale: str, found: Catalog) -> str:
    old = read(po, locale)
    new = PlainCatalogue(locale=locale, header_comment=HEADER, fuzzy=False)
    for message in _messages(found):
        known = old.get(message.id, message.context)
        new.add(
            message.id,
            known.string if known is not None and not known.fuzzy else "",
            locations=sorted(set(message.locations)),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    po.parent.mkdir(parents=True, exist_ok=True)
    with _replacing(po) as content:
        write_po(content, new, sort_output=True, include_lineno=False, ignore_obsolete=True, width=120)
    untranslated = sum(not _is_translated(message) for message in _messages(new))
    return f"{locale}: messages: {len(new)}, without a translation: {untranslated}"


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns <= po.stat().st_mtime_ns


def _compile(po: Path) -> None:
    catalogue = read(po)
    if wrong := [f"{po}:{line}: {reason}" for line, reason in errors(catalogue)]:
        raise CatalogueError("\n".join(wrong))
    with _replacing(po.with_suffix(".mo")) as content:
        write_mo(content, catalogue)


@contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    """Open a file beside `target` for writing, and put it in its place when all is written."""
    written = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with written.open("wb") as content:
            yield content
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _is_translated(message: Message) -> bool:
    return all(_forms(message.string))


def _forms(text) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _first(text) -> str:
    return _forms(text)[0]


def _placeholders(text: str) -> tuple[set[str], list[str]]:
    """Return the named placeholders, which may be repeated, and the unnamed ones, which may not."""
    plain = text.replace("%%", "")
    return set(NAMED.findall(plain)), sorted(UNNAMED.findall(plain))
