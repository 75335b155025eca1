"""Proposals of one record, and moving pending proposals to another record."""

from django.test import TestCase

from ecosystem.models import Proposal
from tests.support import factories


class ProposalQuerySetTests(TestCase):
    def test_for_record_finds_proposals_of_that_record_only(self):
        body, fund = factories.organisation(), factories.initiative()
        mine = factories.proposal(body)
        factories.proposal(fund)
        factories.proposal()
        self.assertEqual(list(Proposal.objects.for_record(body)), [mine])

    def test_move_to_record_moves_pending_proposals_only(self):
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
