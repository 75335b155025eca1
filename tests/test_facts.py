"""The facts of the directory: their number, their content and the format of their files."""

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.conf import settings

from ecosystem.core.markdown import find_markdown_links, find_unlinked_numbers
from ecosystem.editing import publishing
from ecosystem.editing.loading.dump import FACT_FILES
from ecosystem.exports.releases import build
from ecosystem.models import (
    RECORD_MODELS,
    Application,
    Citation,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
    Place,
    Source,
    Theme,
)
from tests.support.facts import FactsTestCase

# Noon in Hong Kong of the day on which the numbers below were counted.
NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Hong_Kong"))
# What a citation must bear out wherever it is filled.
BORNE_OUT = {
    "organisation": ["founded", "closed"],
    "initiative": ["announced", "starts", "ends", "applications_close", "amount", "bodies"],
    "collaboration": ["announced", "starts", "ends", "participants"],
}
STATES = {
    "unconfirmed": 74,
    "undated": 64,
    "in_service": 56,
    "open": 47,
    "in_force": 28,
    "announced": 23,
    "closed": 7,
}
# Bodies of the mainland and of the Greater Bay Area with which CUHK, or one of its parts, works.
CUHK_PARTNERS = {
    "agibot",
    "cas",
    "microsoft-research-asia",
    "shanghai-academy-of-spaceflight-technology",
    "shanghai-ai-laboratory",
    "shenzhen-loop-area-institute",
    "shenzhen-municipal-government",
    "siat",
    "tsinghua-university",
    "unitree-robotics",
}
SUBSIDY_BODIES = {("itib", "lead"), ("cyberport", "operator"), ("aiss-committee", "operator")}


class FactCountTests(FactsTestCase):
    def test_row_counts_are_as_recorded(self):
        counts = {
            Organisation: 426,
            Initiative: 299,
            Collaboration: 165,
            Place: 84,
            Indicator: 103,
            Observation: 229,
            Source: 1526,
            Citation: 2363,
            InitiativeBody: 494,
            Participation: 430,
            Theme: 6,
            Application: 37,
        }
        for model, number in counts.items():
            with self.subTest(model=model.__name__):
                self.assertEqual(model.objects.count(), number)

    def test_every_record_is_published(self):
        for model in RECORD_MODELS:
            with self.subTest(model=model.__name__):
                self.assertEqual(model.objects.published().count(), model.objects.count())

    def test_initiatives_by_state_are_as_recorded(self):
        with time_machine.travel(NOON, tick=False):
            counts = Counter(Initiative.objects.with_state().values_list("state", flat=True))
        print(*(f"{state}: {number}" for state, number in counts.most_common()), sep="\n")  # noqa: T201 - wanted with -s
        self.assertEqual(counts, STATES)

    def test_every_state_sentence_but_undated_has_a_year(self):
        initiatives = Initiative.objects.published().with_state().prefetch_related("support").with_sources()
        undated = {record.slug for record in initiatives if not re.search(r"\d{4}", record.state_sentence)}
        self.assertEqual(undated, {record.slug for record in initiatives if record.state == "undated"})

    def test_no_rule_announced_long_ago_is_only_announced(self):
        rules = Initiative.objects.filter(kind__in=["strategy", "guideline"])
        with time_machine.travel(NOON, tick=False):
            announced = rules.with_state().filter(state="announced")
            old = [rule.slug for rule in announced if rule.announced and rule.announced.text < "2025-11-24"]
        self.assertEqual(old, [])

    def test_release_contains_every_row(self):
        with TemporaryDirectory() as folder:
            release = build.create_release(Path(folder))
            counts = {
                model._meta.model_name + "s": model.objects.count() for model in (*RECORD_MODELS, Source, Citation)
            }
            self.assertEqual({name: release.counts[name] for name in counts}, counts)


class FactSourceTests(FactsTestCase):
    def test_published_records_have_no_publishing_obstacle(self):
        for model in RECORD_MODELS:
            for record in model.objects.published().for_publishing_check():
                with self.subTest(record=record.slug):
                    self.assertEqual(list(publishing.find_publishing_obstacles(record)), [])

    def test_dates_amounts_and_participants_are_sourced(self):
        for model in RECORD_MODELS:
            kind = model._meta.model_name
            borne_out = {}
            for pk, supports in Citation.objects.filter(**{f"{kind}__isnull": False}).values_list(kind, "supports"):
                borne_out.setdefault(pk, set()).update(supports)
            for record in model.objects.all():
                filled = {
                    name for name in BORNE_OUT[kind] if name in ("bodies", "participants") or getattr(record, name)
                }
                with self.subTest(record=record.slug):
                    self.assertLessEqual(filled, borne_out[record.pk])

    def test_every_source_is_cited_or_has_an_observation(self):
        self.assertFalse(Source.objects.filter(citations=None, observations=None).exists())

    def test_sources_of_observations_are_cited_by_their_indicator(self):
        for observation in Observation.objects.select_related("indicator"):
            with self.subTest(observation=str(observation)):
                self.assertTrue(observation.indicator.citations.filter(source=observation.source_id).exists())

    def test_citations_name_only_fields_of_their_record(self):
        for citation in Citation.objects.select_related("organisation", "initiative", "collaboration", "indicator"):
            with self.subTest(citation=citation.pk):
                self.assertLessEqual({*citation.supports, *citation.disputes}, set(citation.record.bearable_fields))


class FactContentTests(FactsTestCase):
    def test_users_of_fraud_detection_are_known(self):
        applications = Application.objects.filter(slug="fraud-detection")
        users = set(Organisation.objects.related_to_applications(applications, ["uses"]).values_list("slug", flat=True))
        self.assertLessEqual({"hsbc", "hang-seng-bank", "za-bank", "welab", "police"}, users)
        self.assertNotIn("hkma", users)

    def test_mainland_partners_of_cuhk_are_as_recorded(self):
        across = Collaboration.objects.joined_by(Organisation.objects.filter(slug="cuhk")).reaching(
            ["greater_bay_area", "mainland"]
        )
        partners = {
            party.organisation.slug
            for row in across.with_participations()
            for party in row.public_participations
            if party.organisation.region in ("greater_bay_area", "mainland")
        }
        self.assertEqual(partners, CUHK_PARTNERS)

    def test_ai_subsidy_scheme_has_its_organisations_and_amount(self):
        scheme = Initiative.objects.get(slug="ai-subsidy-scheme")
        bodies = set(scheme.involvements.values_list("organisation__slug", "role"))
        self.assertEqual(bodies, SUBSIDY_BODIES)
        self.assertEqual((scheme.amount, scheme.currency, scheme.amount_basis), (3_000_000_000, "HKD", "total"))

    def test_theme_introductions_link_only_to_published_records(self):
        for theme in Theme.objects.all():
            for text in (theme.introduction_en, theme.introduction_zh_hant):
                with self.subTest(theme=theme.slug, text=text[:20]):
                    self.assertEqual(find_unlinked_numbers(text), [])
                    self.assertTrue(text)
                    for kind, slug in find_markdown_links(text):
                        model = apps.get_model("ecosystem", kind)
                        self.assertTrue(model.objects.published().filter(slug=slug).exists(), f"{kind}:{slug}")

    def test_every_row_is_valid(self):
        for model in [Place, Source, Indicator, Observation, Theme, Application]:
            for row in model.objects.all():
                with self.subTest(row=str(row)):
                    row.clean_fields()
                    row.clean()


FILE_NAMES = [f"{number:02d}_{name}" for number, name in enumerate(FACT_FILES, start=1)]


@pytest.fixture(params=FILE_NAMES)
def fixture(request):
    """A fact file: its model, its lines and its objects."""
    text = (settings.FIXTURES_DIR / f"{request.param}.json").read_text(encoding="utf-8")
    return FACT_FILES[request.param[3:]], text.splitlines(), json.loads(text)


class TestFactFileFormat:
    def test_folder_has_exactly_the_fact_files(self):
        assert sorted(path.stem for path in settings.FIXTURES_DIR.iterdir()) == FILE_NAMES

    def test_every_line_is_one_object(self, fixture):
        _model, (first, *rows, last), objects = fixture
        assert (first, last) == ("[", "]")
        assert [json.loads(row.removesuffix(",")) for row in rows] == objects

    def test_objects_are_sorted_by_natural_key(self, fixture):
        model, _rows, objects = fixture
        names = model.natural_key_fields if model is not Citation else (*model.natural_key_fields[:-1], "position")
        keys = [[json.dumps(found["fields"][name], ensure_ascii=False).zfill(4) for name in names] for found in objects]
        assert keys == sorted(keys)

    def test_every_stored_column_is_included(self, fixture):
        # The number, what is computed, and what the checks of links need to know are none.
        model, _rows, objects = fixture
        lists = [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]
        columns = [field for field in model._meta.concrete_fields if not field.primary_key and field.serialize]
        expected = {field.name for field in [*columns, *lists]}
        required = expected.difference(model.omitted_defaults)
        assert all(required <= found["fields"].keys() <= expected for found in objects)

    def test_relations_are_natural_keys(self, fixture):
        model, _rows, objects = fixture
        one = [field.name for field in model._meta.concrete_fields if field.is_relation]
        many = [
            field.name for field in model._meta.many_to_many if any(field.name in found["fields"] for found in objects)
        ]
        for found in objects:
            keys = [found["fields"][name] for name in one if found["fields"][name] is not None]
            keys += [key for name in many for key in found["fields"].get(name, ())]
            assert found.keys() == {"model", "fields"}
            assert all(isinstance(key, list) and all(isinstance(part, str) for part in key) for key in keys)
