"""The life of a record: each verb, where it leads, and what it refuses."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from ecosystem.editing import publishing
from ecosystem.models import Organisation, editions
from tests.support import factories

pytestmark = pytest.mark.django_db
MAKE = {
    "organisation": factories.organisation,
    "initiative": factories.initiative,
    "collaboration": factories.collaboration,
}
STATUSES = ["draft", "in_review", "published", "archived"]


@pytest.fixture(params=MAKE)
def make(request):
    """What makes a record of a kind."""
    return MAKE[request.param]


def again(record):
    return type(record).objects.get(pk=record.pk)


def refusing(text=None):
    return pytest.raises(ValidationError, match=text)


class TestMoves:
    """Which verb leads from which status to which."""

    @pytest.mark.parametrize(
        ("verb", "allowed", "to"),
        [
            (publishing.submit_for_review, {"draft"}, "in_review"),
            (publishing.send_back_to_editor, {"in_review"}, "draft"),
            (publishing.publish_record, {"draft", "in_review", "archived"}, "published"),
            (publishing.archive_record, {"published"}, "archived"),
        ],
    )
    @pytest.mark.parametrize("status", STATUSES)
    def test_go_only_where_they_may(self, make, verb, allowed, to, status):
        record = make(status=status)
        if status in allowed:
            verb(record)
        else:
            with refusing("You cannot do this because"):
                verb(record)
        assert again(record).status == (to if status in allowed else status)

    @pytest.mark.parametrize(
        "verb",
        [
            publishing.submit_for_review,
            publishing.send_back_to_editor,
            publishing.publish_record,
            publishing.archive_record,
        ],
    )
    def test_leave_the_record_in_hand_as_it_was_when_they_refuse(self, verb):
        status = {publishing.submit_for_review: "published", publishing.publish_record: "published"}.get(verb, "draft")
        record = factories.organisation(status=status)
        before = vars(again(record)) | {"_state": None}
        held = again(record)
        with refusing():
            verb(held)
        assert vars(held) | {"_state": None} == before

    @pytest.mark.parametrize(
        ("verb", "status"),
        [
            (publishing.submit_for_review, "draft"),
            (publishing.publish_record, "draft"),
            (publishing.archive_record, "published"),
        ],
    )
    def test_say_when_the_record_changed(self, verb, status):
        record = factories.organisation(status=status)
        with time_machine.travel("2027-01-01T00:00:00+00:00", tick=False):
            verb(record)
            assert again(record).updated_at == timezone.now()


class TestPublish:
    def test_refuses_what_has_an_obstacle(self):
        record = factories.organisation(status="draft", themes=[], place=None)
        with refusing() as caught:
            publishing.publish_record(record)
        assert caught.value.messages == ["It has no theme.", "It has no location."]

    def test_says_when_it_became_public(self):
        record = factories.organisation(status="draft")
        with time_machine.travel("2027-01-01T00:00:00+00:00", tick=False):
            publishing.publish_record(record)
            assert again(record).published_at == timezone.now()

    def test_keeps_the_first_day_of_what_comes_back(self):
        record = factories.organisation()
        first = again(record).published_at
        publishing.archive_record(record)
        publishing.publish_record(record)
        assert again(record).published_at == first

    def test_raises_the_edition(self, make):
        record = make(status="draft")
        before = editions.read_edition_number()
        publishing.publish_record(record)
        assert editions.read_edition_number() == before + 1

    def test_lets_only_the_first_of_two_editors_through(self):
        record = factories.organisation(status="in_review")
        one, other = again(record), again(record)
        publishing.send_back_to_editor(one)
        publishing.submit_for_review(again(record))
        publishing.publish_record(again(record))
        with refusing("is now “Published”"):
            publishing.publish_record(other)


class TestArchive:
    def test_raises_the_edition(self):
        record = factories.organisation()
        before = editions.read_edition_number()
        publishing.archive_record(record)
        assert editions.read_edition_number() == before + 1

    def test_refuses_the_only_lead_of_public_initiatives_and_lists_them(self):
        body = factories.organisation()
        factories.initiative(name_en="Fund A", lead=body)
        factories.initiative(name_en="Fund B", lead=body)
        with refusing() as caught:
            publishing.archive_record(body)
        assert sorted(caught.value.messages) == [
            "“Fund A”: No published organisation leads or operates it.",
            "“Fund B”: No published organisation leads or operates it.",
        ]

    def test_refuses_one_of_two_parties_of_a_public_collaboration(self):
        body = factories.organisation()
        factories.collaboration(name_en="Joint laboratory", parties=[body, factories.organisation()])
        with refusing("“Joint laboratory”: It has fewer than two published participants."):
            publishing.archive_record(body)

    @pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
    def test_refuses_what_an_introduction_links_to(self, make):
        record = make()
        link = f"[It]({record._meta.model_name}:{record.slug})"
        factories.theme("smart-city", introduction_en="Nothing.", introduction_zh_hant=link)
        with refusing("The introduction to “Smart city” links to this record."):
            publishing.archive_record(record)

    def test_leaves_a_refused_record_public(self):
        body = factories.organisation()
        factories.initiative(lead=body)
        before = editions.read_edition_number()
        with refusing():
            publishing.archive_record(body)
        assert (body.status, again(body).status, editions.read_edition_number()) == ("published", "published", before)

    def test_lets_a_body_go_that_others_can_do_without(self):
        body, other = factories.organisation(), factories.organisation()
        factories.add_participant(factories.initiative(lead=body), other, "operator")
        factories.collaboration(parties=[body, other, factories.organisation()])
        factories.initiative(lead=body, status="draft")
        publishing.archive_record(body)
        assert again(body).status == "archived"


class TestDelete:
    @pytest.mark.parametrize("status", ["draft", "in_review"])
    def test_takes_a_record_that_never_was_public(self, make, status):
        record = make(status=status)
        publishing.delete_unpublished_record(record)
        assert not type(record).objects.filter(slug=record.slug).exists()

    @pytest.mark.parametrize("status", ["published", "archived"])
    def test_refuses_what_was_public_once(self, make, status):
        record = make(status=status)
        with refusing("has been public. Archive it instead"):
            publishing.delete_unpublished_record(record)

    def test_refuses_what_somebody_else_has_published_meanwhile(self):
        held = factories.organisation(status="in_review")
        publishing.publish_record(again(held))
        with refusing("has been public"):
            publishing.delete_unpublished_record(held)

    def test_refuses_a_body_that_takes_part_in_something(self):
        body = factories.organisation(status="draft")
        factories.initiative(name_en="Fund A", lead=body, status="draft")
        with refusing("Fund A"):
            publishing.delete_unpublished_record(body)


class TestConclude:
    def test_refuses_a_public_record_that_lacks_something_now(self):
        record = factories.organisation()
        record.themes.clear()
        with refusing("It has no theme."):
            publishing.conclude_record_change(record)

    def test_looks_at_what_the_database_holds_now(self):
        record = Organisation.objects.for_publishing_check().get(pk=factories.organisation().pk)
        list(record.citations.all())
        again(record).citations.all().delete()
        with refusing("It has no source."):
            publishing.conclude_record_change(record)

    @pytest.mark.parametrize(("status", "rise"), [("published", 1), ("draft", 0)])
    def test_raises_the_edition_for_what_the_public_sees(self, status, rise):
        record = factories.organisation(status=status)
        before = editions.read_edition_number()
        publishing.conclude_record_change(record)
        assert editions.read_edition_number() == before + rise

    def test_lets_a_draft_lack_anything(self):
        record = factories.organisation(status="draft", themes=[], place=None, is_sourced=False)
        with time_machine.travel("2027-01-01T00:00:00+00:00", tick=False):
            publishing.conclude_record_change(record)
            assert again(record).updated_at == timezone.now()
