"""What readers searched for and did not find, for editors to put right."""

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Max, Sum
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.models import RECORDS, SearchKind, SearchMiss
from ecosystem.search import failed_searches
from ecosystem.search.suggestions import near_names

SHOWN = 100


@admin.register(SearchMiss)
class SearchMissAdmin(admin.ModelAdmin):
    """A page to look at: each text once, those first that are missed most; nobody writes it."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        rows = failed_searches.kept().order_by().values("text")
        rows = rows.annotate(times=Sum("count"), wishes=Sum("wanted"), last=Max("day"))
        rows = list(rows.order_by("-wishes", "-times", "-last", "text")[:SHOWN])
        near = near_names([row["text"] for row in rows], sorted(_HAVE_ALIASES))
        context = self.admin_site.each_context(request) | {
            "title": _("Searches without a result"),
            "opts": self.opts,
            "days": failed_searches.KEPT_DAYS,
            "rows": [self._row(row, near.get(row["text"], ())) for row in rows],
        }
        return TemplateResponse(request, "admin/ecosystem/searchmiss/change_list.html", context)

    def _row(self, row, near):
        text = row["text"]
        name = "name_en" if text.isascii() else "name_zh_hant"
        return row | {
            "near": [self._near(entry) for entry in near],
            "lists": [
                (model._meta.verbose_name_plural, reverse(f"admin:ecosystem_{model._meta.model_name}_changelist"))
                for model in RECORDS
                if model._meta.model_name in _HAVE_ALIASES
            ],
            "forms": [
                (model._meta.verbose_name, f"{reverse(f'admin:ecosystem_{model._meta.model_name}_add')}?{query}")
                for model in RECORDS
                for query in [urlencode({name: text})]
            ],
        }

    def _near(self, entry):
        return str(entry.name), reverse(f"admin:ecosystem_{entry.kind}_change", args=[entry.target])


_HAVE_ALIASES = {SearchKind.ORGANISATION, SearchKind.INITIATIVE}
