"""What sources say of a record whose fields were changed: which bears them out now, and which disputes them no more."""

from django.utils import timezone

from ecosystem import facts
from ecosystem.models import Citation, Source


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


def settle(record):
    """Let sources bear out what they disputed, where the record says by now what they say, in whatever words."""
    for citation in record.citations.all():
        said = {field: claim.value for field, claim in citation.disputed if claim}
        if agreed := {*citation.agreed, *(field for field, text in said.items() if facts.reads(record, field, text))}:
            citation.bear_out([field for field in citation.disputes if field in agreed])
            citation.save()
