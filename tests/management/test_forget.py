"""What is kept of readers goes when its time has come, and nothing else does."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from ecosystem.models import Proposal
from tests.support import factories

pytestmark = pytest.mark.django_db
KEPT = {
    "email": "reader@example.org",
    "sender": "f" * 64,
    "wrong": "Words.",
    "right": "Words.",
    "changes": {"founded": "1986"},
    "found": {"founded": "1991"},
}


def made(*, received, decided=None, **values):
    now = timezone.now()
    fate = {} if decided is None else {"fate": "declined", "decided_at": now - timedelta(days=decided), "reason": "R."}
    return factories.proposal(
        factories.organisation(), received_at=now - timedelta(days=received), **fate, **(KEPT | values)
    )


def forget():
    out = StringIO()
    call_command("forget", stdout=out)
    return out.getvalue()


def left(proposal):
    return {name for name in KEPT if Proposal.objects.values(name).get(pk=proposal.pk)[name]}


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
def test_deletes_what_is_due_and_no_more(values, expected):
    proposal = made(**values)
    forget()
    assert left(proposal) == expected


def test_keeps_what_was_decided_and_why():
    proposal = made(received=4000, decided=3999)
    forget()
    proposal.refresh_from_db()
    assert (proposal.fate, proposal.reason) == ("declined", "R.")


def test_says_how_much_it_deleted():
    made(received=400, decided=366)
    assert forget() == "Email addresses: 1. Hashes: 1. Words: 1.\nAccount events: 0.\n"


def test_needs_no_command_where_proposals_come_in(client, settings):
    settings.PROPOSAL_LEAST_SECONDS = 0
    old = made(received=400, decided=366)
    from tests.support.proposal_forms import submit_form

    address = f"/en/contribute/?organisation={factories.organisation().slug}"
    submit_form(client, address, wrong="W", right="R", url="https://news.example/")
    assert left(old) == set()
