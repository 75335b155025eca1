"""Search over everything that has a page, and what it suggests while somebody types."""

from django.conf import settings
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy, npgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition
from django.views.generic import TemplateView, View

from ecosystem.models import SearchEntry, editions
from ecosystem.pages.search_filters import SearchFilterSet
from ecosystem.search import failed_searches
from ecosystem.search.query import LONGEST_QUESTION
from ecosystem.search.result_rows import found
from ecosystem.search.suggestions import suggestions
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import by_column
from ecosystem.web.page_title import Titled
from ecosystem.web.record_views import RecordList


class Search(RecordList):
    """One list of records, applications, themes and places, by relevance."""

    page_title = gettext_lazy("Search")
    page_description = gettext_lazy(
        "Search every organisation, initiative, collaboration, application, theme and place of the directory, in "
        "English and in both Chinese scripts."
    )
    things = npgettext_lazy("after a number", "entry", "entries", "n")
    model = SearchEntry
    filterset_class = SearchFilterSet
    sorts = (listing.Sort("-prominence", gettext_lazy("Best known"), lambda queryset: queryset.best_known()),)
    facet_counters = {"kind": by_column("kind"), "theme": by_column("themes__slug")}
    template, facet_fields, results = "search.html", "search_facets.html", "search_results.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        finding = self.listing.filterset.finding
        if self.is_asked() and finding.is_missed:
            failed_searches.note(finding.question.text)
        return context | {
            "finding": finding,
            "found": found(list(context["records"]), finding.forms),
            "meant": [(aimed.unit.text, aimed.meant[0]) for aimed in finding.meant],
        }

    def get_narrowing(self):
        # The words stand in a box of their own.
        return self.listing.narrowing

    def is_asked(self):
        """Whether a reader asks, and asks this for the first time: no prefetch, no further page, no other filter."""
        is_prefetch = "prefetch" in self.request.headers.get("Sec-Purpose", "")
        return self.request.method == "GET" and not is_prefetch and self.listing.parameters.keys() <= {"q"}

    def narrowed_title(self):
        """Return what was searched for, as a browser's history should show it."""
        return super().narrowed_title() if self.listing.text else _("Search")

    def elsewhere(self):
        return []


@method_decorator(csrf_exempt, name="dispatch")
class Wanted(Titled, TemplateView):
    """Takes down that somebody misses a record, and says thanks; no account, no cookie, nothing of who it was.

    A token would need a cookie on every search; what another site could send
    here in a reader's name is one count, and browsers say where it comes from.
    """

    template_name = "ecosystem/search_wanted.html"
    page_title = gettext_lazy("Thank you")
    page_description = gettext_lazy("Editors see what readers search for and miss.")

    def post(self, request):
        if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
            failed_searches.want(request.POST.get("q", ""))
        return HttpResponseRedirect(request.path)


def open_search(request):
    """Describe the search to browsers, which may then offer it among their own."""
    return render(request, "opensearch.xml", {"site": settings.SITE_URL}, "application/opensearchdescription+xml")


def edition_tag(request, *args, **kwargs):
    """Return the ETag of an answer that only a new edition changes."""
    return f'"{editions.current()}"'


@method_decorator([cache_control(public=True, max_age=300), condition(etag_func=edition_tag)], name="dispatch")
class Suggestions(View):
    """What may be about to be typed, in the form of the OpenSearch Suggestions extension.

    `[typed, names, kinds, addresses, more]`: browsers read the first four; `more`
    has, for each name, its language, its name in the other script and that one's.
    """

    def get(self, request):
        typed = request.GET.get("q", "")
        entries = suggestions(typed)
        answer = [
            typed[:LONGEST_QUESTION],
            [str(entry.name) for entry in entries],
            [str(entry.get_kind_display()) for entry in entries],
            [settings.SITE_URL + entry.get_absolute_url() for entry in entries],
            {"paths": [entry.get_absolute_url() for entry in entries], "langs": [entry.name.lang for entry in entries]}
            | {"others": [[entry.other_name, entry.other_name.lang] for entry in entries]},
        ]
        return JsonResponse(
            answer, safe=False, json_dumps_params={"ensure_ascii": False}, content_type="application/x-suggestions+json"
        )
