"""What a proposal is about: a record and one of its fields, as named in the query string."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ecosystem.models import Citation, Collaboration, Indicator, Initiative, Organisation
from ecosystem.models.field_labels import list_field_labels
from ecosystem.proposals.record_finder import parse_about_path

SUBJECT_MODELS = {model._meta.model_name: model for model in (Organisation, Initiative, Collaboration, Indicator)}


@dataclass(frozen=True)
class ProposalSubject:
    """A record or indicator and one of its fields, or neither; `kind` is None if no record was named."""

    kind: str | None = None
    slug: str = ""
    record: object = None
    field: str = ""
    unknown_field: str = ""
    # The path of the place or source on whose page the reader noticed it.
    about: str = ""

    @classmethod
    def from_parameters(cls, parameters):
        kind = next((kind for kind in SUBJECT_MODELS if parameters.get(kind)), None)
        about = parse_about_path(parameters.get("about", ""))
        if kind is None:
            return cls(about=about)
        model, slug, field = SUBJECT_MODELS[kind], parameters[kind], parameters.get("field", "")
        record = model.objects.published().map_by_slug([slug]).get(slug)
        if record is None:
            return cls(kind, slug)
        if field and field not in model.bearable_fields:
            return cls(kind, slug, record, unknown_field=field, about=about)
        return cls(kind, slug, record, field, about=about)

    @property
    def is_missing(self):
        """Whether the record that was named does not exist or is not public."""
        return bool(self.kind) and self.record is None

    @property
    def query_string(self):
        slug = self.record.slug if self.record else self.slug
        parameters = {self.kind: slug, "field": self.field, "about": self.about}
        return urlencode({name: value for name, value in parameters.items() if value})

    @property
    def has_former_slug(self):
        return bool(self.record) and self.record.slug != self.slug

    @property
    def field_name(self):
        return list_field_labels(self.record, [self.field])[0] if self.field else ""

    def list_citations(self):
        """List the citations that support or dispute the field, in the order of the page."""
        rows = Citation.objects.with_source().filter(**{self.kind: self.record})
        return [row for row in rows if self.field in row.supports or self.field in row.disputes]

    @property
    def other_fields(self):
        """A pair `(label, query string)` for each other field that a reader may choose."""
        fields = [name for name in self.record.bearable_fields if name != self.field]
        queries = [replace(self, field=name).query_string for name in fields]
        return list(zip(list_field_labels(self.record, fields), queries, strict=True))
