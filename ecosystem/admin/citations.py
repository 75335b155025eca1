"""The citations within the form of a record or indicator."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import EditorFieldsMixin
from ecosystem.admin.forms import CitationForm
from ecosystem.core.languages import get_list_separator
from ecosystem.models import Citation, Initiative
from ecosystem.models.field_labels import list_field_labels


class CitationInline(EditorFieldsMixin, admin.StackedInline):
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
        supports, *disputes = (
            ("supports", "disputes", "claims") if is_open else ("supported_field_names", "disputed_field_texts")
        )
        # The only kind whose status rests on sources.
        outcome = ["outcome_only"] if self.parent_model is Initiative else []
        return [
            (None, {"fields": [("source", "position"), supports, *outcome]}),
            (_("Conflicts on"), {"fields": disputes, "classes": ["collapse"] if is_open else []}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ("supported_field_names", "disputed_field_texts")

    @admin.display(description=_("cited for"))
    def supported_field_names(self, citation):
        return _join_field_names(citation, citation.supports)

    @admin.display(description=_("conflicts on"))
    def disputed_field_texts(self, citation):
        lines = [
            f"{name} – {claim.localized_value}: {claim.reason}" if claim else str(name)
            for name, (_field, claim) in zip(
                list_field_labels(citation.record, citation.disputes), citation.disputed_claims, strict=True
            )
        ]
        return "\n".join(lines) or "–"


def _join_field_names(citation, names):
    return get_list_separator().join(map(str, list_field_labels(citation.record, names))) or "–"
