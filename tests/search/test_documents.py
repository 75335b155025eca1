"""Entries of the search index: one for every public page, and no text of records that are not public."""

import re

import pytest

from ecosystem.editing import publishing
from ecosystem.models import (
    RECORD_MODELS,
    Application,
    Collaboration,
    CollaborationKind,
    Indicator,
    Initiative,
    InitiativeKind,
    Organisation,
    Place,
    SearchEntry,
    SearchKind,
    Theme,
)
from ecosystem.search import documents, indexing
from tests.support import factories
from tests.support.search_index import read_rebuilt_search_index, read_search_index

pytestmark = pytest.mark.django_db
# Found in every text of the hidden records, and nowhere else.
SIGN = re.compile("heron|白|鹭", re.IGNORECASE)


class TestSearchEntries:
    def test_exist_exactly_for_rows_with_a_public_page(self, world):
        for status in ("draft", "in_review", "archived"):
            factories.initiative(lead=factories.organisation(status=status), status=status)
            factories.collaboration(status=status)
        indexing.rebuild_search_index()
        public = {(model._meta.model_name, row.pk) for model in RECORD_MODELS for row in model.objects.published()}
        public |= {
            (m._meta.model_name, row.pk) for m in (Application, Indicator, Theme, Place) for row in m.objects.all()
        }
        assert set(SearchEntry.objects.values_list("kind", "target")) == public

    def test_link_to_existing_pages(self, world, client):
        indexing.rebuild_search_index()
        answers = {
            entry.get_absolute_url(): client.get(entry.get_absolute_url()) for entry in SearchEntry.objects.all()
        }
        assert {address for address, answer in answers.items() if answer.status_code != 200} == set()

    def test_exist_for_every_kind(self, world):
        factories.indicator()
        indexing.rebuild_search_index()
        assert set(SearchEntry.objects.values_list("kind", flat=True)) == set(SearchKind.values)


class TestHiddenRecordsInSearchIndex:
    """A record that is not public, related to public records in every possible way."""

    @pytest.fixture(params=["draft", "in_review", "archived"])
    def hidden(self, request, world):
        said = {
            "status": request.param,
            "name_en": "Heron",
            "name_zh_hant": "白鷺",
            "summary_en": "A heron.",
            "summary_zh_hant": "白鷺。",
            "aliases": ["Heron"],
        }
        body = factories.organisation(**said, acronym="HERON", parent=world.university)
        fund = factories.initiative(**said, lead=world.bank, part_of=world.fund)
        said.pop("aliases")
        factories.collaboration(**said, parties=[body, world.bank], initiative=world.fund)
        Organisation.objects.filter(pk=world.laboratory.pk).update(parent=body)
        Initiative.objects.filter(pk=world.call.pk).update(part_of=fund)
        Collaboration.objects.filter(pk=world.pact.pk).update(initiative=fund)
        factories.add_participant(world.fund, body, "partner")
        factories.add_participant(world.pact, body, "partner")
        return body

    def test_rebuilt_index_has_none_of_their_text(self, hidden):
        assert not SIGN.search(str(read_rebuilt_search_index()))

    def test_updated_index_has_none_of_their_text(self, hidden, world):
        read_rebuilt_search_index()
        for record in world.records:
            publishing.conclude_record_change(record)
        assert not SIGN.search(str(read_search_index()))

    def test_prominence_ignores_them(self, hidden, world):
        indexing.rebuild_search_index()
        known = dict(SearchEntry.objects.values_list("slug", "prominence"))
        world.fund.involvements.filter(organisation=hidden).delete()
        world.pact.participations.filter(organisation=hidden).delete()
        indexing.rebuild_search_index()
        assert dict(SearchEntry.objects.values_list("slug", "prominence")) == known


class TestChoiceLabels:
    def test_same_value_of_two_models_has_different_labels(self):
        system, joint = (
            documents.list_choice_labels(kind("deployment")) for kind in (InitiativeKind, CollaborationKind)
        )
        assert (system[0], joint[0]) == ("System", "Joint deployment")
