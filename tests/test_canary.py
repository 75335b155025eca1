"""Unpublished records leave no trace: the public site is identical with and without them."""

import re
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client, TestCase
from openpyxl import load_workbook

from ecosystem.models import Citation, Collaboration, Initiative, Organisation, Theme, edition_cache
from tests.support import addresses, factories
from tests.support.html_pages import fetch_page

HIDDEN = ("draft", "in_review", "archived")
# Stands in every text of what is hidden, and nowhere else.
SIGN = re.compile("canary|金絲雀|金丝雀|cnry", re.IGNORECASE)
NAMES = ("canary", "金絲雀", "金丝雀", "CNRY", "old canary")
# Both scripts of Chinese are one text, so English and one of them show whatever there is to show; the admin shows all.
UNREAD = ("/admin/", "/zh-hans/")
LINK = re.compile(rb'(?:href|action)="(/(?!static/)[^"#]*)(?:#[^"]*)?"(?! hreflang)')


# A list as a file is narrowed by the filters of its page, each of which is read there.
NARROWED_FILE = re.compile(r"/(?:organisations|initiatives|collaborations|sources|changes)\.(?:csv|json|xlsx|atom)\?")


# A form is new at every look, and there is one for each field of each record, which has tests of its own.
NEW_AT_EVERY_LOOK = re.compile(rb'name="(?:csrfmiddlewaretoken|opened)" value="[^"]*"')
FORM_OF_A_FACT = re.compile(r"/contribute/\?")


def get_comparable_body(response):
    """Return the content of a response without what varies; of a workbook, its cells."""
    body = response.getvalue()
    if "spreadsheetml" in response.headers.get("Content-Type", ""):
        book = load_workbook(BytesIO(body), read_only=True)
        return repr([[list(row) for row in sheet.values] for sheet in book]).encode()
    return NEW_AT_EVERY_LOOK.sub(b"", body)


def create_public_records():
    """Create public records of every kind, to which unpublished ones can be related."""
    tasks = [factories.application(), factories.application("traffic")]
    gift, readers = factories.support(), factories.audience()
    for status in HIDDEN:
        # One of each for each status, for what is tied by a single foreign key.
        slug = status.replace("_", "-")
        bank = factories.organisation(slug=f"bank-{slug}", applications=tasks[:1], founded="2001", acronym=f"B{slug}")
        whole = factories.organisation(slug=f"whole-{slug}", kind="university", place=factories.place_abroad())
        part = factories.organisation(slug=f"part-{slug}", parent=whole, kind="startup")
        fund = factories.initiative(
            slug=f"fund-{slug}", lead=bank, applications=tasks, starts="2020", kind="deployment"
        )
        fund.support.add(gift)
        fund.audience.add(readers)
        rule = factories.initiative(slug=f"rule-{slug}", lead=whole, part_of=fund, kind="guideline")
        rule.builds_on.add(fund)
        factories.collaboration(slug=f"pact-{slug}", parties=[bank, part], initiative=fund, announced="2024")
        factories.collaboration(slug=f"free-{slug}", parties=[whole, part], applications=tasks)
        factories.indicator(slug=f"parks-{slug}", organisation=bank)
        factories.indicator(slug=f"lone-{slug}")


def create_unpublished_records(status):
    """Create an unpublished record of each kind with every possible relation to public ones."""
    slug = status.replace("_", "-")
    public = {o.slug.removesuffix(f"-{slug}"): o for o in Organisation.objects.filter(slug__endswith=f"-{slug}")}
    public |= {i.slug.removesuffix(f"-{slug}"): i for i in Initiative.objects.filter(slug__endswith=f"-{slug}")}
    tasks, themes = list(factories.Application.objects.all()), list(Theme.objects.all())

    def build_values(kind):
        texts = {"name_en": f"Canary {kind} {slug}", "name_zh_hant": f"金絲雀{kind}{slug}"}
        texts |= {
            "summary_en": f"A canary {kind}.",
            "summary_zh_hant": "金絲雀。",
            "website": "https://canary.example/",
        }
        common = {"slug": f"canary-{kind}-{slug}", "status": status, "applications": tasks, "themes": themes}
        return texts | common

    names = {"acronym": f"CNRY{status}", "aliases": [f"Old canary {slug}"]}
    body = factories.organisation(
        **build_values("body"),
        **names,
        parent=public["whole"],
        successor=public["bank"],
        founded="2026-11",
        kind="research_centre",
    )
    dates = {"announced": "2026-11", "starts": "2026-11", "ends": "2035"}
    money = {"amount": 10**12, "amount_basis": "total", "currency": "HKD"}
    fund = factories.initiative(
        **build_values("fund"), acronym=f"CNRYF{status}", lead=body, part_of=public["fund"], **dates, **money
    )
    pact = factories.collaboration(
        **build_values("pact"), parties=[body, public["bank"], public["part"]], initiative=public["fund"]
    )
    # From what is public to what is hidden; by update, so that no date of a change is moved.
    alone = Organisation.objects.filter(slug=f"bank-{slug}")
    alone.update(parent=body, successor=body)
    Initiative.objects.filter(slug=f"fund-{slug}").update(part_of=fund)
    Collaboration.objects.filter(slug=f"free-{slug}").update(initiative=fund)
    factories.Indicator.objects.filter(slug=f"lone-{slug}").update(organisation=body)
    public["fund"].builds_on.add(fund)
    fund.builds_on.add(public["fund"])
    fund.support.add(*factories.Support.objects.all())
    fund.audience.add(*factories.Audience.objects.all())
    body.support.add(*factories.Support.objects.all())
    for record, joined, role in (
        (public["fund"], body, "operator"),
        (fund, public["bank"], "funder"),
        (fund, public["part"], "lead"),
        *(
            (shown, body, "host")
            for shown in Collaboration.objects.filter(slug__endswith=f"-{slug}", status="published")
        ),
    ):
        factories.add_participant(record, joined, role)
    shared = public["bank"].citations.first().source
    for kind, record in (("organisation", body), ("initiative", fund), ("collaboration", pact)):
        Citation.objects.create(**{kind: record}, source=shared, position=9, supports=["name"])
        factories.cite(
            record, "summary", title="A canary page", publisher="Canary", url=f"https://canary.example/{record}"
        )


INTRODUCTION = " ".join(f"[told](initiative:canary-fund-{status.replace('_', '-')})" for status in HIDDEN)


def crawl(starts):
    """Fetch every URL and those linked on English pages; return the responses by URL."""
    edition_cache.clear_edition_cache()
    cache.clear()
    client, answers, ahead = Client(), {}, list(starts)
    while ahead:
        address = ahead.pop()
        if address in answers:
            continue
        if NARROWED_FILE.search(address) or FORM_OF_A_FACT.search(address):
            continue
        response = client.get(address)
        body = get_comparable_body(response)
        answers[address] = (response.status_code, body, response.headers.get("Location", ""))
        if address.startswith("/en/"):
            # The same page in another language stands among the public addresses itself.
            ahead += [found.decode().replace("&amp;", "&") for found in LINK.findall(body)]
    return answers


def create_all_unpublished_records():
    """Create unpublished records of every kind and status, related to the public ones."""
    for status in HIDDEN:
        create_unpublished_records(status)
    factories.rebuild_search_index()
    Theme.objects.update(introduction_en=INTRODUCTION)


# Reads the whole site twice; what is hidden, one public rule decides on either database.
@pytest.mark.slow
class UnpublishedRecordCrawlTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        create_public_records()
        factories.rebuild_search_index()
        Theme.objects.update(introduction_en="told told told")
        starts = [address for address in addresses.list_public_paths() if not address.startswith(UNREAD)]
        cls.before = crawl(starts)
        create_all_unpublished_records()
        cls.after = crawl(starts)

    def test_no_new_page_is_linked(self):
        self.assertEqual(set(self.after) - set(self.before), set())

    def test_no_public_page_is_missing(self):
        self.assertEqual(set(self.before) - set(self.after), set())

    def test_no_page_contains_unpublished_text(self):
        found = [address for address, (_s, body, _l) in self.after.items() if SIGN.search(address + body.decode())]
        self.assertEqual(found, [])

    def test_no_page_changes(self):
        changed = [address for address in self.before if self.before[address] != self.after.get(address)]
        self.assertEqual(changed, [])


class UnpublishedRecordLeakTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        create_public_records()
        create_all_unpublished_records()

    def test_filters_do_not_offer_unpublished_records(self):
        offered = [
            choice
            for path in addresses.LIST_VIEWS
            for choice in addresses.list_filter_choices(path)
            if SIGN.search(choice[1])
        ]
        self.assertEqual(offered, [])

    def test_unpublished_filter_value_is_treated_as_unknown(self):
        for path, name, slug in (
            ("organisations", "parent", "canary-body-draft"),
            ("initiatives", "body", "canary-body-in-review"),
            ("collaborations", "organisation", "canary-body-archived"),
            ("collaborations", "initiative", "canary-fund-draft"),
        ):
            with self.subTest(path=path, name=name):
                known, unknown = (
                    self.client.get(f"/en/{path}/?{name}={value}").content for value in (slug, "nobody-x")
                )
                self.assertEqual(known.decode().replace(slug, "nobody-x"), unknown.decode())

    def test_list_search_does_not_find_unpublished_names(self):
        for path in addresses.LIST_VIEWS:
            for text in NAMES:
                with self.subTest(path=path, text=text):
                    page = fetch_page(self.client, f"/en/{path}?{urlencode({'q': text})}")
                    self.assertEqual([number.text for number in page.select("b.numeric")], ["0"])
                    # Nothing of another kind matches either.
                    self.assertNotRegex(page.text, r"\d \w+ also")

    def test_site_search_does_not_find_unpublished_names(self):
        for text in NAMES:
            with self.subTest(text=text):
                self.assertEqual(fetch_page(self.client, f"/en/search/?{urlencode({'q': text})}").rows, [])

    def test_spelling_suggestions_do_not_contain_unpublished_names(self):
        for text in ("canarry", "cnaary", "金絲省"):
            with self.subTest(text=text):
                body = self.client.get(f"/zh-hant/search/?{urlencode({'q': text})}").content.decode()
                self.assertNotRegex(body, SIGN)

    def test_search_suggestions_do_not_contain_unpublished_names(self):
        for typed in ("can", "cana", "canarry", "金", "金丝", "CNR", "CNRYFdraft", "old c"):
            with self.subTest(typed=typed):
                answer = self.client.get(f"/en/search/suggestions/?{urlencode({'q': typed})}").json()
                self.assertNotRegex(str(answer[1:]), SIGN)

    def test_unpublished_page_equals_that_of_an_unknown_slug(self):
        for kind, name in (("organisations", "body"), ("initiatives", "fund"), ("collaborations", "pact")):
            for status in ("draft", "in-review"):
                slug = f"canary-{name}-{status}"
                with self.subTest(slug=slug):
                    hidden, nothing = (self.client.get(f"/en/{kind}/{s}/") for s in (slug, "nothing"))
                    self.assertEqual(
                        (hidden.status_code, hidden.content.decode().replace(slug, "nothing")),
                        (404, nothing.content.decode()),
                    )
