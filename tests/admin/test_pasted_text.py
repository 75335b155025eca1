"""Pasted values in admin forms: invisible characters, URLs, dates, amounts and identifiers in common formats."""

from ecosystem.models import Initiative, Organisation, Source
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url


class PastedTextTestCase(AdminTestCase):
    def setUp(self):
        self.sign_in(users.create_superuser())

    def submit(self, row, **values):
        address = get_admin_url(row)
        return self.client.post(address, build_admin_form_data(self.client.get(address), **values))

    def save(self, row, **values):
        response = self.submit(row, **values)
        self.assertRedirects(response, get_admin_url(type(row), "changelist"), fetch_redirect_response=False)
        row.refresh_from_db()
        return row

    def get_errors(self, row, field, **values):
        response = self.submit(row, **values)
        self.assertEqual(response.status_code, 200)
        return response.context["adminform"].form.errors.get(field, [])


class PastedInvisibleCharacterTests(PastedTextTestCase):
    def test_are_removed_from_every_text_of_a_record(self):
        draft = factories.organisation(status="draft")
        self.save(
            draft,
            name_en="Zephyr\u00adlink\u202c",
            name_zh_hant="\ufeff數碼\u200b港",
            summary_en="It\u2060 links.",
            aliases="Zephyr\u200e\nZ\u200dL",
            address="1\u3164 Road",
            website="https://www.example.hk/page\u200b",
        )
        self.assertEqual((draft.name_en, draft.name_zh_hant, draft.summary_en), ("Zephyrlink", "數碼港", "It links."))
        self.assertEqual((draft.aliases, draft.address), (["Zephyr", "ZL"], "1 Road"))
        self.assertEqual(draft.website, "https://www.example.hk/page")

    def test_name_of_only_invisible_characters_is_refused(self):
        draft = factories.organisation(status="draft")
        self.assertEqual(self.get_errors(draft, "name_en", name_en="\u3000\u200b"), ["This field is required."])

    def test_are_removed_from_a_source_and_a_reason(self):
        source = self.save(factories.source(), url="https://page.example/a\u200b", title="A\u00adpage")
        self.assertEqual((source.url, source.title), ("https://page.example/a", "Apage"))
        record = self.save(factories.organisation(), name_en="New", reason="Be\u00adcause.")
        self.assertEqual(record.changes.newest_first().first().reason, "Because.")

    def test_are_ignored_in_the_search_for_records(self):
        factories.organisation(name_en="Zephyrlink")
        response = self.client.get(get_admin_url(Organisation, "changelist"), {"q": "Zephyr\u00adlink"})
        self.assertEqual([row.name_en for row in response.context["cl"].result_list], ["Zephyrlink"])

    def test_are_ignored_in_the_search_for_sources(self):
        factories.source(title="Zephyrlink")
        response = self.client.get(get_admin_url(Source, "changelist"), {"q": "Zephyr\u200blink"})
        self.assertEqual([row.title for row in response.context["cl"].result_list], ["Zephyrlink"])


class PastedUrlTests(PastedTextTestCase):
    def test_trailing_punctuation_is_refused_with_a_suggestion(self):
        for row, field in (
            (factories.organisation(status="draft"), "website"),
            (factories.initiative(status="draft"), "apply_url"),
            (factories.source(), "url"),
        ):
            with self.subTest(field=field):
                (message,) = self.get_errors(row, field, **{field: "https://example.hk/page。"})
                self.assertIn("The address ends in “。”. Enter it without: https://example.hk/page.", message)


class PastedDateTests(PastedTextTestCase):
    def test_common_formats_are_accepted(self):
        draft = factories.organisation(status="draft")
        self.assertEqual(str(self.save(draft, founded="２０２４年１０月", closed="9 October 2025").founded), "2024-10")
        self.assertEqual(str(draft.closed), "2025-10-09")

    def test_ambiguous_dates_are_refused_with_the_format(self):
        draft = factories.organisation(status="draft")
        for field in ("founded", "verified_on"):
            with self.subTest(field=field):
                (message,) = self.get_errors(draft, field, **{field: "10/11/2024"})
                self.assertIn("Use the format 2024, 2024-10 or 2024-10-09.", message)

    def test_date_of_a_check_must_be_a_day(self):
        draft = factories.organisation(status="draft")
        self.assertEqual(self.save(draft, verified_on="2024年10月9日").verified_on.isoformat(), "2024-10-09")
        self.assertEqual(
            self.get_errors(draft, "verified_on", verified_on="2024年10月"), ["Enter a day, for example 2024-10-09."]
        )


class PastedAmountTests(PastedTextTestCase):
    def save_amount(self, amount, currency="HKD"):
        draft = factories.initiative(status="draft")
        return self.save(draft, amount=amount, amount_basis="total", currency=currency).amount

    def test_common_formats_are_accepted(self):
        for text, amount in (("HK$1.5m", 1_500_000), ("15億", 1_500_000_000), ("１，０００", 1_000)):
            with self.subTest(text=text):
                self.assertEqual(self.save_amount(text), amount)
        self.assertEqual(self.save_amount("US$2 million", "USD"), 2_000_000)

    def test_currency_other_than_that_of_the_field_is_refused(self):
        draft = factories.initiative(status="draft")
        values = {"amount": "US$5", "amount_basis": "total", "currency": "HKD"}
        self.assertEqual(
            self.get_errors(draft, "amount", **values),
            ["The amount is in USD. Enter USD as the currency too, or the amount as a number."],
        )

    def test_text_without_an_amount_is_refused(self):
        self.assertEqual(
            self.get_errors(
                Initiative.objects.get(pk=factories.initiative(status="draft").pk), "amount", amount="lots"
            ),
            ["Enter the full amount in figures, for example 3000000000."],
        )


class PastedCoordinateTests(PastedTextTestCase):
    def test_common_formats_are_accepted(self):
        place = factories.place()
        self.save(place, latitude="２２．３", longitude="114.2°")
        self.assertEqual((float(place.latitude), float(place.longitude)), (22.3, 114.2))

    def test_are_shown_without_trailing_zeros(self):
        place = factories.place(latitude="22.300000")
        self.assertContains(self.client.get(get_admin_url(place)), 'value="22.3"')


class PastedIdentifierTests(PastedTextTestCase):
    def test_are_stored_without_their_url(self):
        draft = factories.organisation(status="draft")
        self.save(draft, ror=" https://ror.org/00Q4VV597/\u200b", wikidata="https://m.wikidata.org/wiki/q1194463#P31")
        self.assertEqual((draft.ror, draft.wikidata), ("00q4vv597", "Q1194463"))

    def test_ror_identifier_with_a_wrong_checksum_is_refused(self):
        draft = factories.organisation(status="draft")
        self.assertEqual(
            self.get_errors(draft, "ror", ror="https://ror.org/00q4vv598"),
            ["00q4vv598 is not a ROR identifier: its last two digits do not fit the others. Check each character."],
        )

    def test_text_without_an_identifier_is_refused(self):
        draft = factories.organisation(status="draft")
        self.assertIn("For example, 00q4vv597.", self.get_errors(draft, "ror", ror="https://x.example/"))
        self.assertEqual(self.get_errors(draft, "wikidata", wikidata="Heron"), ["For example, Q1234."])
