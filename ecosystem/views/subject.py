"""What a proposal is about: a record and one of its fields, as an address names them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from ecosystem.models import Citation, Collaboration, Indicator, Initiative, Organisation
from ecosystem.templatetags.hkai import field_names

KINDS = {model._meta.model_name: model for model in (Organisation, Initiative, Collaboration, Indicator)}


@dataclass(frozen=True)
class Subject:
    """What a form is about: a record and one of its fields, or neither; `kind` is None where no record was named."""

    kind: str | None = None
    slug: str = ""
    record: object = None
    field: str = ""
    unknown_field: str = ""

    @classmethod
    def asked(cls, parameters):
        kind = next((kind for kind in KINDS if parameters.get(kind)), None)
        if kind is None:
            return cls()
        model, slug, field = KINDS[kind], parameters[kind], parameters.get("field", "")
        record = model.objects.published().at([slug]).get(slug)
        if field and field not in model.bearable_fields:
            return cls(kind, slug, record, unknown_field=field)
        return cls(kind, slug, record, field)

    @property
    def query(self):
        slug = self.record.slug if self.record else self.slug
        return urlencode({name: value for name, value in ((self.kind, slug), ("field", self.field)) if value})

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
        queries = [urlencode({self.kind: self.record.slug, "field": name}) for name in fields]
        return list(zip(field_names(self.record, fields), queries, strict=True))
