"""Extract messages into catalogues and compile these, without a system gettext."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

LOCALES = ("zh_Hant", "zh_Hans")
# Folders with the pattern of their files and the name of the extractor.
SOURCES = {
    "ecosystem": ("**.py", "python"),
    "hkai_project": ("**.py", "python"),
    "templates": ("**", f"{__name__}:extract_template_messages"),
}
IGNORED = ("**/.*", "ignore")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)
HEADER = "# The words of the interface; `make messages` brings in new ones and keeps what is translated."
# Checked here, because Babel ignores a missing quotation mark and drops a character.
CATALOGUE_LINE = re.compile(r'(#.*|((msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\]) )?"([^"\\]|\\.)*")?\s*')
NAMED_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
UNNAMED_PLACEHOLDER = re.compile(r"%[sdif]|\{\}")


class CatalogueError(Exception):
    """A catalogue has an error and must not be used."""


class UndatedCatalogue(Catalog):
    """A catalogue without dates and authors, so that diffs show messages only."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def get_catalogue_path(locale_dir: Path, locale: str) -> Path:
    return locale_dir / locale / "LC_MESSAGES" / "django.po"


def update_catalogues(locale_dir: Path) -> list[str]:
    """Keep translations; return a line about each catalogue."""
    reports = []
    for locale, catalogue in _iter_updated_catalogues(locale_dir):
        po = get_catalogue_path(locale_dir, locale)
        po.parent.mkdir(parents=True, exist_ok=True)
        with _replace_file(po) as content:
            write_po(content, catalogue, sort_output=True, include_lineno=False, ignore_obsolete=True, width=120)
        untranslated = len(_list_untranslated(catalogue))
        reports.append(f"{locale}: messages: {len(catalogue)}, without a translation: {untranslated}")
    return reports


def compile_stale_catalogues(locale_dir: Path) -> list[Path]:
    """Compile the catalogues that are newer than their compiled files, and return these."""
    stale = [po for po in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")) if _is_stale(po)]
    for po in stale:
        _compile_catalogue(po)
    return stale


def list_missing_translations(locale_dir: Path) -> list[str]:
    return [
        f"{locale}: {_get_first_form(message.id)}"
        for locale, catalogue in _iter_updated_catalogues(locale_dir)
        for message in _list_untranslated(catalogue)
    ]


def collect_source_messages(root: Path) -> Catalog:
    """Return every message of the code and the templates under `root`."""
    catalogue = Catalog()
    for folder, method in SOURCES.items():
        found = extract_from_dir(root / folder, [IGNORED, method], keywords=KEYWORDS, comment_tags=COMMENT_TAGS)
        for name, _line, message, comments, context in found:
            catalogue.add(message, "", [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def extract_template_messages(fileobj: IO[bytes], keywords, comment_tags, options) -> Iterator[tuple]:
    """Return the messages of a Django template; a Babel extractor."""
    code = templatize(fileobj.read().decode(), origin=getattr(fileobj, "name", None))
    # The template's indentation, which templatize leaves, is not valid Python.
    plain = re.sub(r"(?m)^[ \t]+", "", code)
    return extract_python(BytesIO(plain.encode()), keywords, comment_tags, options)


def read_catalogue(po: Path, locale: str | None = None) -> Catalog:
    """Return the catalogue in a file; an empty one if there is no file. Raises CatalogueError."""
    if not po.exists():
        return Catalog(locale=locale)
    try:
        for number, line in enumerate(po.read_text(encoding="utf-8").splitlines(), start=1):
            if not CATALOGUE_LINE.fullmatch(line):
                raise CatalogueError(f"{po}:{number}: cannot be read: {line}")
        with po.open("rb") as content:
            return read_po(content, locale=locale, ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise CatalogueError(f"{po}: {error}") from error


def find_translation_errors(catalogue: Catalog) -> Iterator[tuple[int, str]]:
    """Yield `(line, reason)` of each translation that would fail when used."""
    for message in _iter_messages(catalogue):
        if not _is_translated(message):
            continue
        translations = _list_plural_forms(message.string)
        if message.pluralizable and len(translations) != catalogue.num_plurals:
            yield message.lineno or 0, f"{_get_first_form(message.id)!r} needs {catalogue.num_plurals} plural forms"
        wanted = _find_placeholders(_list_plural_forms(message.id)[-1])
        for translation in translations:
            if _find_placeholders(translation) != wanted:
                yield (
                    message.lineno or 0,
                    f"{_get_first_form(message.id)!r} has other placeholders than {translation!r}",
                )


def _iter_updated_catalogues(locale_dir: Path) -> Iterator[tuple[str, Catalog]]:
    """Yield each locale with its catalogue, which has the messages of the sources and keeps their translations."""
    messages = collect_source_messages(locale_dir.parent)
    for locale in LOCALES:
        catalogue = UndatedCatalogue(locale=locale, header_comment=HEADER, fuzzy=False)
        for message in _iter_messages(read_catalogue(get_catalogue_path(locale_dir, locale), locale)):
            catalogue[message.id] = message
        catalogue.update(messages, no_fuzzy_matching=True)
        yield locale, catalogue


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns <= po.stat().st_mtime_ns


def _compile_catalogue(po: Path) -> None:
    catalogue = read_catalogue(po)
    if wrong := [f"{po}:{line}: {reason}" for line, reason in find_translation_errors(catalogue)]:
        raise CatalogueError("\n".join(wrong))
    with _replace_file(po.with_suffix(".mo")) as content:
        write_mo(content, catalogue)


@contextmanager
def _replace_file(target: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file for writing, and rename it to `target` at the end."""
    written = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with written.open("wb") as content:
            yield content
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)


def _iter_messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _list_untranslated(catalogue: Catalog) -> list[Message]:
    return [message for message in _iter_messages(catalogue) if not _is_translated(message)]


def _is_translated(message: Message) -> bool:
    return not message.fuzzy and all(_list_plural_forms(message.string))


def _list_plural_forms(text) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _get_first_form(text) -> str:
    return _list_plural_forms(text)[0]


def _find_placeholders(text: str) -> tuple[set[str], list[str]]:
    """Return the named placeholders, which may be repeated, and the unnamed ones, which may not."""
    plain = text.replace("%%", "")
    return set(NAMED_PLACEHOLDER.findall(plain)), sorted(UNNAMED_PLACEHOLDER.findall(plain))
