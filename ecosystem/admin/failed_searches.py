"""The admin page of searches without a result."""

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Max, Sum
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import ReadOnlyAdminMixin
from ecosystem.models import RECORD_MODELS, SearchKind, SearchMiss
from ecosystem.search import failed_searches
from ecosystem.search.suggestions import find_similar_names

MAX_ROWS = 100
# Only these kinds of records have aliases, which an editor can add a search text to.
KINDS_WITH_ALIASES = {SearchKind.ORGANISATION, SearchKind.INITIATIVE}


@admin.register(SearchMiss)
class SearchMissAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """Lists each text once, the most frequent first."""

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        rows = failed_searches.get_recent_failed_searches().order_by().values("text")
        rows = rows.annotate(times=Sum("count"), wishes=Sum("wanted"), last=Max("day"))
        rows = list(rows.order_by("-wishes", "-times", "-last", "text")[:MAX_ROWS])
        similar_names = find_similar_names([row["text"] for row in rows], sorted(KINDS_WITH_ALIASES))
        context = self.admin_site.each_context(request) | {
            "title": _("Searches with no results"),
            "opts": self.opts,
            "days": failed_searches.RETENTION_DAYS,
            "rows": [self._build_row(row, similar_names.get(row["text"], ())) for row in rows],
        }
        return TemplateResponse(request, "admin/ecosystem/searchmiss/change_list.html", context)

    def _build_row(self, row, similar_names):
        text = row["text"]
        name = "name_en" if text.isascii() else "name_zh_hant"
        return row | {
            "near": [
                (str(entry.name), reverse(f"admin:ecosystem_{entry.kind}_change", args=[entry.target]))
                for entry in similar_names
            ],
            "lists": [
                (model._meta.verbose_name_plural, reverse(f"admin:ecosystem_{model._meta.model_name}_changelist"))
                for model in RECORD_MODELS
                if model._meta.model_name in KINDS_WITH_ALIASES
            ],
            "forms": [
                (model._meta.verbose_name, f"{reverse(f'admin:ecosystem_{model._meta.model_name}_add')}?{query}")
                for model in RECORD_MODELS
                for query in [urlencode({name: text})]
            ],
        }
