"""The diagram of systems and the platforms that they build on, on theme pages."""

from unittest.mock import patch

from django.test import TestCase

from ecosystem.pages.system_dependencies import MIN_DEPENDENCIES
from tests.support import factories
from tests.support.html_pages import fetch_page


class SystemDependencyDiagramTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.theme = factories.theme("smart-city")
        cls.base = factories.initiative(slug="base", name_en="The platform", kind="infrastructure", themes=[])
        cls.systems = [
            factories.initiative(slug=f"system-{i}", name_en=f"System {i}", kind="deployment", themes=[cls.theme])
            for i in range(MIN_DEPENDENCIES)
        ]
        for system in cls.systems:
            system.builds_on.add(cls.base)
        factories.cite(cls.systems[0], "builds_on", title="What it builds on", url="https://base.example/")

    def section(self):
        return fetch_page(self.client, "/en/themes/smart-city/").select("section#foundations")

    def test_systems_and_platforms_are_linked(self):
        (section,) = self.section()
        links = {a["href"] for a in section.one("svg.network").select("a")}
        self.assertEqual(links, {"/en/initiatives/base/", *(f"/en/initiatives/{s.slug}/" for s in self.systems)})

    def test_dependencies_are_listed_with_their_sources(self):
        (section,) = self.section()
        sentences = section.one("details").select("li")
        self.assertEqual(len(sentences), MIN_DEPENDENCIES)
        said = next(item for item in sentences if "System 0 builds on The platform." in item.text)
        self.assertEqual(said.one("a")["href"], "https://base.example/")

    def test_unpublished_systems_are_left_out(self):
        type(self.base).objects.filter(slug="system-3").update(status="draft")
        other = factories.initiative(slug="other", themes=[self.theme])
        other.builds_on.add(self.base)
        (section,) = self.section()
        self.assertNotIn("System 3", section.text)

    def test_few_dependencies_are_not_drawn(self):
        self.systems[0].builds_on.clear()
        self.assertEqual(self.section(), [])

    @patch("ecosystem.pages.system_dependencies.MAX_DEPENDENCIES", MIN_DEPENDENCIES)
    def test_number_of_dependencies_is_limited(self):
        other = factories.initiative(slug="z-system", name_en="The last system", themes=[self.theme])
        other.builds_on.add(self.base)
        (section,) = self.section()
        self.assertEqual(len(section.one("details").select("li")), MIN_DEPENDENCIES)
        self.assertNotIn("The last system", section.text)
