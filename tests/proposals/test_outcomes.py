"""Links from an accepted proposal to the recorded change and the new source."""

from django.contrib.auth.models import User
from django.test import TestCase

from ecosystem.editing import publishing
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import Source
from ecosystem.proposals import moderation
from tests.support import factories
from tests.support.html_pages import fetch_page

PAGE = {"url": "https://register.example/", "title": "The register", "publisher": "A registry", "grade": "official"}


class ProposalOutcomeLinkTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(slug="body", founded="1991")
        factories.cite(cls.body, "summary", title="Another page")
        revisions.begin_record_histories()

    def accept(self, values=None, **said):
        proposal = factories.proposal(self.body, changes={"founded": "1986"}, found={"founded": "1991"})
        seen = {
            "seen": moderation.get_proposal_version(proposal),
            "record_seen": publishing.get_record_version(self.body),
        }
        by = User.objects.get_or_create(username="senior-editor")[0]
        moderation.accept_proposal(
            proposal, by=by, values=values or {"founded": "1986"}, reason="So it says.", **seen, **said
        )
        return proposal

    def links(self, proposal):
        return [a["href"] for a in fetch_page(self.client, proposal.get_absolute_url()).one("dl.facts").select("a")]

    def test_accepted_proposal_links_to_its_change(self):
        proposal = self.accept(is_supported=True)
        change = self.body.changes.newest_first().first()
        self.assertIn(f"/en/organisations/body/history/{change.pk}/", self.links(proposal))

    def test_accepted_proposal_links_to_its_new_source_only(self):
        proposal = self.accept(source=PAGE)
        sources = [link for link in self.links(proposal) if "/sources/" in link]
        self.assertEqual(sources, [f"/en/sources/{Source.objects.get(url=PAGE['url']).pk}/"])

    def test_proposal_does_not_link_to_other_changes(self):
        proposal = factories.proposal(self.body)
        moderation.decline_proposal(
            proposal, by=None, seen=moderation.get_proposal_version(proposal), reason="It does not say so."
        )
        self.body.founded = "1980"
        self.body.save()
        publishing.conclude_record_change(self.body, by=ChangeAttribution("reader", None, "Another proposal."))
        self.assertEqual([link for link in self.links(proposal) if "/history/" in link], [])
