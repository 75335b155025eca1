"""What sources say of a record whose fields were changed: which bear them out now, or no more, and which dispute them no more."""

from django.utils import timezone

from ecosystem import facts
from ecosystem.models import Citation, Source

# Of a running text each source bears out a part, and nobody can tell which part was changed.
TEXTS = {"summary", "eligibility"}


def cite(record, values, source):
    """Let a page, entered as a source if it is none yet, bear out the fields."""
    fields = facts.fields_of(type(record), values)
    page = Source.objects.filter(url=source["url"]).first()
    if page is None:
        page = Source(read_on=timezone.localdate(), **source)
        page.full_clean()
        page.save()
    own = {record._meta.model_name: record}
    citation = Citation.objects.filter(source=page, **own).first()
    if citation is None:
        last = max((other.position for other in record.citations.all()), default=0)
        citation = Citation(source=page, position=last + 1, **own)
    citation.bear_out(fields)
    citation.full_clean()
    citation.save()


def withdraw(record, before):
    """Let sources bear out no more what the record does not say any more; return the citations that this changed.

    One that then says nothing of the record is no source of it, and would only count as one. `before` holds the texts of columns before the change, as `facts.written()` gives them.
    """
    model = type(record)
    gone = {
        facts.field_of(model, name)
        for name, text in before.items()
        if not _is_said(model, name, text, facts.written(record, name))
    } - TEXTS
    changed = [citation for citation in record.citations.all() if gone.intersection(citation.supports)]
    for citation in changed:
        citation.supports = [field for field in citation.supports if field not in gone]
        if citation.is_bare:
            citation.delete()
        else:
            citation.save()
    return changed


def says_as_well(record, other, field):
    """Whether `other` says in a field all that `record` does, so that the same sources bear it out."""
    model = type(record)
    return all(
        _is_said(model, name, facts.written(record, name), facts.written(other, name))
        for name in facts.columns(model, field)
    )


def _is_said(model, name, text, by):
    """Whether a column's text still stands in another one: a list may have grown, all else is the same or was empty."""
    if name in facts.JOINS or facts.takes_many(model, name):
        return set(text.splitlines()) <= set(by.splitlines())
    return not text or text == by


def settle(record):
    """Let sources bear out what they disputed, where the record says by now what they say, in whatever words."""
    for citation in record.citations.all():
        said = {field: claim.value for field, claim in citation.disputed if claim}
        if agreed := {*citation.agreed, *(field for field, text in said.items() if facts.reads(record, field, text))}:
            citation.bear_out([field for field in citation.disputes if field in agreed])
            citation.save()
