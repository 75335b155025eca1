"""The admin of sources."""

from django.contrib import admin
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ecosystem.admin import roles
from ecosystem.admin.shared import SharedAdmin
from ecosystem.models import Citation, Source


@admin.register(Source)
class SourceAdmin(SharedAdmin):
    list_display = ("title", "publisher", "published", "read_on", "grade", "link_status", "citations")
    list_filter = ("grade", "link_status")
    search_fields = ("url", "title", "publisher")
    readonly_fields = ("link_status", "link_checked_on")
    fields = ("url", "title", "publisher", ("published", "read_on", "grade"), ("link_status", "link_checked_on"))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or roles.may_correct(request.user, obj))

    def get_queryset(self, request):
        cited = Subquery(Citation.objects.count_by("source"))
        return super().get_queryset(request).annotate(citation_count=Coalesce(cited, 0))

    @admin.display(description=_("cited by"), ordering="citation_count")
    def citations(self, source):
        return source.citation_count
