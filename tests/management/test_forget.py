"""manage.py forget: personal data of proposals is deleted when its retention time ends."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from ecosystem.models import Proposal
from tests.support import factories

pytestmark = pytest.mark.django_db
PERSONAL_DATA = {
    "email": "reader@example.org",
    "sender": "f" * 64,
    "wrong": "Words.",
    "right": "Words.",
    "changes": {"founded": "1986"},
    "found": {"founded": "1991"},
}


def create_proposal(*, received, decided=None, **values):
    now = timezone.now()
    fate = {} if decided is None else {"fate": "declined", "decided_at": now - timedelta(days=decided), "reason": "R."}
    return factories.proposal(
        factories.organisation(), received_at=now - timedelta(days=received), **fate, **(PERSONAL_DATA | values)
    )


def forget():
    out = StringIO()
    call_command("forget", stdout=out)
    return out.getvalue()


def list_remaining_fields(proposal):
    return {name for name in PERSONAL_DATA if Proposal.objects.values(name).get(pk=proposal.pk)[name]}


WORDS = {"wrong", "right", "changes", "found"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"received": 0}, {"email", "sender", *WORDS}),
        ({"received": 2}, {"email", *WORDS}),
        ({"received": 364}, {"email", *WORDS}),
        ({"received": 366}, WORDS),
        ({"received": 40, "decided": 29}, {"email", *WORDS}),
        ({"received": 40, "decided": 31}, WORDS),
        ({"received": 400, "decided": 366}, set()),
        ({"received": 400, "decided": 366, "shows_words": True}, WORDS),
    ],
)
def test_forget_deletes_only_data_past_its_retention_time(values, expected):
    proposal = create_proposal(**values)
    forget()
    assert list_remaining_fields(proposal) == expected


def test_forget_keeps_decision_and_reason():
    proposal = create_proposal(received=4000, decided=3999)
    forget()
    proposal.refresh_from_db()
    assert (proposal.fate, proposal.reason) == ("declined", "R.")


def test_forget_prints_how_much_it_deleted():
    create_proposal(received=400, decided=366)
    assert forget() == "Email addresses: 1. Hashes: 1. Words: 1.\nAccount events: 0.\n"


def test_new_proposal_deletes_outdated_data_of_older_ones(client, settings):
    settings.PROPOSAL_LEAST_SECONDS = 0
    old = create_proposal(received=400, decided=366)
    from tests.support.proposal_forms import submit_form

    address = f"/en/contribute/?organisation={factories.organisation().slug}"
    submit_form(client, address, wrong="W", right="R", url="https://news.example/")
    assert list_remaining_fields(old) == set()
