"""All public URLs, for tests that apply to every page."""

from itertools import cycle, product
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from ecosystem.models import RECORD_MODELS, Indicator, Place, Source, Theme
from ecosystem.records.collaboration_views import CollaborationList
from ecosystem.records.initiative_views import InitiativeList
from ecosystem.records.organisation_views import OrganisationList

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
LIST_VIEWS = {
    "organisations/": OrganisationList,
    "initiatives/": InitiativeList,
    "collaborations/": CollaborationList,
}
# Below the language. Pages with a slug are in `list_detail_paths()`.
PAGES = (
    "",
    "themes/",
    *LIST_VIEWS,
    "places/",
    "sources/",
    "sources/publishers/",
    "changes/",
    "changes/corrections/",
    "compare/",
    "map/",
    "network/",
    "timeline/",
    "indicators/",
    "figures/",
    "data/",
    "data/dictionary/",
    "data/releases/",
    "data/api/",
    "about/",
    "about/accessibility/",
    "about/privacy/",
    "about/glossary/",
    "contribute/log/",
)
# Records are available in other formats too.
CSV_FILES = (
    *("organisations.csv", "initiatives.csv", "collaborations.csv", "applications.csv", "places.csv", "sources.csv"),
    *("changes.csv", "indicators.csv", "map.csv", "network.csv", "timeline.csv"),
)
# Pages that set a cookie and are not cached.
FORM_PAGES = ("contribute/",)
# Searches and the requests of the search box.
SEARCHES = (
    "search/",
    "search/?q=organisation",
    "search/?q=記錄&kind=initiative&kind=place&theme=ai-in-finance&sort=-prominence",
    "search/?q=initative+tax",
    "search/wanted/",
    "search/suggestions/?q=o",
    "search/suggestions/?q=記",
)
PATHS_WITHOUT_LANGUAGE = (
    "/",
    "/healthz",
    "/readyz",
    "/opensearch.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/sitemap.xml",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/reconcile",
    "/reconcile/suggest/entity?prefix=o",
)
# Example values of filters without choices.
TYPED_FILTER_VALUES = {
    "q": ("a", "記"),
    "founded_after": ("2010",),
    "founded_before": ("2020-06",),
    "begun_after": ("2010",),
    "begun_before": ("2020-06",),
    "amount_min": (),
    "amount_max": (),
}
ERROR_PAGES = (
    "no-such-page/",
    "organisations/no-such-body/",
    "organisations/?page=99",
    "initiatives/?kind=nonsense",
    "search/?q=zyzzyva",
    "search/?q=organisation&page=99",
    "search/?q=organisation&kind=nonsense",
)


def list_detail_paths():
    """List the detail pages, below the language."""
    found = [f"themes/{slug}/" for slug in Theme.objects.values_list("slug", flat=True)]
    found += [f"places/{slug}/" for slug in Place.objects.values_list("slug", flat=True)]
    found += [f"indicators/{slug}/" for slug in Indicator.objects.published().values_list("slug", flat=True)]
    found += [f"sources/{pk}/" for pk in Source.objects.published().values_list("pk", flat=True)]
    for model in RECORD_MODELS:
        slugs = model.objects.published().values_list("slug", flat=True)
        found += [f"{model._meta.model_name}s/{slug}/" for slug in slugs]
        # The history of one record of each kind is enough.
        found += [f"{model._meta.model_name}s/{slug}/history/" for slug in slugs[:1]]
    return found


def list_filter_choices(path):
    """List `(filter, value)` for each value of each filter of a list."""
    view = LIST_VIEWS[path]
    filterset = view.filterset_class(QueryDict(), view.model.objects.published())
    found = []
    for name, field in filterset.form.fields.items():
        if hasattr(field, "records"):
            values = field.records().values_list("slug", flat=True)
        else:
            values = (
                TYPED_FILTER_VALUES[name] if name in TYPED_FILTER_VALUES else [value for value, _label in field.choices]
            )
        found += [(name, str(value)) for value in values]
    return found


def list_sort_queries(path):
    return [urlencode({"sort": sort.value}) for sort in LIST_VIEWS[path].sorts]


def list_comparison_paths():
    """List comparisons of all public records in groups of four, and lists with a comparison basket."""
    found = []
    for path, name in (("organisations/", "organisation"), ("initiatives/", "initiative")):
        slugs = list(LIST_VIEWS[path].model.objects.published().values_list("slug", flat=True))
        fours = [slugs[start : start + 4] for start in range(0, len(slugs), 4)]
        found += [f"compare/?{urlencode({name: four}, doseq=True)}" for four in fours]
        found += [f"{path}?{urlencode({'compare': four, 'page_size': 2}, doseq=True)}" for four in fours[:1]]
    return found


def list_filtered_paths():
    """List every list with each value of each filter, and in each order, below the language."""
    found = []
    for path in LIST_VIEWS:
        queries = [urlencode([choice]) for choice in list_filter_choices(path)] + list_sort_queries(path)
        found += [f"{path}?{query}" for query in queries]
    found.append("initiatives/?amount_basis=total&amount_min=1&amount_max=1000000000000")
    found.append("organisations/?q=a&sort=relevance")
    return found


def list_api_paths():
    """List the URLs of the API: lists, details and the OpenAPI document."""
    found = ["openapi.json", "vocabularies"]
    for model in (*RECORD_MODELS, Indicator, Place):
        name = f"{model._meta.model_name}s"
        found.append(f"{name}?limit=100")
        found += [f"{name}/{slug}" for slug in list_public_slugs(model)]
    found += [f"sources/{pk}" for pk in Source.objects.published().values_list("pk", flat=True)]
    return [f"/api/v1/{path}" for path in ("", "sources?limit=100", "changes?limit=100", *found)]


def list_public_slugs(model):
    rows = model.objects.all() if model is Place else model.objects.published()
    return rows.values_list("slug", flat=True)


def add_language_prefixes(paths):
    return [f"/{language}/{path}" for language, path in product(LANGUAGES, paths)]


def list_public_paths():
    """List every public URL, error pages included.

    Each filtered list is read in one language only, all languages in turn: filters are the same in every language.
    """
    paths = [*list_filtered_paths(), *list_comparison_paths()]
    by_turns = [f"/{language}/{path}" for path, language in zip(paths, cycle(LANGUAGES), strict=False)]
    return [
        *PATHS_WITHOUT_LANGUAGE,
        *list_api_paths(),
        *add_language_prefixes([*PAGES, *FORM_PAGES, *list_detail_paths(), *SEARCHES, *CSV_FILES, *ERROR_PAGES]),
        *by_turns,
    ]
