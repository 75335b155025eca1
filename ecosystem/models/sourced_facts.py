"""Provenance: which sources support or dispute each field of a record or indicator."""

from collections import Counter
from dataclasses import dataclass, field as default
from datetime import date
from functools import cached_property
from operator import attrgetter

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import ngettext, pgettext

from ecosystem.core.languages import LANG_TAGS, get_language_column, get_list_separator
from ecosystem.models.record_fields import RecordFieldSet


@dataclass
class FieldProvenance:
    """The citations that support or dispute one field; `is_missing` if it should have a source and has none."""

    field: str
    citations: list = default(default_factory=list)
    # `(citation, claim or None)` for each citation that disputes the field.
    disputes: list = default(default_factory=list)
    is_missing: bool = False

    @property
    def is_weak(self):
        return bool(self.citations) and all(citation.source.is_weak for citation in self.citations)

    @property
    def citation_numbers(self):
        return [citation.number for citation in self.citations]

    def __bool__(self):
        return bool(self.citations or self.disputes or self.is_missing)


class SourcedMixin:
    """For models with `citations`, which `with_sources()` fetches."""

    record_fields = RecordFieldSet()
    # Fields that a source can support, without their language, in the order of the page.
    bearable_fields: tuple[str, ...] = ()

    @cached_property
    def numbered_citations(self):
        """The citations, each with its `number` on the page; one query unless they were prefetched."""
        citations = list(self.citations.all())
        for number, citation in enumerate(citations, start=1):
            citation.number = number
        return citations

    @property
    def newest_citation(self):
        """The citation of the source published last, else read last; None without one."""
        return max(
            self.numbered_citations,
            key=lambda citation: (
                citation.source.published.first_day if citation.source.published else date.min,
                citation.source.read_on,
                -citation.number,
            ),
            default=None,
        )

    @cached_property
    def provenance_by_field(self):
        """`{field: FieldProvenance}` of filled fields that have, or lack, a source; in the order of the page."""
        filled = {name: self._is_filled(name) for name in self.bearable_fields}
        notes = {name: FieldProvenance(name) for name, is_filled in filled.items() if is_filled is not False}
        for citation in self.numbered_citations:
            for name in notes.keys() & set(citation.supports):
                notes[name].citations.append(citation)
            for name in notes.keys() & set(citation.disputes):
                notes[name].disputes.append((citation, citation.get_claim(name)))
        for name in notes.keys() & set(self.record_fields.sourced_fields):
            notes[name].is_missing = bool(filled[name] and not notes[name].citations)
        return {name: note for name, note in notes.items() if note}

    @property
    def weak_fields(self):
        return [name for name, note in self.provenance_by_field.items() if note.is_weak]

    @property
    def disputed_fields(self):
        return [name for name, note in self.provenance_by_field.items() if note.disputes]

    @property
    def unsourced_fields(self):
        return [name for name, note in self.provenance_by_field.items() if note.is_missing]

    @property
    def grades_text(self):
        """How many sources there are, and how many of each type, in the order of the citations."""
        counts = Counter(citation.source.get_grade_display() for citation in self.numbered_citations)
        total = ngettext("%(n)s public page", "%(n)s public pages", counts.total()) % {"n": counts.total()}
        grades = get_list_separator().join(f"{label} {number}" for label, number in counts.items())
        return f"{total}{pgettext('before a list', ': ')}{grades}" if grades else total

    @property
    def last_read_on(self):
        return max((citation.source.read_on for citation in self.numbered_citations), default=None)

    @property
    def links_checked_on(self):
        days = (citation.source.link_checked_on for citation in self.numbered_citations)
        return max(filter(None, days), default=None)

    @property
    def dead_citations(self):
        return list(filter(attrgetter("source.is_dead"), self.numbered_citations))

    @property
    def unchecked_citations(self):
        return [citation for citation in self.numbered_citations if not citation.source.link_checked_on]

    def is_empty(self, name):
        """Relations to unpublished rows count as filled."""
        try:
            field = self._meta.get_field(name)
        except FieldDoesNotExist:
            return not any(getattr(self, get_language_column(name, language)) for language in LANG_TAGS)
        if field.one_to_many or field.many_to_many:
            return not getattr(self, name).all()
        return getattr(self, field.attname) in (None, "", [])

    def _is_filled(self, name):
        """Return whether a field has a public value; None if that is in a relation that was not fetched."""
        attribute = self.record_fields.public_attributes.get(name, name)
        if not hasattr(self, attribute):
            return None
        value = getattr(self, attribute)
        # A relation to an unpublished record is not shown, so it needs no source.
        return bool(getattr(value, "is_public", value))

    def find_best_citation(self, *fields):
        """Return the best citation for the first of these fields that has one, else the best of all; or None."""
        for field in fields:
            for citation in self.numbered_citations:
                if field in citation.supports:
                    return citation
        return next(iter(self.numbered_citations), None)
