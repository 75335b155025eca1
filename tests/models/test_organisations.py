"""The order of organisations by their connections."""

from django.test import TestCase

from ecosystem.models import Organisation
from tests.support import factories


class MostConnectedOrganisationOrderTests(TestCase):
    def test_core_ai_comes_first_among_equals(self):
        for relevance in ("context", "core", "enabling"):
            factories.organisation(slug=relevance, ai=relevance)
        ordered = Organisation.objects.most_connected().values_list("slug", flat=True)
        self.assertEqual(list(ordered), ["core", "enabling", "context"])

    def test_connections_count_before_relevance(self):
        partners = [factories.organisation(slug=slug, ai="context") for slug in ("a", "b")]
        factories.organisation(slug="core", ai="core")
        factories.collaboration(parties=partners)
        ordered = Organisation.objects.most_connected().values_list("slug", flat=True)
        self.assertEqual(list(ordered), ["a", "b", "core"])
