"""How many queries an answer of the API needs in a process that has just begun: no more for 30 rows than for 3."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ecosystem import history, kept
from ecosystem.models import Organisation
from tests import factories
from tests.views.test_query_counts import grow


class QueryTests(TestCase):
    # The most that each may need; fewer is no fault.
    MOST = {
        "": 1,
        "organisations?limit=100": 9,
        "organisations?limit=100&parent=hub&kind=company&application=fraud-detection&q=organisation": 11,
        "organisations/hub": 16,
        "initiatives?limit=100": 10,
        "initiatives/fund": 12,
        "collaborations?limit=100": 8,
        "collaborations/pact": 6,
        "places?limit=100": 3,
        "places/central": 3,
        "sources?limit=100": 4,
        "sources/1": 3,
        "indicators?limit=100": 6,
        "indicators/series": 6,
        "changes?limit=100": 4,
        "vocabularies": 6,
    }

    def counted(self):
        counts = {}
        for path in self.MOST:
            kept.forget()
            with CaptureQueriesContext(connection) as queries:
                response = self.client.get(f"/api/v1/{path.replace('sources/1', f'sources/{self.source.pk}')}")
            assert response.status_code == 200, path
            counts[path] = len(queries)
        return counts

    def test_are_the_same_for_many_rows_as_for_few(self):
        grow(3)
        hub = Organisation.objects.get(slug="hub")
        self.source = factories.cite(hub, "founded").source
        factories.indicator(slug="series", organisation=hub)
        history.begin()
        few = self.counted()
        grow(27)
        for record in Organisation.objects.exclude(slug="hub")[:30]:
            factories.cite(record, "founded", page=self.source)
        history.begin()
        many = self.counted()
        self.assertEqual({path: (few[path], many[path]) for path in many if many[path] > few[path]}, {})
        self.assertEqual({path: count for path, count in many.items() if count > self.MOST[path]}, {}, many)
