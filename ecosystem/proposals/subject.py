"""What a proposal is about: a record and one of its fields, as an address names them."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ecosystem.models import Citation, Collaboration, Indicator, Initiative, Organisation
from ecosystem.models.field_labels import field_names
from ecosystem.proposals.record_finder import page_about

KINDS = {model._meta.model_name: model for model in (Organisation, Initiative, Collaboration, Indicator)}


@dataclass(frozen=True)
class Subject:
    """What a form is about: a record and one of its fields, or neither; `kind` is None where no record was named."""

    kind: str | None = None
    slug: str = ""
    record: object = None
    field: str = ""
    unknown_field: str = ""
    # The page of the site that it was noticed on, where that has no form of its own.
    about: str = ""

    @classmethod
    def asked(cls, parameters):
        kind = next((kind for kind in KINDS if parameters.get(kind)), None)
        about = page_about(parameters.get("about", ""))
        if kind is None:
            return cls(about=about)
        model, slug, field = KINDS[kind], parameters[kind], parameters.get("field", "")
        record = model.objects.published().at([slug]).get(slug)
        if record is None:
            return cls(kind, slug)
        if field and field not in model.bearable_fields:
            return cls(kind, slug, record, unknown_field=field, about=about)
        return cls(kind, slug, record, field, about=about)

    @property
    def is_missing(self):
        """Whether a record was asked for that is not there, or not public."""
        return bool(self.kind) and self.record is None

    @property
    def query(self):
        slug = self.record.slug if self.record else self.slug
        said = ((self.kind, slug), ("field", self.field), ("about", self.about))
        return urlencode({name: value for name, value in said if value})

    @property
    def is_led_on(self):
        """Whether the record was asked for by a former slug of it."""
        return bool(self.record) and self.record.slug != self.slug

    @property
    def field_name(self):
        return field_names(self.record, [self.field])[0] if self.field else ""

    def citations(self):
        """Return the sources that bear the field out or dispute it, in the order of the page."""
        rows = Citation.objects.with_source().filter(**{self.kind: self.record})
        return [row for row in rows if self.field in row.supports or self.field in row.disputes]

    @property
    def other_fields(self):
        """Return `(name, query)` for each field that a reader may choose."""
        fields = [name for name in self.record.bearable_fields if name != self.field]
        queries = [replace(self, field=name).query for name in fields]
        return list(zip(field_names(self.record, fields), queries, strict=True))
