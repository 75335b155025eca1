"""Citations of the directory and its pages: as text, BibTeX and RIS."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from ecosystem.core import languages
from ecosystem.core.control_characters import format_single_line
from ecosystem.core.partial_dates import PartialDate
from ecosystem.exports.json_ld import DIRECTORY_TITLE

PUBLISHER = "HKAI · 香港AI"
# Special characters of BibTeX. Braces are counted even after a backslash, so they are written as commands.
BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class BibliographicReference:
    """`changed` is the day of the last change, `read` the day of access."""

    key: str
    title: str
    url: str
    changed: date
    read: date
    language: str
    version: str = ""
    is_data: bool = False

    @property
    def text(self) -> str:
        return self.text_format % self.text_values

    @property
    def text_format(self) -> str:
        if self.is_data and self.version:
            return _("%(publisher)s: “%(title)s”, release %(version)s, %(changed)s. %(url)s, accessed %(read)s.")
        return _("%(publisher)s: “%(title)s”, last updated %(changed)s. %(url)s, accessed %(read)s.")

    @property
    def text_values(self) -> dict[str, str]:
        return {
            "publisher": PUBLISHER,
            "title": format_single_line(self.title),
            "version": self.version,
            "changed": _format_day(self.changed),
            "url": self.url,
            "read": _format_day(self.read),
        }

    @property
    def bibtex(self) -> str:
        fields = {
            # A second pair of braces preserves capitals in titles, and keeps a name of several words together.
            "author": f"{{{_escape_bibtex(PUBLISHER)}}}",
            "title": f"{{{_escape_bibtex(self.title)}}}",
            "publisher": _escape_bibtex(PUBLISHER),
            "year": str(self.changed.year),
            "date": self.changed.isoformat(),
            "version": _escape_bibtex(self.version),
            "url": self.url,
            "urldate": self.read.isoformat(),
            "language": self.language,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        # Month names are macros of the bibliography style, so they have no braces.
        lines.insert(4, f"  month = {MONTHS[self.changed.month - 1]},")
        return "\n".join([f"@misc{{{self.key},", *lines, "}", ""])

    @property
    def ris(self) -> str:
        # Values in one line, so that no text can begin another field.
        lines = [
            ("TY", "DATA" if self.is_data else "ELEC"),
            ("AU", PUBLISHER),
            ("TI", format_single_line(self.title)),
            ("PB", PUBLISHER),
            ("PY", str(self.changed.year)),
            ("DA", f"{self.changed:%Y/%m/%d}/"),
            ("Y2", f"{self.read:%Y/%m/%d}/"),
            ("ET", format_single_line(self.version)),
            ("UR", self.url),
            ("LA", self.language),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")


def build_page_reference(thing, today: date) -> BibliographicReference:
    """`thing` is a record or an indicator."""
    name = thing.name
    return BibliographicReference(
        key=f"hkai-{thing.slug}",
        title=str(name),
        url=settings.SITE_URL + thing.get_absolute_url(),
        changed=thing.updated_on or today,
        read=today,
        language=name.lang,
    )


def build_directory_reference(version: str, changed: date, today: date, path: str) -> BibliographicReference:
    """`version` is empty for the state of a day."""
    return BibliographicReference(
        key=f"hkai-{version}" if version else "hkai",
        title=str(DIRECTORY_TITLE),
        url=settings.SITE_URL + path,
        changed=changed,
        read=today,
        language=languages.LANG_TAGS[languages.get_current_language()],
        version=version,
        is_data=True,
    )


def _format_day(day: date) -> str:
    return PartialDate(day.isoformat()).format_localized()


def _escape_bibtex(text: str) -> str:
    """Keep characters beyond ASCII as they are (UTF-8)."""
    return "".join(BIBTEX.get(letter, letter) for letter in format_single_line(text))


def build_reference_response(reference: BibliographicReference, extension: str, name: str) -> HttpResponse:
    """`extension` is `bib` or `ris`."""
    if extension == "bib":
        text, content_type = reference.bibtex, "application/x-bibtex; charset=utf-8"
    else:
        text, content_type = reference.ris, "application/x-research-info-systems; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{extension}"'}
    return HttpResponse(text, content_type=content_type, headers=headers)
