"""Security of every page: content security policy, cookies, inline code and escaping."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, SimpleTestCase, TestCase

from ecosystem.models import Initiative, Organisation, Source
from tests.support import addresses, factories
from tests.support.html_pages import Page, fetch_page

TEMPLATES = Path(__file__).parents[1] / "templates"
HANDLER = re.compile(r"""<[^>]*\s(style|on[a-z]+)\s*=""", re.IGNORECASE)
# Data for machines is no script, whatever its element is called; no browser runs it.
INLINE = re.compile(r'<style|<script(?![^>]*\stype="application/(?:ld\+)?json">)(?![^>]*\ssrc=)', re.IGNORECASE)
# What somebody sends from there is sent in nobody else's name.
WITH_COOKIE = {"/accounts/login/", "/accounts/password/reset/", *addresses.add_language_prefixes(addresses.FORM_PAGES)}
MARKUP = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def create_public_records():
    """Create one published record of each kind."""
    body = factories.organisation(slug="body", founded="2001")
    factories.initiative(slug="fund", lead=body, starts="2020", apply_url="https://apply.example/")
    factories.collaboration(slug="pact", parties=[body, factories.organisation()])
    factories.indicator(organisation=body)


# Reads every page in three languages; headers do not depend on the database.
@pytest.mark.slow
class EveryResponseSecurityTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        create_public_records()
        factories.organisation(slug="gone", status="archived")
        paths = [
            *addresses.PAGES,
            *addresses.FORM_PAGES,
            *addresses.list_detail_paths(),
            *addresses.ERROR_PAGES,
            "organisations/gone/",
            "initiatives/?kind=tax",
        ]
        cls.answers = {
            address: Client().get(address)
            for address in [
                *addresses.PATHS_WITHOUT_LANGUAGE,
                *addresses.add_language_prefixes(paths),
                "/tc/",
                "/organisations/",
            ]
        }

    def test_content_security_policy_is_strict(self):
        for address, answer in self.answers.items():
            with self.subTest(address=address):
                policy = dict(rule.split(" ", 1) for rule in answer["Content-Security-Policy"].split("; "))
                strict = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "base-uri": "'none'"}
                framed = {"frame-ancestors": "'none'", "form-action": "'self'"}
                self.assertLessEqual((strict | framed).items(), policy.items())

    def test_content_type_options_and_referrer_policy_are_set(self):
        wanted = ("nosniff", "strict-origin-when-cross-origin")
        for address, answer in self.answers.items():
            with self.subTest(address=address):
                self.assertEqual((answer["X-Content-Type-Options"], answer["Referrer-Policy"]), wanted)

    def test_cookies_are_set_only_on_pages_with_a_form(self):
        setting = {address for address, answer in self.answers.items() if answer.cookies}
        self.assertEqual(setting, WITH_COOKIE)

    def test_no_session_is_started(self):
        for address, answer in self.answers.items():
            with self.subTest(address=address):
                has_cookie = address in WITH_COOKIE
                self.assertEqual("Cookie" in answer.headers.get("Vary", ""), has_cookie)
                self.assertNotIn("sessionid", answer.cookies)

    def test_html_has_no_inline_code(self):
        for address, answer in self.answers.items():
            with self.subTest(address=address):
                text = answer.content.decode()
                self.assertEqual((HANDLER.findall(text), INLINE.findall(text)), ([], []))

    def test_page_has_at_most_one_autofocus(self):
        for address, answer in self.answers.items():
            with self.subTest(address=address):
                # Most pages do without, and are not parsed for it.
                focused = Page(answer).select("[autofocus]") if b"autofocus" in answer.content else []
                self.assertLessEqual(len(focused), 1)

    def test_only_static_files_of_the_site_are_loaded(self):
        for address, answer in self.answers.items():
            if (
                answer.headers.get("Content-Type", "").startswith("text/html")
                and answer.content
                and not address.startswith("/accounts/")
            ):
                with self.subTest(address=address):
                    page = Page(answer)
                    loaded = [e["src"] for e in page.select("[src]")]
                    loaded += [e["href"] for e in page.select("link[rel=stylesheet]")]
                    self.assertEqual([url for url in loaded if not url.startswith("/static/")], [])


class TemplateSecurityTests(SimpleTestCase):
    def test_templates_have_no_inline_code(self):
        for template in sorted(TEMPLATES.rglob("*.html")):
            with self.subTest(template=str(template.relative_to(TEMPLATES))):
                text = template.read_text()
                self.assertEqual((HANDLER.findall(text), INLINE.findall(text)), ([], []))

    def test_templates_do_not_disable_escaping(self):
        for template in sorted(TEMPLATES.rglob("*.html")):
            with self.subTest(template=str(template.relative_to(TEMPLATES))):
                self.assertNotRegex(template.read_text(), r"\|\s*safe\b|autoescape off")


class EscapedTextTests(TestCase):
    """Text entered by editors or users is escaped."""

    @classmethod
    def setUpTestData(cls):
        names = {"name_en": f"Name {MARKUP}", "name_zh_hant": f"名 {MARKUP}", "summary_en": f"Sum {MARKUP}"}
        factories.place("here", name_en=MARKUP, name_zh_hant=MARKUP)
        factories.theme(name_en=MARKUP, name_zh_hant=MARKUP, tagline_en=MARKUP)
        factories.application(name_en=MARKUP, name_zh_hant=MARKUP)
        gift = factories.support(name_en=MARKUP, name_zh_hant=MARKUP)
        readers = factories.audience(name_en=MARKUP, name_zh_hant=MARKUP)
        common = names | {"applications": [factories.application()], "website": 'https://x.example/"><script>'}
        own = {"acronym": '"><i>', "aliases": [MARKUP], "address": MARKUP, "place": factories.place("here")}
        body = factories.organisation(slug="body", **common, **own)
        body.support.add(gift)
        fund = factories.initiative(slug="fund", lead=body, eligibility_en=MARKUP, kind="deployment", **common)
        fund.audience.add(readers)
        fund.support.add(gift)
        factories.collaboration(slug="pact", parties=[body, factories.organisation(parent=body)], **common)
        factories.cite(body, "name", title=MARKUP, publisher=MARKUP, url="https://y.example/'\"><script>")
        factories.indicator(organisation=body, name_en=MARKUP, name_zh_hant=MARKUP, unit_en=MARKUP[:40])

    def test_html_in_records_creates_no_elements(self):
        paths = [*addresses.PAGES, *addresses.list_detail_paths(), "organisations/?kind=company&parent=body&q=name"]
        for address in addresses.add_language_prefixes(paths):
            with self.subTest(address=address):
                page = fetch_page(self.client, address)
                made = [
                    e.name for e in page.find_all(True) if e.name in {"img", "i"} or {"onerror", "style"} & {*e.attrs}
                ]
                self.assertEqual(
                    made
                    + [
                        e for e in page.select("script") if not e.has_attr("src") and e["type"] != "application/ld+json"
                    ],
                    [],
                )

    def test_html_in_a_name_is_shown_as_text(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/body/").one(".title__main").text, f"Name {MARKUP}")

    def test_html_in_query_parameters_is_escaped(self):
        for address in (f"/en/organisations/?q={MARKUP}", f"/en/organisations/?kind={MARKUP}", f"/en/{MARKUP}/"):
            with self.subTest(address=address[:25]):
                self.assertEqual(re.findall(r"<script>|<img", self.client.get(address).content.decode()), [])


class UrlFieldSecurityTests(TestCase):
    def test_url_of_another_scheme_is_rejected(self):
        for model, name in ((Organisation, "website"), (Initiative, "apply_url"), (Source, "url")):
            for address in ("javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://x.example/", " https:"):
                with self.subTest(model=model.__name__, address=address), self.assertRaises(ValidationError) as refused:
                    model(**{name: address}).full_clean()
                self.assertIn(name, refused.exception.message_dict)
