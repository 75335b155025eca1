"""What rests on sources: which pages bear out which of its fields, how well, and which say something else."""

from collections import Counter
from dataclasses import dataclass, field as default
from functools import cached_property
from operator import attrgetter

from django.core.exceptions import FieldDoesNotExist

from ecosystem.core.languages import LANG_TAGS, column


@dataclass
class Note:
    """What is known of where one field of a record comes from; `is_missing` where a source is wanted and none is known."""

    field: str
    citations: list = default(default_factory=list)
    # Each citation that disputes the field, with its claim, or None where nobody wrote it down.
    disputes: list = default(default_factory=list)
    is_missing: bool = False

    @property
    def is_weak(self):
        """Whether nothing better bears it out than a reference work or a copy."""
        return bool(self.citations) and all(citation.source.is_weak for citation in self.citations)

    @property
    def numbers(self):
        return [citation.number for citation in self.citations]

    def __bool__(self):
        return bool(self.citations or self.disputes or self.is_missing)


class Sourced:
    """For a row with `citations`; what is read of them is fetched by `with_sources()`."""

    # Fields that a source can bear out, without their language, in the order of the page.
    bearable_fields = ()
    # Fields of which a page says so where no source bears them out: names, dates, amounts, bodies, places.
    sourced_fields = ()
    # Where a field is read as something else: what the public sees of a relation.
    seen_as = {}

    @cached_property
    def numbered_citations(self):
        """The citations in the order of their numbers; one query unless they were fetched with the record."""
        citations = list(self.citations.all())
        for number, citation in enumerate(citations, start=1):
            citation.number = number
        return citations

    @cached_property
    def notes(self):
        """The notes of what it says and a source bears out or disputes, or ought to, in the order of the page."""
        said = {name: self._says(name) for name in self.bearable_fields}
        notes = {name: Note(name) for name, is_said in said.items() if is_said is not False}
        for citation in self.numbered_citations:
            for name in notes.keys() & set(citation.supports):
                notes[name].citations.append(citation)
            for name in notes.keys() & set(citation.disputes):
                notes[name].disputes.append((citation, citation.claim(name)))
        for name in notes.keys() & set(self.sourced_fields):
            notes[name].is_missing = bool(said[name] and not notes[name].citations)
        return {name: note for name, note in notes.items() if note}

    @property
    def weak_fields(self):
        """The fields that nothing better bears out than a reference work or a copy."""
        return [name for name, note in self.notes.items() if note.is_weak]

    @property
    def disputed_fields(self):
        return [name for name, note in self.notes.items() if note.disputes]

    @property
    def unsourced_fields(self):
        """The fields that it says something of and that no source bears out."""
        return [name for name, note in self.notes.items() if note.is_missing]

    @property
    def grades(self):
        """How many sources of each grade it rests on, as `(word, number)`, in the order of the sources: the best first."""
        return list(Counter(citation.source.get_grade_display() for citation in self.numbered_citations).items())

    @property
    def newest_citation(self):
        """The citation of the page that was published last; None where no page has a date."""
        dated = [citation for citation in self.numbered_citations if citation.source.published]
        return max(dated, key=lambda citation: citation.source.published.first_day, default=None)

    @property
    def last_read_on(self):
        """The newest day on which one of the sources was read."""
        return max((citation.source.read_on for citation in self.numbered_citations), default=None)

    @property
    def links_checked_on(self):
        """The newest day on which one of the links was checked; None where none ever was."""
        days = (citation.source.link_checked_on for citation in self.numbered_citations)
        return max(filter(None, days), default=None)

    @property
    def dead_citations(self):
        """The citations of pages that did not answer when they were last asked for."""
        return list(filter(attrgetter("source.is_dead"), self.numbered_citations))

    @property
    def unchecked_citations(self):
        """The citations of pages that were not asked for since they were read."""
        return [citation for citation in self.numbered_citations if not citation.source.link_checked_on]

    def is_empty(self, name):
        """Whether the row says nothing in a field; relations count whether their ends are public or not."""
        try:
            field = self._meta.get_field(name)
        except FieldDoesNotExist:
            return not any(getattr(self, column(name, language)) for language in LANG_TAGS)
        if field.one_to_many or field.many_to_many:
            return not getattr(self, name).all()
        return getattr(self, field.attname) in (None, "", [])

    def _says(self, name):
        """Whether it says something of a field; None where that lies in a relation that was not fetched."""
        seen = self.seen_as.get(name, name)
        if not hasattr(self, seen):
            return None
        said = getattr(self, seen)
        # Another record that is not public is not spoken of, so it needs no source.
        return bool(getattr(said, "is_public", said))

    def citation_of(self, *fields):
        """Return the best citation that bears out the first of these fields that any does, else the best; or None."""
        for field in fields:
            for citation in self.numbered_citations:
                if field in citation.supports:
                    return citation
        return next(iter(self.numbered_citations), None)
