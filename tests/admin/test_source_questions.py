"""A changed value keeps only those sources that the editor confirms as supporting it."""

from django.test import TestCase

from ecosystem.editing import field_values
from ecosystem.history import revisions
from ecosystem.models import Citation
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, build_removal_data, get_admin_url
from tests.support.html_pages import Page


class SourceConfirmationTestCase(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def save(self, record, *, follow=False, **changes):
        page = self.client.get(get_admin_url(record))
        return self.client.post(get_admin_url(record), build_admin_form_data(page, **changes), follow=follow)

    def supported(self, record):
        """Return the fields that each citation supports, in the order of the citations."""
        return [citation.supports for citation in record.citations.order_by("pk")]

    def new_citation(self, record, *supports, prefix="citations"):
        number = record.citations.count()
        return {
            f"{prefix}-TOTAL_FORMS": str(number + 1),
            f"{prefix}-{number}-source": str(factories.source().pk),
            f"{prefix}-{number}-position": "9",
            f"{prefix}-{number}-supports": list(supports),
        }


class ChangedValueCitationTests(SourceConfirmationTestCase):
    def setUp(self):
        super().setUp()
        self.fund = factories.initiative(
            amount=500_000, amount_basis="total", currency="HKD", announced="2024-10-09", starts="2025"
        )
        self.old = factories.cite(self.fund, "amount", "announced")

    def test_sources_of_the_old_value_are_removed(self):
        self.save(self.fund, amount="600000")
        self.assertEqual(self.supported(self.fund), [["summary"], ["announced"]])

    def test_sources_stay_when_the_editor_confirms_them(self):
        self.save(self.fund, amount="600000", sources_agree_amount="on")
        self.assertEqual(self.supported(self.fund), [["summary"], ["amount", "announced"]])

    def test_source_cited_in_the_same_save_stays(self):
        self.save(self.fund, amount="600000", **self.new_citation(self.fund, "amount"))
        self.assertEqual(self.supported(self.fund), [["summary"], ["announced"], ["amount"]])

    def test_source_newly_ticked_for_the_field_stays(self):
        self.save(self.fund, amount="600000", **{"citations-0-supports": ["summary", "amount"]})
        self.assertEqual(self.supported(self.fund), [["summary", "amount"], ["announced"]])

    def test_citation_with_a_replaced_source_stays(self):
        other = factories.source()
        self.save(self.fund, amount="600000", **{"citations-1-source": str(other.pk)})
        self.assertEqual(self.supported(self.fund), [["summary"], ["amount", "announced"]])

    def test_change_of_another_field_keeps_the_sources(self):
        self.save(self.fund, starts="2026")
        self.assertEqual(self.supported(self.fund), [["summary"], ["amount", "announced"]])

    def test_change_of_currency_or_basis_removes_the_sources_of_the_amount(self):
        for change in ({"currency": "USD"}, {"amount_basis": "per_project_max"}):
            with self.subTest(change=change):
                self.old.supports = ["amount", "announced"]
                self.old.save()
                self.save(self.fund, **change)
                self.assertEqual(self.supported(self.fund), [["summary"], ["announced"]])

    def test_change_of_the_amount_keeps_the_sources_of_the_currency(self):
        factories.cite(self.fund, "currency")
        self.save(self.fund, amount="600000")
        self.assertEqual(self.supported(self.fund), [["summary"], ["announced"], ["currency"]])

    def test_citation_that_supports_nothing_else_is_deleted(self):
        self.save(self.fund, amount="600000", announced="2024-11")
        self.assertFalse(Citation.objects.filter(pk=self.old.pk).exists())

    def test_message_names_the_removed_source_and_its_field(self):
        response = self.save(self.fund, amount="600000", follow=True)
        self.assertContains(response, f"“{self.old.source.title}” is no longer cited for: Amount.")

    def test_message_names_fields_left_without_a_source(self):
        response = self.save(self.fund, amount="600000", follow=True)
        self.assertContains(response, "now have no source: Amount.")

    def test_value_and_citations_make_one_history_entry(self):
        revisions.begin_record_histories()
        self.save(self.fund, amount="600000")
        change = self.fund.changes.newest_first().first()
        self.assertEqual(change.fields, ["amount", "citations"])

    def test_save_that_leaves_a_public_record_without_a_source_is_refused(self):
        body = factories.organisation(founded="1991", is_sourced=False)
        factories.cite(body, "founded")
        response = self.save(body, founded="1992")
        self.assertContains(response, "It has no source.")
        self.assertEqual(self.supported(body), [["founded"]])

    def test_refused_save_keeps_the_sources(self):
        self.save(self.fund, amount="600000", reason="")
        self.assertEqual(self.supported(self.fund), [["summary"], ["amount", "announced"]])

    def test_change_of_every_type_of_field_removes_its_sources(self):
        parent, other = factories.organisation(), factories.organisation()
        body = factories.organisation(
            kind="company", parent=parent, home_region="hong_kong", address="1 Road", website="https://a.example/"
        )
        changes = {
            "name": {"name_en": "Another name"},
            "kind": {"kind": "startup"},
            "parent": {"parent": str(other.pk)},
            "place": {"place": str(factories.place("wan-chai").pk)},
            "home_region": {"home_region": "mainland"},
            "address": {"address": "2 Road"},
            "website": {"website": "https://b.example/"},
        }
        factories.cite(body, *changes)
        for field, change in changes.items():
            with self.subTest(field=field):
                self.save(body, **change)
                self.assertNotIn(field, [name for fields in self.supported(body) for name in fields])


class ChangedListCitationTests(SourceConfirmationTestCase):
    def setUp(self):
        super().setUp()
        self.body = factories.organisation(aliases=["Cyber Port"])
        self.citation = factories.cite(self.body, "aliases", "name")

    def test_changed_list_loses_its_sources(self):
        self.save(self.body, aliases="Cyber-Port")
        self.assertEqual(self.supported(self.body), [["summary"], ["name"]])

    def test_extended_list_loses_its_sources(self):
        self.save(self.body, aliases="Cyber Port\n數碼港")
        self.assertEqual(self.supported(self.body), [["summary"], ["name"]])

    def test_list_extended_with_a_new_source_keeps_the_others(self):
        self.save(self.body, aliases="Cyber Port\n數碼港", **self.new_citation(self.body, "aliases"))
        self.assertEqual(self.supported(self.body), [["summary"], ["aliases", "name"], ["aliases"]])

    def test_reordered_list_keeps_its_sources(self):
        self.body.aliases = ["Cyber Port", "數碼港"]
        self.body.save()
        self.save(self.body, aliases="數碼港\nCyber Port")
        self.assertEqual(self.supported(self.body), [["summary"], ["aliases", "name"]])

    def test_changed_audience_loses_its_sources(self):
        fund = factories.initiative()
        fund.audience.add(factories.audience())
        factories.cite(fund, "audience", "name")
        self.save(fund, audience=[str(factories.audience("students").pk)])
        self.assertEqual(self.supported(fund), [["summary"], ["name"]])

    def test_changed_role_of_an_organisation_loses_its_sources(self):
        fund = factories.initiative()
        factories.cite(fund, "bodies", "name")
        self.save(fund, **{"involvements-0-role": "operator"})
        self.assertEqual(self.supported(fund), [["summary"], ["name"]])

    def test_changed_role_of_a_participant_keeps_confirmed_sources(self):
        pact = factories.collaboration()
        factories.cite(pact, "participants", "name")
        changes = {"participations-0-role": "host", "sources_agree_participants": "on"}
        self.save(pact, **changes)
        self.assertEqual(self.supported(pact), [["summary"], ["participants", "name"]])


class ChangedTextCitationTests(SourceConfirmationTestCase):
    def test_changed_text_keeps_its_sources_by_default(self):
        body = factories.organisation()
        self.save(body, summary_en="Another text.")
        self.assertEqual(self.supported(body), [["summary"]])

    def test_changed_text_loses_its_sources_when_unticked(self):
        body = factories.organisation()
        factories.cite(body, "name")
        self.save(body, summary_en="Another text.", sources_agree_summary=None)
        self.assertEqual(self.supported(body), [["name"]])


class EmptiedValueCitationTests(SourceConfirmationTestCase):
    def test_emptied_value_loses_its_sources_even_if_confirmed(self):
        body = factories.organisation(founded="1991")
        factories.cite(body, "founded", "name")
        self.save(body, founded="", sources_agree_founded="on")
        self.assertEqual(self.supported(body), [["summary"], ["name"]])

    def test_emptied_value_loses_its_disputes(self):
        body = factories.organisation(founded="1991")
        citation = factories.dispute(body, "founded", "1987")
        self.save(body, founded="")
        self.assertFalse(Citation.objects.filter(pk=citation.pk).exists())

    def test_deleting_the_last_organisation_removes_its_sources(self):
        fund = factories.initiative(status="draft")
        factories.cite(fund, "bodies", "name")
        page = self.client.get(get_admin_url(fund))
        self.client.post(
            get_admin_url(fund), build_admin_form_data(page, **build_removal_data(page, prefix="involvements"))
        )
        self.assertEqual(self.supported(fund), [["summary"], ["name"]])

    def test_empty_field_cannot_be_ticked_as_supported(self):
        body = factories.organisation()
        self.save(body, **{"citations-0-supports": ["summary", "founded"]})
        self.assertEqual(self.supported(body), [["summary"]])

    def test_deleting_all_observations_removes_the_sources_of_the_indicator(self):
        series = factories.indicator(values=[("2024", 100)])
        page = self.client.get(get_admin_url(series))
        self.client.post(
            get_admin_url(series), build_admin_form_data(page, **build_removal_data(page, prefix="observations"))
        )
        self.assertFalse(series.citations.exists())


class SourceConfirmationCheckboxTests(SourceConfirmationTestCase):
    def test_is_shown_for_each_field_with_a_source_and_names_it(self):
        body = factories.organisation(founded="1991", closed="2001")
        citation = factories.cite(body, "founded")
        page = Page(self.client.get(get_admin_url(body)))
        (box,) = page.select("input[name=sources_agree_founded]")
        self.assertFalse(box.has_attr("checked"))
        self.assertIn(citation.source.title, page.one("#id_sources_agree_founded_helptext").text)
        self.assertEqual(page.select("input[name=sources_agree_closed]"), [])

    def test_checkbox_of_the_amount_depends_on_basis_and_currency(self):
        fund = factories.initiative(amount=500_000, amount_basis="total", currency="HKD")
        factories.cite(fund, "amount")
        page = Page(self.client.get(get_admin_url(fund)))
        self.assertEqual(page.one("input[name=sources_agree_amount]")["data-columns"], "amount amount_basis currency")

    def test_is_shown_below_the_rows_of_a_relation(self):
        fund = factories.initiative()
        factories.cite(fund, "bodies")
        page = Page(self.client.get(get_admin_url(fund)))
        self.assertEqual(len(page.select("input[name=sources_agree_bodies]")), 1)

    def test_is_not_shown_for_a_new_record(self):
        self.assertNotContains(self.client.get(get_admin_url(type(factories.organisation()), "add")), "sources_agree_")


class OldFigureWarningTests(SourceConfirmationTestCase):
    def test_text_with_the_old_figure_is_saved_with_a_warning(self):
        fund = factories.initiative(
            amount=500_000, amount_basis="total", currency="HKD", summary_zh_hant="資助上限為50萬港元。"
        )
        response = self.save(fund, amount="600000", follow=True)
        self.assertContains(
            response, "“Summary in Traditional Chinese” still contains “50萬”. Check whether it refers to “Amount”"
        )
        fund.refresh_from_db()
        self.assertEqual(field_values.get_column_text(fund, "amount"), "600000")

    def test_text_changed_together_with_the_date_has_no_warning(self):
        fund = factories.initiative(announced="2024-10-09", summary_en="Announced on 9 October 2024.")
        response = self.save(fund, announced="2024-11-09", summary_en="Announced on 9 November 2024.", follow=True)
        self.assertNotContains(response, "still contains")

    def test_theme_introduction_that_links_to_the_record_has_a_warning(self):
        fund = factories.initiative(slug="fund", amount=500_000, amount_basis="total", currency="HKD")
        theme = factories.theme()
        theme.introduction_en = "It gives [HK$0.5 million](initiative:fund), and [HK$500,000](initiative:other)."
        theme.save()
        response = self.save(fund, amount="600000", follow=True)
        self.assertContains(response, f"“{theme} · Introduction in English” still contains “0.5 million”")
        self.assertNotContains(response, "still contains “500,000”")


class ObservationSourceWarningTests(SourceConfirmationTestCase):
    def setUp(self):
        super().setUp()
        self.series = factories.indicator(slug="series", values=[("2024", 100), ("2025", 200)])
        self.source = self.series.observations.first().source

    def warning(self):
        return f"The figure for 2025 has changed but its source has not. Check that “{self.source.title}”"

    def test_changed_value_with_the_same_source_has_a_warning(self):
        response = self.save(self.series, follow=True, **{"observations-1-value": "210"})
        self.assertContains(response, self.warning())

    def test_changed_value_with_another_source_has_no_warning(self):
        other = str(factories.source().pk)
        changes = {"observations-1-value": "210", "observations-1-source": other}
        self.assertNotContains(self.save(self.series, follow=True, **changes), "its source has not")

    def test_theme_introduction_with_the_old_value_has_a_warning(self):
        theme = factories.theme()
        theme.introduction_en = "It counts [100](indicator:series), then [200](indicator:series)."
        theme.save()
        response = self.save(self.series, follow=True, **{"observations-1-value": "210"})
        self.assertContains(
            response, f"“{theme} · Introduction in English” still contains “200”. Check whether it refers to “"
        )
        self.assertNotContains(response, "still contains “100”")
