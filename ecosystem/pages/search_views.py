"""The search page, suggestions while typing, and requests for missing records."""

from django.conf import settings
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy, npgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from ecosystem.models import SearchEntry
from ecosystem.pages.search_filters import SearchFilterSet, count_found_by_kind, count_found_by_theme
from ecosystem.search import failed_searches
from ecosystem.search.query import MAX_QUERY_LENGTH
from ecosystem.search.result_rows import build_search_result_rows
from ecosystem.search.suggestions import suggest_search_entries
from ecosystem.support.leads import build_support_lead
from ecosystem.web.lists import listing
from ecosystem.web.page_title import PageTitleMixin
from ecosystem.web.record_views import RecordList


class Search(RecordList):
    page_title = gettext_lazy("Search")
    page_description = gettext_lazy(
        "Search all organisations, initiatives, collaborations, application areas, themes, locations "
        "and indicators in the directory, in English, Traditional Chinese or Simplified Chinese."
    )
    count_label = npgettext_lazy("after a number", "result", "results", "n")
    model = SearchEntry
    filterset_class = SearchFilterSet
    sorts = (
        listing.SortOption("-prominence", gettext_lazy("Most connected"), lambda queryset: queryset.by_prominence()),
    )
    facet_counters = {"kind": count_found_by_kind, "theme": count_found_by_theme}
    template, facet_template, results_template = "search.html", "search_facets.html", "search_results.html"

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if response.status_code == 200 and self.listing.filterset.search_results.is_failed_search:
            # Each failed search is counted, so no cache may answer it.
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        results = self.listing.filterset.search_results
        if self.is_new_search() and results.is_failed_search:
            failed_searches.count_failed_search(results.question.text)
        return context | {
            "finding": results,
            "found": build_search_result_rows(list(context["records"]), results.forms),
            "support_lead": build_support_lead(results.support_question),
            "meant": [(aimed.unit.text, aimed.corrections[0]) for aimed in results.corrected_units],
        }

    def get_filter_chips(self):
        # The search text has its own box.
        return self.listing.filter_chips

    def is_new_search(self):
        """Whether a reader starts this search: no prefetch, no further page, no filter."""
        is_prefetch = "prefetch" in self.request.headers.get("Sec-Purpose", "")
        return self.request.method == "GET" and not is_prefetch and self.listing.parameters.keys() <= {"q"}

    def get_narrowed_title(self):
        """Return the search text with the title, for the browser history."""
        return super().get_narrowed_title() if self.listing.search_text else _("Search")

    def count_other_kinds(self):
        return []


@method_decorator(csrf_exempt, name="dispatch")
class SearchWanted(PageTitleMixin, TemplateView):
    """Counts a request for a missing record, anonymously and without a cookie.

    A CSRF token would need a cookie on every search; a forged request could only add one to a count,
    and browsers send Sec-Fetch-Site.
    """

    template_name = "ecosystem/search_wanted.html"
    page_title = gettext_lazy("Thank you")
    page_description = gettext_lazy("Editors can see what readers search for and do not find.")

    def post(self, request):
        if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
            failed_searches.count_addition_request(request.POST.get("q", ""))
        return HttpResponseRedirect(request.path)


def render_opensearch_description(request):
    return render(request, "opensearch.xml", {"site": settings.SITE_URL}, "application/opensearchdescription+xml")


# Typing and deleting letters asks for the same suggestions again and again.
@method_decorator(cache_control(public=True, max_age=300), name="dispatch")
class SearchSuggestions(View):
    """Suggestions as JSON by the OpenSearch Suggestions extension.

    `[typed, names, kinds, addresses, more]`: browsers read the first four; `more` has paths, the language
    of each name, and the name in the other script with its language.
    """

    def get(self, request):
        typed = request.GET.get("q", "")
        entries = suggest_search_entries(typed)
        suggestions = [
            typed[:MAX_QUERY_LENGTH],
            [str(entry.name) for entry in entries],
            [str(entry.get_kind_display()) for entry in entries],
            [settings.SITE_URL + entry.get_absolute_url() for entry in entries],
            {"paths": [entry.get_absolute_url() for entry in entries], "langs": [entry.name.lang for entry in entries]}
            | {"others": [[entry.other_name, entry.other_name.lang] for entry in entries]},
        ]
        return JsonResponse(
            suggestions,
            safe=False,
            json_dumps_params={"ensure_ascii": False},
            content_type="application/x-suggestions+json",
        )
