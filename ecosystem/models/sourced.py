"""What rests on sources: which pages bear out which of its fields, and how well."""

from collections import Counter
from functools import cached_property

# Such pages repeat what others say.
WEAK_GRADES = {"reference", "other"}


class Sourced:
    """For a row with `citations`; what is read of them is fetched by `with_sources()`."""

    # Fields of which a page says so where no source bears them out.
    sourced_fields = ()

    @cached_property
    def numbered_citations(self):
        """The citations in the order of their numbers; one query unless they were fetched with the record."""
        citations = list(self.citations.all())
        for number, citation in enumerate(citations, start=1):
            citation.number = number
        return citations

    @cached_property
    def notes(self):
        """For each field, the numbers of the sources that bear it out."""
        notes = {}
        for citation in self.numbered_citations:
            for field in citation.supports:
                notes.setdefault(field, []).append(citation.number)
        return notes

    @cached_property
    def weak_fields(self):
        """The fields that nothing better bears out than a reference work or a copy."""
        grades = {}
        for citation in self.numbered_citations:
            for field in citation.supports:
                grades.setdefault(field, set()).add(citation.source.grade)
        return {field for field, found in grades.items() if found <= WEAK_GRADES}

    @property
    def disputed_fields(self):
        """For each field that any source disputes, the numbers of these sources."""
        found = {}
        for citation in self.numbered_citations:
            for field in citation.disputes:
                found.setdefault(field, []).append(citation.number)
        return found

    @property
    def grades(self):
        """How many sources of each grade it rests on, as `(word, number)`, in the order of the sources: the best first."""
        return list(Counter(citation.source.get_grade_display() for citation in self.numbered_citations).items())

    @property
    def unsourced_fields(self):
        """The fields that it says something of and that no source bears out."""
        return [name for name in self.sourced_fields if name not in self.notes and self._says(name)]

    def _says(self, name):
        # A name stands in three columns, of which English always is there.
        said = True if name == "name" else getattr(self, name, None)
        # Another record that is not public is not spoken of, so it needs no source.
        return bool(getattr(said, "is_public", said))

    def citation_of(self, *fields):
        """Return the best citation that bears out the first of these fields that any does, else the best; or None."""
        for field in fields:
            for citation in self.numbered_citations:
                if field in citation.supports:
                    return citation
        return next(iter(self.numbered_citations), None)
