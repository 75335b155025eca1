"""The citations of a record or series, within its own form."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import FieldsMixin
from ecosystem.admin.forms import CitationForm
from ecosystem.core.languages import list_separator
from ecosystem.models import Citation
from ecosystem.models.field_labels import field_names


class CitationInline(FieldsMixin, admin.StackedInline):
    model = Citation
    extra = 0
    autocomplete_fields = ["source"]
    classes = ["citations"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_source()

    def get_formset(self, request, obj=None, **kwargs):
        form = type("CitationForm", (CitationForm,), {"target": self.parent_model})
        return super().get_formset(request, obj, form=form, **kwargs)

    def get_fieldsets(self, request, obj=None):
        record_admin = self.admin_site.get_model_admin(self.parent_model)
        is_open = obj is None or record_admin.has_change_permission(request, obj)
        supports, *disputes = ("supports", "disputes", "claims") if is_open else ("borne_out", "disputed")
        return [
            (None, {"fields": [("source", "position"), supports]}),
            (_("Disputes"), {"fields": disputes, "classes": ["collapse"] if is_open else []}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ("borne_out", "disputed")

    @admin.display(description=_("bears out"))
    def borne_out(self, citation):
        return _named(citation, citation.supports)

    @admin.display(description=_("disputes"))
    def disputed(self, citation):
        """Name the disputed fields, each with what the source says and why it is not followed."""
        said = [
            f"{name} – {claim.said}: {claim.reason}" if claim else str(name)
            for name, (_field, claim) in zip(
                field_names(citation.record, citation.disputes), citation.disputed, strict=True
            )
        ]
        return "\n".join(said) or "–"


def _named(citation, names):
    return list_separator().join(map(str, field_names(citation.record, names))) or "–"
