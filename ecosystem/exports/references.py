"""How to cite the directory and what stands in it: as text, as BibTeX, as RIS."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from ecosystem.core import languages
from ecosystem.core.control_characters import line
from ecosystem.core.partial_dates import PartialDate
from ecosystem.exports.json_ld import TITLE

TYPES = {
    "bib": ("bibtex", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
}
PUBLISHER = "HKAI · 香港AI"
# What has a meaning of its own in BibTeX. Braces are counted even behind a backslash, so they go by their names.
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
class Reference:
    """Something to cite: `changed` is the day of its last change, `read` that on which it is read."""

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
        return self.sentence % self.said

    @property
    def sentence(self) -> str:
        """The form of the text in the reader's language."""
        if self.is_data and self.version:
            return _("%(publisher)s: “%(title)s”, release %(version)s, %(changed)s. %(url)s, read on %(read)s.")
        return _("%(publisher)s: “%(title)s”, last changed on %(changed)s. %(url)s, read on %(read)s.")

    @property
    def said(self) -> dict[str, str]:
        """What stands in the text."""
        return {
            "publisher": PUBLISHER,
            "title": line(self.title),
            "version": self.version,
            "changed": _day(self.changed),
            "url": self.url,
            "read": _day(self.read),
        }

    @property
    def bibtex(self) -> str:
        fields = {
            # A second pair of braces keeps a title's capitals, and a name of several words one name.
            "author": f"{{{_escaped(PUBLISHER)}}}",
            "title": f"{{{_escaped(self.title)}}}",
            "publisher": _escaped(PUBLISHER),
            "year": str(self.changed.year),
            "date": self.changed.isoformat(),
            "version": _escaped(self.version),
            "url": self.url,
            "urldate": self.read.isoformat(),
            "language": self.language,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        # The name of a month is a word of the style's own, so it stands bare.
        lines.insert(4, f"  month = {MONTHS[self.changed.month - 1]},")
        return "\n".join([f"@misc{{{self.key},", *lines, "}", ""])

    @property
    def ris(self) -> str:
        # Each in one line, so that no text begins a field of its own.
        lines = [
            ("TY", "DATA" if self.is_data else "ELEC"),
            ("AU", PUBLISHER),
            ("TI", line(self.title)),
            ("PB", PUBLISHER),
            ("PY", str(self.changed.year)),
            ("DA", f"{self.changed:%Y/%m/%d}/"),
            ("Y2", f"{self.read:%Y/%m/%d}/"),
            ("ET", line(self.version)),
            ("UR", self.url),
            ("LA", self.language),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")


def reference_to(thing, today: date) -> Reference:
    """Return how to cite the page of a record or a series, in the reader's language."""
    name = thing.name
    return Reference(
        key=f"hkai-{thing.slug}",
        title=str(name),
        url=settings.SITE_URL + thing.get_absolute_url(),
        changed=thing.updated_on or today,
        read=today,
        language=name.lang,
    )


def reference_to_all(version: str, changed: date, today: date, path: str) -> Reference:
    """Return how to cite the directory as a whole: a release by its number, else as it is on a day."""
    return Reference(
        key=f"hkai-{version}" if version else "hkai",
        title=str(TITLE),
        url=settings.SITE_URL + path,
        changed=changed,
        read=today,
        language=languages.LANG_TAGS[languages.current()],
        version=version,
        is_data=True,
    )


def _day(day: date) -> str:
    return PartialDate(day.isoformat()).localized()


def _escaped(text: str) -> str:
    """Return a text as it stands within the braces of a BibTeX field; letters beyond ASCII stay as they are (UTF-8)."""
    return "".join(BIBTEX.get(letter, letter) for letter in line(text))


def cited(reference, form, name):
    """Return a reference as a file of one of the forms."""
    attribute, content_type = TYPES[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Access-Control-Allow-Origin": "*"}
    return HttpResponse(getattr(reference, attribute), content_type=content_type, headers=headers)
