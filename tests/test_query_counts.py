"""The number of database queries of each page and API endpoint with an empty cache, for 3 and 30 rows."""

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from ecosystem.editing import publishing
from ecosystem.history import revisions
from ecosystem.models import edition_cache
from tests.support import factories

# The most that each page may need as the first of an edition; fewer is no fault. Lists read the keys of each filter.
MOST = {
    # Nine of these read ties, places and dates, once for an edition; so do as many of a theme's.
    "": 19,
    "themes/": 4,
    "themes/ai-in-finance/": 27,
    "organisations/": 20,
    "organisations/?kind=company&theme=ai-in-finance&application=fraud-detection&tie=named&support=funding"
    "&parent=hub&region=hong_kong&ai=core&founded_after=2000&sort=-founded": 23,
    "organisations/?q=organisation": 24,
    "organisations/?kind=nonsense": 20,
    "organisations/?compare=rim&compare=hub&sort=-updated&page_size=1": 21,
    # Seven of these read the whole network, and who takes part in anything, once for an edition.
    "organisations/hub/": 25,
    "initiatives/": 20,
    "initiatives/?theme=ai-in-finance&kind=funding&state=open&application=fraud-detection&support=funding"
    "&audience=startups&body=hub&ai=core&amount_basis=total&amount_min=1&sort=-starts": 32,
    "initiatives/?q=initiative": 26,
    "initiatives/fund/": 21,
    "collaborations/": 20,
    "collaborations/?theme=ai-in-finance&kind=memorandum&reach=hong_kong&application=fraud-detection"
    "&organisation=hub&initiative=fund&ai=core&sort=-announced": 29,
    "collaborations/?q=collaboration": 26,
    "collaborations/pact/": 16,
    **dict.fromkeys(("organisations.csv", "organisations.json"), 8),
    "organisations.xlsx": 10,
    "organisations.atom": 3,
    **dict.fromkeys(("initiatives.csv", "initiatives.json"), 11),
    "initiatives.xlsx": 12,
    "initiatives.atom": 3,
    # Two of these read the sequence numbers and permanent identifiers, once for an edition.
    "initiatives.ics": 5,
    "initiatives/fund.ics": 4,
    "support.ics": 10,
    **dict.fromkeys(("collaborations.csv", "collaborations.json"), 8),
    "collaborations.xlsx": 10,
    "collaborations.atom": 3,
    "applications.csv": 12,
    "places.csv": 1,
    "sources.csv": 3,
    "changes.csv": 3,
    "map.csv": 8,
    "network.csv": 9,
    "timeline.csv": 13,
    "compare/": 0,
    "compare/?organisation=hub": 6,
    "compare/?organisation=hub&organisation=rim": 15,
    "compare/?initiative=fund&initiative=other-fund": 13,
    "indicators/": 5,
    "figures/": 20,
    "map/": 7,
    "timeline/": 10,
    "network/": 6,
    "network/?organisation=hub&depth=2": 11,
    "network/?from=hub&to=rim": 11,
    "sources/": 8,
    "sources/?q=organisation": 8,
    "sources/publishers/": 1,
    "sources/?grade=official&sort=-cited": 8,
    "organisations/hub/history/": 9,
    "initiatives/fund/history/": 12,
    "organisations/hub/history.atom": 9,
    # A facet of themes asks each kind of record.
    # One of these finds out whether there are corrections.
    "changes/": 11,
    "changes/?kind=initiative&what=entered&theme=ai-in-finance&after=2020": 12,
    # The states before, at and after each, with the names in them.
    "changes/corrections/": 13,
    "changes.atom": 4,
    "places/": 3,
    "places/central/": 11,
    # Four of these read all schemes, once for an edition.
    "search/": 8,
    "search/?q=organisation": 16,
    "search/?q=organisation+initiative&kind=organisation&kind=collaboration&theme=ai-in-finance&sort=-prominence": 18,
    "search/?q=orgnisation+initative": 32,
    # The support that each scheme gives, and whether the words are a name.
    "search/?q=資助": 20,
    "search/?q=zyzzyva": 20,
    "search/suggestions/?q=organ": 4,
    "search/suggestions/?q=orgnisation": 6,
    # What dates there are is read once for an edition.
    "data/": 10,
    "data/dictionary/": 0,
    "data/releases/": 0,
    # Some eight for each of its examples, once for an edition.
    "data/api/": 115,
    "about/": 1,
    "about/glossary/": 4,
    "contribute/": 0,
    "contribute/?find=organisation": 11,
    "contribute/?about=/en/places/central/": 2,
    "contribute/?organisation=hub&field=parent": 4,
    "contribute/?initiative=fund&field=bodies": 5,
    "contribute/?organisation=hub&field=support": 7,
    "contribute/log/": 5,
    # One for a section; the pages ask for the newest of each kind.
    "/sitemap.xml": 11,
    "/sitemap-pages.xml": 3,
    "/sitemap-themes.xml": 1,
    "/sitemap-places.xml": 1,
    "/sitemap-indicators.xml": 1,
    "/sitemap-sources.xml": 1,
    **{
        f"/api/v1/{path}": most
        for path, most in {
            "": 1,
            "organisations?limit=100": 9,
            "organisations?limit=100&parent=hub&kind=company&application=fraud-detection&q=organisation": 12,
            "organisations/hub": 19,
            "initiatives?limit=100": 10,
            "initiatives/fund": 15,
            "collaborations?limit=100": 8,
            "collaborations/pact": 6,
            "places?limit=100": 3,
            "places/central": 3,
            "sources?limit=100": 4,
            "sources/{source}": 3,
            "indicators?limit=100": 7,
            "indicators/series": 7,
            "changes?limit=100": 4,
            # The names that no converted term may touch are read once for an edition.
            "vocabularies": 7,
        }.items()
    },
}


def add_rows(rows):
    """Add this number of rows to everything on every page."""
    task, gift, readers = [factories.application()], factories.support(), factories.audience()
    hub = factories.Organisation.objects.filter(slug="hub").first() or factories.organisation(slug="hub")
    fund = factories.Initiative.objects.filter(slug="fund").first() or factories.initiative(slug="fund", lead=hub)
    pact = factories.Collaboration.objects.filter(slug="pact").first() or factories.collaboration(slug="pact")
    if not hub.parts.exists():
        # What is compared with them.
        factories.initiative(slug="other-fund", lead=factories.organisation(slug="rim"))
    for number in range(rows):
        place = factories.place_abroad() if number % 2 else factories.place()
        body = factories.organisation(
            parent=hub, applications=task, founded="2010", acronym=f"A{hub.parts.count()}", place=place
        )
        body.support.add(gift)
        factories.organisation(successor=hub)
        fields = {"applications": task, "starts": "2020", "ends": "2035", "announced": "2019"}
        amount = {"amount": 5, "amount_basis": "total", "currency": "HKD"}
        made = factories.initiative(lead=body, part_of=fund, **amount, **fields)
        made.support.add(gift)
        made.audience.add(readers)
        fund.builds_on.add(factories.initiative(lead=hub))
        made.builds_on.add(fund)
        factories.add_participant(fund, body, "partner")
        factories.add_participant(pact, body, "partner")
        factories.collaboration(initiative=fund, parties=[hub, body], **fields)
        for record in (hub, fund, pact):
            factories.cite(record, "name")
            factories.proposal(record)
        factories.indicator(organisation=hub, slug=f"parks-{hub.parts.count()}-{number}")
        factories.place(f"site-{hub.parts.count()}", name_en=f"Site {hub.parts.count()}")
    factories.rebuild_search_index()
    # A first state of what is new, and a further one of what has grown.
    revisions.begin_record_histories()
    for record in (hub, fund, pact):
        publishing.conclude_record_change(record)
    for number in range(rows):
        hub.founded = str(1900 + number)
        hub.save()
        publishing.conclude_record_change(
            hub, by=revisions.ChangeAttribution("publisher", None, "It was another year.", is_correction=True)
        )


# Grows a directory to thirty rows of everything; the ORM sends the same queries to either database.
@pytest.mark.slow
class PageQueryCountTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        add_rows(3)
        hub = factories.Organisation.objects.get(slug="hub")
        factories.indicator(slug="series", organisation=hub)
        cls.source = factories.cite(hub, "founded").source
        cls.few = cls.count_queries()
        add_rows(27)
        for record in factories.Organisation.objects.exclude(slug="hub")[:30]:
            factories.cite(record, "founded", page=cls.source)
        cls.many = cls.count_queries()

    @classmethod
    def count_queries(cls):
        counts = {}
        for path in MOST:
            edition_cache.clear_edition_cache()
            with CaptureQueriesContext(connection) as queries:
                address = path if path.startswith("/") else f"/zh-hant/{path}"
                response = Client().get(address.format(source=cls.source.pk))
                # What is streamed asks while it is read.
                response.getvalue()
            assert response.status_code == 200, path
            counts[path] = len(queries)
        return counts

    def test_query_count_does_not_grow_with_rows(self):
        grown = {path: (self.few[path], count) for path, count in self.many.items() if count > self.few[path]}
        self.assertEqual(grown, {})

    def test_query_count_is_within_the_limit(self):
        above = {path: count for path, count in self.many.items() if count > MOST[path]}
        self.assertEqual(above, {}, self.many)
