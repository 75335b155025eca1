"""Which proposals are about a record, and how those that wait go over to another."""

from django.test import TestCase

from ecosystem.models import Proposal
from tests.support import factories


class AboutTests(TestCase):
    def test_finds_those_of_one_record(self):
        body, fund = factories.organisation(), factories.initiative()
        mine = factories.proposal(body)
        factories.proposal(fund)
        factories.proposal()
        self.assertEqual(list(Proposal.objects.for_record(body)), [mine])

    def test_hands_over_what_waits_and_leaves_what_was_decided(self):
        body, into = factories.organisation(), factories.organisation()
        waiting, decided = (
            factories.proposal(body),
            factories.proposal(body, fate="declined", decided_at="2026-11-01T00:00Z"),
        )
        before = waiting.changed_at
        Proposal.objects.open().for_record(body).move_to_record(into)
        waiting.refresh_from_db()
        decided.refresh_from_db()
        self.assertEqual((waiting.record, decided.record), (into, body))
        # Whoever looks at it meanwhile looks anew.
        self.assertGreater(waiting.changed_at, before)
