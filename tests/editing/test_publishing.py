"""Publishing operations: status transitions and what each operation refuses."""

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
    """The factory of a kind of record."""
    return MAKE[request.param]


def reload(record):
    return type(record).objects.get(pk=record.pk)


def raises_validation_error(text=None):
    return pytest.raises(ValidationError, match=text)


class TestStatusTransitions:
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
    def test_only_allowed_transitions_succeed(self, make, verb, allowed, to, status):
        record = make(status=status)
        if status in allowed:
            verb(record)
        else:
            with raises_validation_error("You cannot do this because"):
                verb(record)
        assert reload(record).status == (to if status in allowed else status)

    @pytest.mark.parametrize(
        "verb",
        [
            publishing.submit_for_review,
            publishing.send_back_to_editor,
            publishing.publish_record,
            publishing.archive_record,
        ],
    )
    def test_refused_transition_leaves_the_instance_unchanged(self, verb):
        status = {publishing.submit_for_review: "published", publishing.publish_record: "published"}.get(verb, "draft")
        record = factories.organisation(status=status)
        before = vars(reload(record)) | {"_state": None}
        held = reload(record)
        with raises_validation_error():
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
    def test_transition_sets_updated_at(self, verb, status):
        record = factories.organisation(status=status)
        with time_machine.travel("2027-01-01T00:00:00+00:00", tick=False):
            verb(record)
            assert reload(record).updated_at == timezone.now()


class TestPublishRecord:
    def test_incomplete_record_is_refused(self):
        record = factories.organisation(status="draft", themes=[], place=None)
        with raises_validation_error() as caught:
            publishing.publish_record(record)
        assert caught.value.messages == ["It has no theme.", "It has no location."]

    def test_published_at_is_set(self):
        record = factories.organisation(status="draft")
        with time_machine.travel("2027-01-01T00:00:00+00:00", tick=False):
            publishing.publish_record(record)
            assert reload(record).published_at == timezone.now()

    def test_published_at_is_kept_when_published_again(self):
        record = factories.organisation()
        first = reload(record).published_at
        publishing.archive_record(record)
        publishing.publish_record(record)
        assert reload(record).published_at == first

    def test_publishing_increments_the_edition(self, make):
        record = make(status="draft")
        before = editions.read_edition_number()
        publishing.publish_record(record)
        assert editions.read_edition_number() == before + 1

    def test_stale_instance_is_refused(self):
        record = factories.organisation(status="in_review")
        one, other = reload(record), reload(record)
        publishing.send_back_to_editor(one)
        publishing.submit_for_review(reload(record))
        publishing.publish_record(reload(record))
        with raises_validation_error("is now “Published”"):
            publishing.publish_record(other)


class TestArchiveRecord:
    def test_archiving_increments_the_edition(self):
        record = factories.organisation()
        before = editions.read_edition_number()
        publishing.archive_record(record)
        assert editions.read_edition_number() == before + 1

    def test_only_lead_of_published_initiatives_is_refused(self):
        body = factories.organisation()
        factories.initiative(name_en="Fund A", lead=body)
        factories.initiative(name_en="Fund B", lead=body)
        with raises_validation_error() as caught:
            publishing.archive_record(body)
        assert sorted(caught.value.messages) == [
            "“Fund A”: No published organisation leads or operates it.",
            "“Fund B”: No published organisation leads or operates it.",
        ]

    def test_one_of_two_participants_of_a_collaboration_is_refused(self):
        body = factories.organisation()
        factories.collaboration(name_en="Joint laboratory", parties=[body, factories.organisation()])
        with raises_validation_error("“Joint laboratory”: It has fewer than two published participants."):
            publishing.archive_record(body)

    @pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
    def test_record_linked_in_a_theme_introduction_is_refused(self, make):
        record = make()
        link = f"[It]({record._meta.model_name}:{record.slug})"
        factories.theme("smart-city", introduction_en="Nothing.", introduction_zh_hant=link)
        with raises_validation_error("The introduction to “Smart city” links to this record."):
            publishing.archive_record(record)

    def test_refused_record_stays_published(self):
        body = factories.organisation()
        factories.initiative(lead=body)
        before = editions.read_edition_number()
        with raises_validation_error():
            publishing.archive_record(body)
        assert (body.status, reload(body).status, editions.read_edition_number()) == ("published", "published", before)

    def test_organisation_that_is_not_needed_is_archived(self):
        body, other = factories.organisation(), factories.organisation()
        factories.add_participant(factories.initiative(lead=body), other, "operator")
        factories.collaboration(parties=[body, other, factories.organisation()])
        factories.initiative(lead=body, status="draft")
        publishing.archive_record(body)
        assert reload(body).status == "archived"


class TestDeleteUnpublishedRecord:
    @pytest.mark.parametrize("status", ["draft", "in_review"])
    def test_unpublished_record_is_deleted(self, make, status):
        record = make(status=status)
        publishing.delete_unpublished_record(record)
        assert not type(record).objects.filter(slug=record.slug).exists()

    @pytest.mark.parametrize("status", ["published", "archived"])
    def test_published_or_archived_record_is_refused(self, make, status):
        record = make(status=status)
        with raises_validation_error("has been public. Archive it instead"):
            publishing.delete_unpublished_record(record)

    def test_record_published_in_the_meantime_is_refused(self):
        held = factories.organisation(status="in_review")
        publishing.publish_record(reload(held))
        with raises_validation_error("has been public"):
            publishing.delete_unpublished_record(held)

    def test_organisation_with_participations_is_refused(self):
        body = factories.organisation(status="draft")
        factories.initiative(name_en="Fund A", lead=body, status="draft")
        with raises_validation_error("Fund A"):
            publishing.delete_unpublished_record(body)


class TestConcludeRecordChange:
    def test_incomplete_published_record_is_refused(self):
        record = factories.organisation()
        record.themes.clear()
        with raises_validation_error("It has no theme."):
            publishing.conclude_record_change(record)

    def test_current_database_state_is_checked(self):
        record = Organisation.objects.for_publishing_check().get(pk=factories.organisation().pk)
        list(record.citations.all())
        reload(record).citations.all().delete()
        with raises_validation_error("It has no source."):
            publishing.conclude_record_change(record)

    @pytest.mark.parametrize(("status", "rise"), [("published", 1), ("draft", 0)])
    def test_edition_is_incremented_for_published_records_only(self, status, rise):
        record = factories.organisation(status=status)
        before = editions.read_edition_number()
        publishing.conclude_record_change(record)
        assert editions.read_edition_number() == before + rise

    def test_incomplete_draft_is_accepted(self):
        record = factories.organisation(status="draft", themes=[], place=None, is_sourced=False)
        with time_machine.travel("2027-01-01T00:00:00+00:00", tick=False):
            publishing.conclude_record_change(record)
            assert reload(record).updated_at == timezone.now()
