"""The template tags and filters of the `hkai` library."""

from django.http import HttpResponse
from django.template import Context, Template
from django.test import TestCase
from django.utils import translation

from ecosystem.models import Collaboration, Initiative, Organisation
from ecosystem.models.official_pages import CallToAction
from ecosystem.visuals.network.data import NetworkEdgeKind
from ecosystem.visuals.network.paths import DescribedEdge
from tests.support import factories
from tests.support.html_pages import Page


def render(source, language="en", **context):
    with translation.override(language):
        return Template("{% load hkai i18n %}" + source).render(Context(context))


def parse(html):
    return Page(HttpResponse(html))


class ColumnHeadingTagTests(TestCase):
    def test_heading_gives_its_label_to_the_cells(self):
        row = '{% column_heading "role" _("Role") %}<td data-label="{{ labels.role }}">'
        self.assertHTMLEqual(render(row), '<th scope="col">Role</th><td data-label="Role">')

    def test_label_is_in_the_language_of_the_page(self):
        row = '{% column_heading "role" _("Role") %}{{ labels.role }}'
        self.assertEqual(render(row, "zh-hant").count("角色"), 2)

    def test_numeric_heading_is_aligned(self):
        heading = render('{% column_heading "amount" _("Amount") numeric=True %}')
        self.assertHTMLEqual(heading, '<th scope="col" class="table__number">Amount</th>')

    def test_label_is_escaped(self):
        row = '{% column_heading "name" name %}<td data-label="{{ labels.name }}">'
        self.assertNotIn("<b>", render(row, name='"<b>"'))

    def test_headings_keep_earlier_labels(self):
        row = '{% column_heading "a" _("Role") %}{% column_heading "b" _("Type") %}{{ labels.a }} {{ labels.b }}'
        self.assertTrue(render(row).endswith("Role Type"))


class NameListTagTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.one = factories.organisation(slug="one", name_en="One & Co", name_zh_hant="一號")
        cls.two = factories.organisation(slug="two", name_en="Two", name_zh_hant="")
        cls.rows = [cls.one, cls.two]

    def links(self, tag, **context):
        page = parse(render(tag, **context))
        return [(link["href"], link.text) for link in page.select("a")]

    def test_names_are_joined_as_the_language_requires(self):
        self.assertEqual(
            [render("{{ rows|join_names }}", language, rows=self.rows) for language in ("en", "zh-hant")],
            ["One &amp; Co, Two", '一號、<span lang="en">Two</span>'],
        )

    def test_linked_names_in_chinese_have_no_spaces_between(self):
        html = render("{% linked_names rows %}", "zh-hant", rows=self.rows)
        self.assertIn("</a>、<a", html)

    def test_names_link_to_their_pages(self):
        links = self.links("{% linked_names rows %}", rows=self.rows)
        self.assertEqual(links, [("/en/organisations/one/", "One & Co"), ("/en/organisations/two/", "Two")])

    def test_names_link_to_a_fact(self):
        links = self.links('{% linked_names rows fact="parent" %}', rows=self.rows)
        self.assertEqual(links[0][0], "/en/organisations/one/#fact-parent")

    def test_names_link_to_a_filtered_list(self):
        tag = '{% linked_names rows page="organisation-list" parameter="parent" %}'
        self.assertEqual(self.links(tag, rows=self.rows)[0][0], "/en/organisations/?parent=one")

    def test_names_are_followed_by_the_year_in_which_a_record_started(self):
        factories.initiative(slug="fund", name_en="Fund", announced="2019", starts="2020")
        factories.initiative(slug="plan", name_en="Plan", announced="2021")
        factories.initiative(slug="idea", name_en="Idea")
        records = [Initiative.objects.get(slug=slug) for slug in ("fund", "plan", "idea")]
        text = parse(render("{% linked_names records dated=True %}", records=records)).text
        self.assertEqual(text, "Fund 2020, Plan 2021, Idea")

    def test_texts_get_the_language_of_their_characters(self):
        html = render("{{ texts|join_marked }}", texts=["HKUST", "科大"])
        self.assertEqual(html, 'HKUST, <span lang="zh">科大</span>')

    def test_attributes_of_rows_can_be_listed(self):
        collaboration = factories.collaboration(parties=self.rows)
        pact = Collaboration.objects.for_detail().get(pk=collaboration.pk)
        tag = '{{ pact.public_participations|pluck:"organisation"|join_names }}'
        self.assertEqual(render(tag, pact=pact), "One &amp; Co, Two")


class EdgeSentenceFilterTests(TestCase):
    def sentence(self, kind):
        a, b = Organisation(name_en="A & B"), Organisation(name_en="C")
        return render("{{ edge|edge_sentence }}", edge=DescribedEdge(kind, a, b, None, None))

    def test_edge_of_each_kind_has_its_sentence(self):
        sentences = [self.sentence(kind) for kind in NetworkEdgeKind]
        self.assertEqual(
            sentences,
            [
                "A &amp; B and C both take part in",
                "C takes part in an initiative led by A &amp; B:",
                "C is part of A &amp; B.",
            ],
        )

    def test_edge_is_dated_by_its_start_before_its_announcement(self):
        record = Initiative(announced="2019", starts="2020")
        edge = DescribedEdge(NetworkEdgeKind.INITIATIVE, Organisation(), Organisation(), record, None)
        self.assertEqual(str(edge.date), "2020")


class ActionLabelFilterTests(TestCase):
    def test_button_of_a_provider_names_it(self):
        action = CallToAction("giver", "https://one.example/", "One & Co")
        self.assertEqual(render("{{ action|action_label }}", action=action), "Contact One &amp; Co")

    def test_only_pages_of_the_record_are_own_pages(self):
        kinds = ("apply", "website", "source", "giver", "")
        self.assertEqual([CallToAction(kind, "").is_own_page for kind in kinds], [True, True, False, False, False])


class CountFilterTests(TestCase):
    def test_number_of_rows_follows_a_heading_in_brackets(self):
        self.assertEqual(render("{{ rows|how_many }}", rows=range(1200)), " (1,200)")

    def test_core_records_are_counted_by_kind(self):
        counts = {"organisation": {"core": 1}, "initiative": {"core": 2}, "collaboration": {"core": 3}}
        text = parse(render("{{ counts|core_sentence }}", counts=counts)).text
        self.assertTrue(text.startswith("Of these, 1 organisation, 2 initiatives and 3 collaborations are core AI."))


class FigureListFilterTests(TestCase):
    def test_figures_are_listed_with_their_dates(self):
        indicator = factories.indicator(values=(("2024", 100), ("2025", 1200)))
        text = render("{{ observations|list_figures }}", observations=indicator.observations.order_by("period"))
        self.assertEqual(text, "2024: 100; 2025: 1,200")


class BreadcrumbTagTests(TestCase):
    def steps(self, tag, **context):
        return [(item.text, item["href"]) for item in parse(render(tag, **context)).select("a")]

    def test_page_can_be_directly_below_home(self):
        self.assertEqual(self.steps('{% breadcrumb "Here" %}'), [("Home", "/en/")])

    def test_page_can_be_below_another(self):
        self.assertEqual(self.steps('{% breadcrumb "Here" "about" _("About") %}')[1:], [("About", "/en/about/")])

    def test_page_can_be_below_a_record(self):
        one = factories.organisation(slug="one", name_en="One")
        self.assertEqual(
            self.steps('{% breadcrumb "Here" parent=one %}', one=one)[1:], [("One", "/en/organisations/one/")]
        )
