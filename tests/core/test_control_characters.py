"""Control, bidirectional and invisible characters: refused on input, and harmless in stored data."""

from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import feedparser
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from ecosystem.admin.permissions import build_change_attribution
from ecosystem.core.control_characters import remove_invisible_characters
from ecosystem.editing import publishing
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import Initiative, Organisation, Proposal
from ecosystem.proposals import moderation
from tests.support import factories
from tests.support.proposal_forms import ContributeTestCase, submit_form

# Pasted out of a word processor: where it broke a line.
PASTED = "One\x0btwo\x1f."
SHOWN = "One two ."


class StoredControlCharacterTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        # As they stand where they were stored before anybody refused them.
        lab = factories.organisation(slug="lab")
        closes = (timezone.localdate() + timedelta(days=30)).isoformat()
        fund = factories.initiative(slug="fund", kind="funding", lead=lab, applications_close=closes)
        fund.support.add(factories.support())
        factories.collaboration(parties=[lab, factories.organisation(slug="other")])
        revisions.begin_record_histories()
        Initiative.objects.update(name_en=PASTED, summary_en=PASTED)
        lab.founded = "1990"
        lab.save()
        publishing.conclude_record_change(lab, by=ChangeAttribution("publisher", None, PASTED))
        Organisation.objects.update(name_en=PASTED, summary_en=PASTED)
        factories.rebuild_search_index()

    def feed(self, path):
        response = self.client.get(f"/en/{path}")
        self.assertEqual(response.status_code, 200)
        feed = feedparser.parse(response.content)
        self.assertFalse(feed.bozo)
        return feed

    def test_do_not_break_feeds_of_changes(self):
        for path in ("changes.atom", "organisations/lab/history.atom"):
            with self.subTest(path=path):
                self.assertIn(SHOWN, self.feed(path).entries[0].summary)

    def test_do_not_break_the_feed_of_a_list(self):
        titles = {entry.title for entry in self.feed("organisations.atom").entries}
        self.assertEqual(titles, {SHOWN})

    def test_do_not_break_the_xlsx_file(self):
        response = self.client.get("/en/organisations.xlsx")
        rows = list(load_workbook(BytesIO(response.getvalue()))["organisations"].values)
        self.assertIn(SHOWN, rows[1])

    def test_do_not_break_the_calendar(self):
        response = self.client.get("/en/support.ics")
        (event,) = Calendar.from_ical(response.getvalue()).walk("VEVENT")
        self.assertIn(SHOWN, event["SUMMARY"])
        self.assertNotRegex(response.getvalue().decode(), "[\x0b\x1f]")

    def test_do_not_break_the_network_svg(self):
        drawn = self.client.get("/en/network.svg").content
        ElementTree.fromstring(drawn)  # noqa: S314 - our own picture
        self.assertIn("One two", drawn.decode())

    def test_do_not_break_the_bibtex_file(self):
        self.assertIn(SHOWN, self.client.get("/en/organisations/lab.bib").content.decode())


class BidirectionalControlCharacterTests(TestCase):
    """Characters that change the direction of a text, so that it reads differently from what is stored."""

    TURNED = "gro.knab\u202e and \u2066more\u2069"
    SENTENCE = "There is an invisible character (U+202E) after “gro.knab”. Remove it."

    @classmethod
    def setUpTestData(cls):
        cls.lab = factories.organisation(slug="lab")

    def test_are_refused_in_a_record_and_a_source(self):
        for row, name in ((self.lab, "name_en"), (factories.source(), "title")):
            with self.subTest(name=name):
                setattr(row, name, self.TURNED)
                with self.assertRaises(ValidationError) as caught:
                    row.full_clean()
                self.assertEqual(caught.exception.message_dict, {name: [self.SENTENCE]})

    def test_each_character_is_refused(self):
        for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)):
            with self.subTest(code=f"{code:04X}"):
                self.lab.name_en = f"Lab{chr(code)}"
                with self.assertRaisesMessage(ValidationError, f"U+{code:04X}"):
                    self.lab.full_clean()

    def test_are_removed_from_the_reason_of_a_change(self):
        given = build_change_attribution(User(is_superuser=True), Organisation, reason=self.TURNED)
        self.assertEqual(given.reason, "gro.knab and more")


class ProposalInvisibleCharacterTests(ContributeTestCase):
    def test_removes_bidirectional_and_invisible_characters(self):
        typed = {"wrong": f"{BidirectionalControlCharacterTests.TURNED}\nnot\u200bso", "url": "https://page.example/"}
        self.assertEqual(submit_form(self.client, self.founded, founded="\u202a1990\u202c", **typed).status_code, 302)
        proposal = Proposal.objects.get()
        self.assertEqual(proposal.wrong.splitlines(), ["gro.knab and more", "notso"])
        self.assertEqual(proposal.changes, {"founded": "1990"})


class ControlCharacterValidationTests(TestCase):
    SENTENCE = "There is an invisible character (U+000B) after “One”. Remove it."

    @classmethod
    def setUpTestData(cls):
        cls.lab = factories.organisation(slug="lab")

    def refused(self, **values):
        for name, value in values.items():
            setattr(self.lab, name, value)
        with self.assertRaises(ValidationError) as caught:
            self.lab.full_clean()
        return caught.exception.message_dict

    def test_are_refused_in_every_text_with_their_position(self):
        found = self.refused(name_en=PASTED, summary_zh_hant=PASTED, aliases=["Fine", PASTED])
        self.assertEqual(found, {name: [self.SENTENCE] for name in ("name_en", "summary_zh_hant", "aliases")})

    def test_line_ends_and_tabs_are_accepted(self):
        self.lab.summary_en = "One\n\ttwo and some more words.\r\n"
        self.lab.full_clean()

    def test_are_refused_when_a_proposal_is_applied(self):
        with self.assertRaises(ValidationError) as caught:
            moderation.apply_proposed_values(
                self.lab, {"summary_en": PASTED}, attribution=ChangeAttribution("publisher", None, "Because.")
            )
        self.assertEqual(caught.exception.message_dict, {"summary_en": [self.SENTENCE]})


class TestInvisibleCharacterRemoval:
    @pytest.mark.parametrize(
        "character",
        list("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2066\ufeff\ufe0f\U000e0100"),
        ids=ascii,
    )
    def test_are_removed_from_words(self, character):
        assert remove_invisible_characters(f"Cyber{character}port") == "Cyberport"

    @pytest.mark.parametrize("character", list("\u00ad\u200b\u200c\u200d\u2060\ufeff"), ids=ascii)
    def test_are_removed_between_han_characters(self, character):
        assert remove_invisible_characters(f"數{character}碼港{character}") == "數碼港"

    @pytest.mark.parametrize(
        "text",
        [
            "می\u200cخواهم",
            "क्\u200dष",
            "👩\u200d🔬",
            "❤\ufe0f",
            "1\ufe0f\u20e3",
            "葛\U000e0100城",
            "🏴\U000e0067\U000e007f",
        ],
    )
    def test_stay_where_a_script_or_emoji_needs_them(self, text):
        assert remove_invisible_characters(text) == text
