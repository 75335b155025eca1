"""Every public address, in one place: tests that hold for all pages go through these."""

from itertools import cycle, product
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from ecosystem.models import RECORDS, Indicator, Place, Source, Theme
from ecosystem.records.collaboration_views import CollaborationList
from ecosystem.records.initiative_views import InitiativeList
from ecosystem.records.organisation_views import OrganisationList

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
LISTS = {
    "organisations/": OrganisationList,
    "initiatives/": InitiativeList,
    "collaborations/": CollaborationList,
}
# Below the language; a page with a slug of its own stands in `details()`.
PAGES = (
    "",
    "themes/",
    *LISTS,
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
# What pages show, as tables; those of records have other forms beside.
TABLES = (
    *("organisations.csv", "initiatives.csv", "collaborations.csv", "applications.csv", "places.csv", "sources.csv"),
    *("changes.csv", "indicators.csv", "map.csv", "network.csv", "timeline.csv"),
)
# Pages with a form that gives a cookie, and that are new at every look.
FORMS = ("contribute/",)
# Beside the pages: answers to what somebody typed, and what the search box asks for.
SEARCHES = (
    "search/",
    "search/?q=organisation",
    "search/?q=記錄&kind=initiative&kind=place&theme=ai-in-finance&sort=-prominence",
    "search/?q=initative+tax",
    "search/wanted/",
    "search/suggestions/?q=o",
    "search/suggestions/?q=記",
)
WITHOUT_LANGUAGE = (
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
# Filters of which any text is a value.
TYPED = {
    "q": ("a", "記"),
    "founded_after": ("2010",),
    "founded_before": ("2020-06",),
    "amount_min": (),
    "amount_max": (),
}
NOWHERE = (
    "no-such-page/",
    "organisations/no-such-body/",
    "organisations/?page=99",
    "initiatives/?kind=nonsense",
    "search/?q=zyzzyva",
    "search/?q=organisation&page=99",
    "search/?q=organisation&kind=nonsense",
)


def details():
    """Return the pages of single things, below the language."""
    found = [f"themes/{slug}/" for slug in Theme.objects.values_list("slug", flat=True)]
    found += [f"places/{slug}/" for slug in Place.objects.values_list("slug", flat=True)]
    found += [f"indicators/{slug}/" for slug in Indicator.objects.published().values_list("slug", flat=True)]
    found += [f"sources/{pk}/" for pk in Source.objects.published().values_list("pk", flat=True)]
    for model in RECORDS:
        slugs = model.objects.published().values_list("slug", flat=True)
        found += [f"{model._meta.model_name}s/{slug}/" for slug in slugs]
        # One of each kind is enough: they all have one.
        found += [f"{model._meta.model_name}s/{slug}/history/" for slug in slugs[:1]]
    return found


def choices(path):
    """Return `(filter, value)` for each filter of a list with each of its values."""
    view = LISTS[path]
    filterset = view.filterset_class(QueryDict(), view.model.objects.published())
    found = []
    for name, field in filterset.form.fields.items():
        if hasattr(field, "records"):
            values = field.records().values_list("slug", flat=True)
        else:
            values = TYPED[name] if name in TYPED else [value for value, _label in field.choices]
        found += [(name, str(value)) for value in values]
    return found


def orders(path):
    """Return the queries of a list in each of its orders."""
    return [urlencode({"sort": sort.value}) for sort in LISTS[path].sorts]


def compared():
    """Return comparisons of all public records by fours, and lists that hold some for one."""
    found = []
    for path, name in (("organisations/", "organisation"), ("initiatives/", "initiative")):
        slugs = list(LISTS[path].model.objects.published().values_list("slug", flat=True))
        fours = [slugs[start : start + 4] for start in range(0, len(slugs), 4)]
        found += [f"compare/?{urlencode({name: four}, doseq=True)}" for four in fours]
        found += [f"{path}?{urlencode({'compare': four, 'page_size': 2}, doseq=True)}" for four in fours[:1]]
    return found


def narrowed():
    """Return every list with each value of each filter, and in each order, below the language."""
    found = []
    for path in LISTS:
        queries = [urlencode([choice]) for choice in choices(path)] + orders(path)
        found += [f"{path}?{query}" for query in queries]
    found.append("initiatives/?amount_basis=total&amount_min=1&amount_max=1000000000000")
    found.append("organisations/?q=a&sort=relevance")
    return found


def api():
    """Return the addresses of the API: its lists, each thing of theirs, and its description."""
    found = ["openapi.json", "vocabularies"]
    for model in (*RECORDS, Indicator, Place):
        name = f"{model._meta.model_name}s"
        found.append(f"{name}?limit=100")
        found += [f"{name}/{slug}" for slug in public_slugs(model)]
    found += [f"sources/{pk}" for pk in Source.objects.published().values_list("pk", flat=True)]
    return [f"/api/v1/{path}" for path in ("", "sources?limit=100", "changes?limit=100", *found)]


def public_slugs(model):
    rows = model.objects.all() if model is Place else model.objects.published()
    return rows.values_list("slug", flat=True)


def in_every_language(paths):
    return [f"/{language}/{path}" for language, path in product(LANGUAGES, paths)]


def public():
    """Return every public address, error pages included; narrowed lists each in one language, by turns.

    What narrows a list is the same in every language; so each is read once, and all languages are.
    """
    paths = [*narrowed(), *compared()]
    by_turns = [f"/{language}/{path}" for path, language in zip(paths, cycle(LANGUAGES), strict=False)]
    return [
        *WITHOUT_LANGUAGE,
        *api(),
        *in_every_language([*PAGES, *FORMS, *details(), *SEARCHES, *TABLES, *NOWHERE]),
        *by_turns,
    ]
