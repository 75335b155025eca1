"""The fields of records, each declared once: type, meaning, sources, comparison, reconciliation.

Citations, forms, files, the data dictionary, the tables of releases, reconciliation and the comparison read them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from django.db.models.enums import ChoicesType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import LANG_TAGS, get_language_column
from ecosystem.models.initiative_states import State
from ecosystem.models.places import District, Precision, Reach, Region


class FieldType(Enum):
    """What a field holds; readers of values, columns of files and comparators follow from it."""

    TEXT = auto()
    # A text that is not compared with that of another program.
    PROSE = auto()
    # A name, or a text that is compared like one; a list of names.
    NAME = auto()
    NAMES = auto()
    # A value of an enumeration; a list of such values.
    CHOICE = auto()
    CHOICES = auto()
    # A code of an outside standard.
    CODE = auto()
    # An identifier in another register.
    IDENTIFIER = auto()
    # Rows of a vocabulary.
    TERMS = auto()
    PLACE = auto()
    # A related record; a list of such records; organisations with their roles.
    RECORD = auto()
    RECORDS = auto()
    ROLES = auto()
    # A date as precise as its source; a day.
    PARTIAL_DATE = auto()
    DATE = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    URL = auto()
    URLS = auto()
    # A list of texts for readers.
    NOTES = auto()


@dataclass(frozen=True)
class RecordField:
    """A field of a record, as citations and files name it: without language."""

    name: str
    type: FieldType
    # What it means, for the data dictionary.
    meaning: str | Promise
    # Its label in running text, where that is not the verbose name of the model's field.
    label: str | Promise = ""
    # Its heading in the comparison of records; empty if it is not compared.
    heading: str | Promise = ""
    # Whether a page marks it as unsourced if no source supports it.
    needs_source: bool = False
    # Whether it is a column for each language.
    is_translated: bool = False
    # Whether other programs can match by it.
    is_reconciled: bool = True
    # The values of a choice that is not a column of the model.
    choices: ChoicesType | None = None
    # The attribute with its public value, where it is not the field itself.
    public_attribute: str = ""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return (
            tuple(get_language_column(self.name, language) for language in LANG_TAGS)
            if self.is_translated
            else (self.name,)
        )


@dataclass(frozen=True)
class RecordFieldSet:
    # In the order of the columns of files, which is permanent.
    fields: tuple[RecordField, ...] = ()
    # The fields that a source can support, in the order of the page.
    page_order: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[RecordField]:
        return iter(self.fields)

    @cached_property
    def by_name(self) -> dict[str, RecordField]:
        return {each.name: each for each in self.fields}

    @cached_property
    def sourced_fields(self) -> tuple[str, ...]:
        return tuple(name for name in self.page_order if self.by_name[name].needs_source)

    @cached_property
    def public_attributes(self) -> dict[str, str]:
        return {each.name: each.public_attribute for each in self.fields if each.public_attribute}


_SUPPORT = RecordField("support", FieldType.TERMS, _("Types of support offered."), heading=_("Support offered"))
_ACRONYM = RecordField("acronym", FieldType.NAME, _("Acronym."))
_ALIASES = RecordField("aliases", FieldType.NAMES, _("Other names."), needs_source=True)
_ANNOUNCED = RecordField(
    "announced",
    FieldType.PARTIAL_DATE,
    _("Date announced, as precise as the source."),
    heading=_("Announced"),
    needs_source=True,
)
_STARTS = RecordField(
    "starts",
    FieldType.PARTIAL_DATE,
    _("Start date, as precise as the source."),
    heading=_("Start date"),
    needs_source=True,
)
_ENDS = RecordField(
    "ends", FieldType.PARTIAL_DATE, _("End date, as precise as the source."), heading=_("End date"), needs_source=True
)
_FIRST_FIELDS = (
    RecordField("slug", FieldType.TEXT, _("Slug of the row, used in its URL. Permanent."), is_reconciled=False),
    RecordField(
        "page_url", FieldType.URL, _("URL of its page in English; a permanent identifier."), is_reconciled=False
    ),
    RecordField("kind", FieldType.CHOICE, _("Type."), heading=_("Type")),
    RecordField(
        "name",
        FieldType.NAME,
        _("Name; empty if no name is known in this language."),
        label=_("name"),
        needs_source=True,
        is_translated=True,
    ),
    RecordField("summary", FieldType.PROSE, _("Summary, in a few sentences."), label=_("summary"), is_translated=True),
    RecordField("website", FieldType.URL, _("Official website.")),
    RecordField("ai", FieldType.CHOICE, _("AI relevance (our own assessment).")),
    RecordField("themes", FieldType.TERMS, _("Themes.")),
    RecordField("applications", FieldType.TERMS, _("Application areas.")),
)
_LAST_FIELDS = (
    RecordField("sources", FieldType.URLS, _("Sources, best first."), label=_("sources")),
    RecordField(
        "sources_read_on", FieldType.DATE, _("Latest date on which a source was accessed."), is_reconciled=False
    ),
    RecordField(
        "disputed",
        FieldType.NOTES,
        _("Conflicting sources: the field, what the source says, and its URL."),
        is_reconciled=False,
    ),
    RecordField(
        "verified_on",
        FieldType.DATE,
        _("Date the whole record was last checked against its sources; empty if never."),
    ),
    RecordField("updated_on", FieldType.DATE, _("Date last changed in the directory."), label=_("updated on")),
)

_ORGANISATION_PAGE = (
    "summary", "name", "acronym", "aliases", "kind", "parent", "successor", "founded", "closed", "place",
    "home_region", "address", "website", "ror", "wikidata", "support",
)  # fmt: skip
ORGANISATION_FIELDS = RecordFieldSet(
    (
        *_FIRST_FIELDS,
        _ACRONYM,
        _ALIASES,
        RecordField(
            "founded",
            FieldType.PARTIAL_DATE,
            _("Date founded, as precise as the source: a year, month or day."),
            heading=_("Founded"),
            needs_source=True,
        ),
        RecordField(
            "closed",
            FieldType.PARTIAL_DATE,
            _("Date closed, as precise as the source."),
            heading=_("Closed"),
            needs_source=True,
        ),
        RecordField("parent", FieldType.RECORD, _("Parent organisation."), heading=_("Part of"), needs_source=True),
        RecordField(
            "successor",
            FieldType.RECORD,
            _("Organisation that replaced it."),
            needs_source=True,
            is_reconciled=False,
        ),
        RecordField("region", FieldType.CHOICE, _("Region of its location."), label=_("region"), choices=Region),
        RecordField(
            "home_region",
            FieldType.CHOICE,
            _("Region of its headquarters; the same as the region of its location unless known to be different."),
            heading=_("Headquarters"),
            needs_source=True,
            is_reconciled=False,
            # Shown only if it differs from the region of the place.
            public_attribute="is_from_elsewhere",
        ),
        RecordField(
            "district",
            FieldType.CHOICE,
            _("Hong Kong district of its location."),
            label=_("district"),
            choices=District,
        ),
        RecordField("place", FieldType.PLACE, _("Location."), heading=_("Location"), needs_source=True),
        RecordField(
            "precision",
            FieldType.CHOICE,
            _("How precisely the location is known. Only exact sites have coordinates."),
            is_reconciled=False,
            choices=Precision,
        ),
        RecordField(
            "latitude", FieldType.NUMBER, _("Latitude in degrees (WGS 84); exact sites only."), is_reconciled=False
        ),
        RecordField(
            "longitude", FieldType.NUMBER, _("Longitude in degrees (WGS 84); exact sites only."), is_reconciled=False
        ),
        RecordField("address", FieldType.NAME, _("Postal address, as given by its source."), needs_source=True),
        _SUPPORT,
        RecordField("ror", FieldType.IDENTIFIER, _("Research Organization Registry (ROR) ID.")),
        RecordField("wikidata", FieldType.IDENTIFIER, _("Wikidata ID.")),
        *_LAST_FIELDS,
    ),
    page_order=_ORGANISATION_PAGE,
)
_INITIATIVE_PAGE = (
    "summary", "name", "acronym", "aliases", "kind", "amount", "amount_basis", "currency", "announced", "starts",
    "ends", "applications_close", "bodies", "part_of", "builds_on", "audience", "support", "eligibility", "website",
    "apply_url",
)  # fmt: skip
INITIATIVE_FIELDS = RecordFieldSet(
    (
        *_FIRST_FIELDS,
        RecordField(
            "state",
            FieldType.CHOICE,
            _("Status on the date of the file, calculated from dates and sources."),
            label=_("status"),
            choices=State,
        ),
        _ANNOUNCED,
        _STARTS,
        _ENDS,
        RecordField(
            "applications_close",
            FieldType.PARTIAL_DATE,
            _("Deadline of the latest known call for applications."),
            heading=_("Applications"),
            needs_source=True,
        ),
        RecordField(
            "amount",
            FieldType.NUMBER,
            _("Amount, in whole units of the currency."),
            heading=_("Amount"),
            needs_source=True,
        ),
        RecordField("currency", FieldType.CODE, _("Currency of the amount (ISO 4217 code).")),
        RecordField("amount_basis", FieldType.CHOICE, _("Amount type. Only amounts of the same type can be compared.")),
        RecordField(
            "bodies",
            FieldType.ROLES,
            _("Participants: the slug of each organisation, a colon and its role."),
            needs_source=True,
            public_attribute="public_involvements",
        ),
        RecordField("audience", FieldType.TERMS, _("Target groups."), heading=_("Who it is for")),
        _SUPPORT,
        RecordField(
            "eligibility",
            FieldType.PROSE,
            _("Eligibility, in short."),
            label=_("eligibility"),
            heading=_("Eligibility"),
            needs_source=True,
            is_translated=True,
        ),
        RecordField("apply_url", FieldType.URL, _("Application page.")),
        RecordField("part_of", FieldType.RECORD, _("Initiative it is part of."), needs_source=True),
        RecordField(
            "builds_on",
            FieldType.RECORDS,
            _("Initiatives it builds on."),
            needs_source=True,
            is_reconciled=False,
            public_attribute="public_foundations",
        ),
        _ACRONYM,
        _ALIASES,
        *_LAST_FIELDS,
    ),
    page_order=_INITIATIVE_PAGE,
)
_COLLABORATION_PAGE = (
    "summary", "name", "kind", "participants", "initiative", "announced", "starts", "ends", "website",
)  # fmt: skip
COLLABORATION_FIELDS = RecordFieldSet(
    (
        *_FIRST_FIELDS,
        RecordField(
            "participants",
            FieldType.ROLES,
            _("Participants: the slug of each organisation, a colon and its role."),
            needs_source=True,
            public_attribute="public_participations",
        ),
        RecordField(
            "reach",
            FieldType.CHOICES,
            _("Regions outside Hong Kong where participants are based; empty if all are in Hong Kong."),
            label=_("geographic reach"),
            choices=Reach,
        ),
        RecordField("initiative", FieldType.RECORD, _("Initiative it belongs to."), needs_source=True),
        _ANNOUNCED,
        _STARTS,
        _ENDS,
        RecordField(
            "name_en_is_descriptive",
            FieldType.BOOLEAN,
            _("Whether the English name is our own description rather than an official name."),
            is_reconciled=False,
        ),
        RecordField(
            "name_zh_hant_is_descriptive",
            FieldType.BOOLEAN,
            _("Whether the Chinese name is our own description rather than an official name."),
            is_reconciled=False,
        ),
        *_LAST_FIELDS,
    ),
    page_order=_COLLABORATION_PAGE,
)
