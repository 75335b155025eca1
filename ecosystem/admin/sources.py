"""The admin of sources."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ecosystem.admin import permissions
from ecosystem.admin.base import get_admin_change_url
from ecosystem.admin.forms import RowForm
from ecosystem.admin.shared_rows import SharedRowAdmin
from ecosystem.editing.link_checker import results
from ecosystem.models import Citation, Source
from ecosystem.models.sources import LinkStatus


class LinkFilter(admin.SimpleListFilter):
    title = _("link status")
    parameter_name = "link"
    CHOICES = {
        "dead": (_("Broken"), lambda sources: sources.dead()),
        "doubtful": (_("Failed once, will be retried"), lambda sources: sources.filter(link_failures=1)),
        **{
            status.value: (status.label, lambda sources, status=status: sources.filter(link_status=status))
            for status in LinkStatus
        },
        "never": (_("Never checked"), lambda sources: sources.filter(link_tried_on__isnull=True)),
    }

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _filter) in self.CHOICES.items()]

    def queryset(self, request, queryset):
        return self.CHOICES[self.value()][1](queryset) if self.value() in self.CHOICES else queryset


class SourceForm(RowForm):
    is_another = forms.BooleanField(label=_("This is another page"), required=False)

    def clean(self):
        cleaned = super().clean()
        url = cleaned.get("url")
        if url and "url" in self.changed_data:
            twin = Source.objects.exclude(pk=self.instance.pk).find_by_address(url)
            if twin and (twin.url == url or not cleaned.get("is_another")):
                self.add_error("url", self._build_twin_error(twin, is_equal=twin.url == url))
        return cleaned

    def _build_twin_error(self, twin, *, is_equal):
        text = _(
            "This page is already a source. Use that one or, if yours is another page, tick “This is another page”:"
        )
        if is_equal:
            text = _("This address is already that of a source. Use that one:")
        link = format_html('<a href="{}">{} – {}</a>', get_admin_change_url(twin), twin, twin.url)
        return ValidationError(format_html("{} {}", text, link), code="twin")


@admin.register(Source)
class SourceAdmin(SharedRowAdmin):
    form = SourceForm
    list_display = (
        "title", "publisher", "published", "read_on", "grade", "link_status", "link_checked_on", "citations",
    )  # fmt: skip
    list_filter = ("grade", LinkFilter)
    search_fields = ("url", "title", "publisher")
    readonly_fields = ("link_status", "link_checked_on", "link_moved_to", "link_tried_on", "link_failures")
    fields = (
        "url",
        "title",
        "publisher",
        ("published", "read_on", "grade"),
        ("link_status", "link_checked_on", "link_moved_to"),
        ("link_tried_on", "link_failures"),
    )

    def get_fields(self, request, obj=None):
        """Show the confirmation only below a submitted form, where the error asks for it."""
        fields = super().get_fields(request, obj)
        return ("url", "is_another", *fields[1:]) if request.method == "POST" else fields

    def save_model(self, request, obj, form, change):
        if "url" in form.changed_data:
            results.reset_link_check(obj)
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (
            obj is None or permissions.may_change_source(request.user, obj)
        )

    def get_queryset(self, request):
        cited = Subquery(Citation.objects.build_count_subquery("source"))
        return super().get_queryset(request).annotate(citation_count=Coalesce(cited, 0))

    @admin.display(description=_("times cited"), ordering="citation_count")
    def citations(self, source):
        return source.citation_count
