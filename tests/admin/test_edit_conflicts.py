"""Conflicting edits of one row by two editors: both versions are kept, and the second editor chooses."""

from django.contrib.auth.models import User
from django.test import Client, TestCase

from ecosystem.admin.form_state import load_form_state
from ecosystem.history import revisions
from ecosystem.models import Citation, Organisation, Source
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, build_removal_data, get_admin_url
from tests.support.html_pages import Page


class EditConflictTestCase(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())
        self.other = Client()
        self.other_user = users.create_senior_editor()
        self.other.force_login(self.other_user)

    def open(self, row):
        return self.client.get(get_admin_url(row))

    def change_meanwhile(self, row, **changes):
        """Let the other editor save the row; the first one has its form open."""
        self.other.post(get_admin_url(row), build_admin_form_data(self.other.get(get_admin_url(row)), **changes))

    def save(self, row, page, **changes):
        response = self.client.post(get_admin_url(row), build_admin_form_data(page, **changes))
        row.refresh_from_db()
        return response

    def differences(self, response):
        return {each.label: each for each in response.context["adminform"].form.conflict.differences}


class EditConflictOfEveryModelTests(EditConflictTestCase):
    def rows(self):
        """Return a row of each table, with a text of its form for either editor."""
        return [
            (factories.organisation(), "name_zh_hant", "acronym"),
            (factories.initiative(), "name_zh_hant", "acronym"),
            (factories.collaboration(), "name_zh_hant", "website"),
            (factories.source(), "title", "publisher"),
            (factories.place(), "name_zh_hant", "name_zh_hans"),
            (factories.indicator(), "name_zh_hant", "unit_en"),
            (factories.theme(), "introduction_en", "tagline_en"),
            (factories.application(), "name_zh_hant", "description_en"),
            (factories.application().sector, "name_zh_hant", "name_zh_hans"),
            (factories.support(), "name_zh_hant", "name_zh_hans"),
            (factories.audience(), "name_zh_hant", "name_zh_hans"),
        ]

    def test_second_save_is_refused_and_shows_both_values(self):
        for row, first, _second in self.rows():
            with self.subTest(row=row._meta.model_name):
                page = self.open(row)
                self.change_meanwhile(row, **{first: "Theirs"})
                response = self.save(row, page, **{first: "Mine"})
                self.assertContains(
                    response,
                    "Your changes were not saved because someone else has changed this record since you opened it",
                )
                self.assertContains(response, f"Changed by {self.other_user} on ")
                self.assertEqual(getattr(row, first), "Theirs")
                (difference,) = self.differences(response).values()
                self.assertEqual((difference.theirs, difference.mine, difference.is_conflict), ("Theirs", "Mine", True))

    def test_changes_of_different_fields_are_both_saved(self):
        for row, first, second in self.rows():
            with self.subTest(row=row._meta.model_name):
                mine = "https://mine.example/" if second == "website" else "Mine"
                page = self.open(row)
                self.change_meanwhile(row, **{first: "Theirs"})
                self.save(row, self.save(row, page, **{second: mine}))
                self.assertEqual((getattr(row, first), getattr(row, second)), ("Theirs", mine))


class FieldEditConflictTests(EditConflictTestCase):
    def setUp(self):
        super().setUp()
        self.row = factories.source(title="Opened", publisher="Opened")

    def refused(self, **changes):
        page = self.open(self.row)
        self.change_meanwhile(self.row, title="Theirs")
        return self.save(self.row, page, **changes)

    def test_field_changed_by_the_other_editor_shows_that_value(self):
        page = Page(self.refused(publisher="Mine"))
        self.assertEqual(page.one("input[name=title]")["value"], "Theirs")
        self.assertTrue(page.one("input[name=choice-0][value=theirs]").has_attr("checked"))

    def test_choosing_mine_restores_a_field_changed_by_the_other_editor(self):
        self.save(self.row, self.refused(publisher="Mine"), **{"choice-0": "mine"})
        self.assertEqual((self.row.title, self.row.publisher), ("Opened", "Mine"))

    def test_field_changed_by_both_shows_my_value(self):
        page = Page(self.refused(title="Mine"))
        self.assertEqual(page.one("input[name=title]")["value"], "Mine")
        self.assertTrue(page.one("input[name=choice-0][value=mine]").has_attr("checked"))

    def test_choosing_mine_saves_my_value(self):
        self.save(self.row, self.refused(title="Mine"), **{"choice-0": "mine"})
        self.assertEqual(self.row.title, "Mine")

    def test_choosing_theirs_saves_their_value(self):
        self.save(self.row, self.refused(title="Mine"), **{"choice-0": "theirs"})
        self.assertEqual(self.row.title, "Theirs")

    def test_same_change_by_both_is_no_conflict(self):
        self.refused(title="Theirs", publisher="Mine")
        self.assertEqual(self.row.publisher, "Mine")

    def test_new_value_can_be_typed_instead_of_a_choice(self):
        self.save(self.row, self.refused(title="Mine"), title="Both", **{"choice-0": "mine"})
        self.assertEqual(self.row.title, "Both")

    def test_another_change_meanwhile_is_refused_again(self):
        page = self.refused(title="Mine")
        self.change_meanwhile(self.row, title="Third")
        response = self.save(self.row, page, **{"choice-0": "mine"})
        self.assertEqual(self.differences(response)["Title"].theirs, "Third")
        self.assertEqual(self.row.title, "Third")

    def test_choice_is_kept_when_the_form_has_another_error(self):
        page = self.save(self.row, self.refused(title="Mine"), publisher="", **{"choice-0": "theirs"})
        self.save(self.row, page, publisher="Mine")
        self.assertEqual((self.row.title, self.row.publisher), ("Theirs", "Mine"))

    def test_change_without_a_log_entry_is_attributed_to_the_system(self):
        page = self.open(self.row)
        Source.objects.filter(pk=self.row.pk).update(title="Loaded")
        response = self.save(self.row, page, publisher="Mine")
        self.assertContains(response, "Changed by a data import or by the system")

    def test_missing_or_forged_form_state_is_refused_once(self):
        page = self.open(self.row)
        for opened in (None, "forged"):
            with self.subTest(opened=opened):
                response = self.save(self.row, page, publisher="Mine", opened=opened)
                self.assertContains(
                    response,
                    "Your changes were not saved because someone else has changed this record since you opened it",
                )
        self.save(self.row, response)
        self.assertEqual(self.row.publisher, "Mine")

    def test_missing_or_forged_differences_are_refused_once(self):
        for differences in (None, "forged"):
            with self.subTest(differences=differences):
                Source.objects.filter(pk=self.row.pk).update(title="Opened")
                page = self.refused(title="Mine")
                response = self.save(self.row, page, differences=differences, **{"choice-0": "theirs"})
                self.assertContains(
                    response,
                    "Your changes were not saved because someone else has changed this record since you opened it",
                )
                self.assertEqual(self.row.title, "Theirs")

    def test_form_state_of_another_row_is_ignored(self):
        page = self.open(factories.source(title="Another"))
        state = page.context["adminform"].form["opened"].value()
        self.assertIsNone(load_form_state(state, self.row))


class RecordEditConflictTests(EditConflictTestCase):
    def test_difference_names_the_editor_who_changed_the_field(self):
        row = factories.organisation()
        revisions.begin_record_histories()
        page = self.open(row)
        self.change_meanwhile(row, website="https://a.example/")
        third = User.objects.create_superuser("third")
        self.other.force_login(third)
        self.change_meanwhile(row, acronym="T")
        found = self.differences(self.save(row, page, name_en="Mine"))
        self.assertIn(str(self.other_user), found["Website"].changed_by)
        self.assertIn("third", found["Acronym"].changed_by)

    def test_check_by_another_editor_meanwhile_is_kept(self):
        row = factories.organisation()
        page = self.open(row)
        self.other.post(get_admin_url(row, "confirm"), {"seen": row.updated_at.isoformat()})
        self.save(row, self.save(row, page, name_en="Mine"))
        self.assertIsNotNone(row.verified_on)

    def test_many_to_many_list_and_foreign_key_changes_are_merged(self):
        row = factories.organisation()
        page = self.open(row)
        theme, place = factories.theme("smart-city"), factories.place("wan-chai")
        changes = {"themes": [str(theme.pk)], "place": str(place.pk), "aliases": "One\nTwo", "founded": "1991"}
        self.change_meanwhile(row, **changes)
        refused = self.save(row, page, name_en="Mine")
        self.assertEqual(self.differences(refused)["Themes"].theirs, "Smart city")
        self.save(row, refused)
        self.assertEqual(
            ([*row.themes.all()], row.place, row.aliases, row.founded.text, row.name_en),
            ([theme], place, ["One", "Two"], "1991", "Mine"),
        )


class InlineRowEditConflictTests(EditConflictTestCase):
    def setUp(self):
        super().setUp()
        self.series = factories.indicator(values=(("2024", 100), ("2025", 120)))

    def figures(self):
        return {row.period.text: int(row.value) for row in self.series.observations.all()}

    def new_figure(self, page, period, value):
        number = int(page.context["inline_admin_formsets"][0].formset.total_form_count())
        source = self.series.observations.first().source
        return {
            "observations-TOTAL_FORMS": str(number + 1),
            f"observations-{number}-period": period,
            f"observations-{number}-value": value,
            f"observations-{number}-source": str(source.pk),
        }

    def test_row_changed_by_both_is_saved_as_chosen(self):
        for choice, value in (("mine", 101), ("theirs", 102)):
            with self.subTest(choice=choice):
                page = self.open(self.series)
                self.change_meanwhile(self.series, **{"observations-0-value": "102"})
                refused = self.save(self.series, page, **{"observations-0-value": "101"})
                self.assertEqual(self.figures()["2024"], 102)
                self.save(self.series, refused, **{"choice-0": choice})
                self.assertEqual(self.figures(), {"2024": value, "2025": 120})
                self.series.observations.filter(period="2024").update(value=100)

    def test_different_rows_changed_by_each_are_both_kept(self):
        page = self.open(self.series)
        self.change_meanwhile(self.series, **{"observations-0-value": "102"})
        self.save(self.series, self.save(self.series, page, **{"observations-1-value": "121"}))
        self.assertEqual(self.figures(), {"2024": 102, "2025": 121})

    def test_rows_added_by_each_are_both_kept(self):
        page = self.open(self.series)
        other = self.other.get(get_admin_url(self.series))
        self.other.post(
            get_admin_url(self.series), build_admin_form_data(other, **self.new_figure(other, "2023", "90"))
        )
        refused = self.save(self.series, page, **self.new_figure(page, "2026", "150"))
        self.assertEqual(self.figures(), {"2023": 90, "2024": 100, "2025": 120})
        self.save(self.series, refused)
        self.assertEqual(self.figures(), {"2023": 90, "2024": 100, "2025": 120, "2026": 150})

    def test_same_row_added_by_both_is_saved_once(self):
        page = self.open(self.series)
        self.change_meanwhile(self.series, **self.new_figure(page, "2026", "150"))
        self.save(self.series, page, **self.new_figure(page, "2026", "150"), name_en="Mine")
        self.assertEqual(self.figures(), {"2024": 100, "2025": 120, "2026": 150})
        self.assertEqual(self.series.name_en, "Mine")

    def test_row_added_by_both_with_different_values_is_saved_as_chosen(self):
        for choice, value in (("mine", 151), ("theirs", 150)):
            with self.subTest(choice=choice):
                self.series = factories.indicator(values=(("2024", 100), ("2025", 120)))
                page = self.open(self.series)
                self.change_meanwhile(self.series, **self.new_figure(page, "2026", "150"))
                refused = self.save(self.series, page, **self.new_figure(page, "2026", "151"))
                (difference,) = self.differences(refused).values()
                self.assertEqual((difference.opened, difference.is_conflict), ("does not exist", True))
                self.save(self.series, refused, **{"choice-0": choice})
                self.assertEqual(self.figures(), {"2024": 100, "2025": 120, "2026": value})

    def test_row_replaced_by_the_other_editor_is_compared_as_one_row(self):
        page = self.open(self.series)
        self.change_meanwhile(self.series, **build_removal_data(page, 1, "observations"))
        self.change_meanwhile(self.series, **self.new_figure(self.open(self.series), "2025", "130"))
        refused = self.save(self.series, page, **{"observations-1-value": "140"})
        (difference,) = self.differences(refused).values()
        self.assertEqual((difference.opened, difference.theirs, difference.mine), ("120", "130", "140"))
        self.save(self.series, refused)
        self.assertEqual(self.figures(), {"2024": 100, "2025": 140})

    def test_choosing_mine_deletes_a_row_added_by_the_other_editor(self):
        page = self.open(self.series)
        other = self.other.get(get_admin_url(self.series))
        self.other.post(
            get_admin_url(self.series), build_admin_form_data(other, **self.new_figure(other, "2023", "90"))
        )
        self.save(self.series, self.save(self.series, page, name_en="Mine"), **{"choice-0": "mine"})
        self.assertEqual(self.figures(), {"2024": 100, "2025": 120})

    def test_row_deleted_by_the_other_editor_stays_deleted(self):
        page = self.open(self.series)
        self.change_meanwhile(self.series, **build_removal_data(page, 0, "observations"))
        self.save(self.series, self.save(self.series, page, name_en="Mine"))
        self.assertEqual((self.figures(), self.series.name_en), ({"2025": 120}, "Mine"))

    def test_choosing_mine_restores_a_row_deleted_by_the_other_editor(self):
        page = self.open(self.series)
        self.change_meanwhile(self.series, **build_removal_data(page, 0, "observations"))
        self.save(self.series, self.save(self.series, page, name_en="Mine"), **{"choice-0": "mine"})
        self.assertEqual(self.figures(), {"2024": 100, "2025": 120})

    def test_row_deleted_by_them_and_changed_by_me_is_saved_as_chosen(self):
        for choice, figures in (("mine", {"2024": 101, "2025": 120}), ("theirs", {"2025": 120})):
            with self.subTest(choice=choice):
                self.series.observations.all().delete()
                self.series = factories.indicator(values=(("2024", 100), ("2025", 120)))
                page = self.open(self.series)
                self.change_meanwhile(self.series, **build_removal_data(page, 0, "observations"))
                refused = self.save(self.series, page, **{"observations-0-value": "101"})
                self.save(self.series, refused, **{"choice-0": choice})
                self.assertEqual(self.figures(), figures)

    def test_row_deleted_by_me_and_changed_by_them_is_saved_as_chosen(self):
        for choice, figures in (("mine", {"2025": 120}), ("theirs", {"2024": 102, "2025": 120})):
            with self.subTest(choice=choice):
                self.series = factories.indicator(values=(("2024", 100), ("2025", 120)))
                page = self.open(self.series)
                self.change_meanwhile(self.series, **{"observations-0-value": "102"})
                refused = self.save(self.series, page, **build_removal_data(page, 0, "observations"))
                self.save(self.series, refused, **{"choice-0": choice})
                self.assertEqual(self.figures(), figures)

    def test_claims_of_a_citation_are_merged(self):
        body = factories.organisation(founded="1991")
        factories.dispute(body, "founded", "1987")
        page = self.open(body)
        number = next(
            form.prefix
            for form in page.context["inline_admin_formsets"][0].formset.forms
            if form.instance.disputes == ["founded"]
        )
        claim = {f"{number}-claims-0-field": "founded", f"{number}-claims-0-reason_en": "Theirs."}
        self.change_meanwhile(body, **claim, **{f"{number}-claims-0-value": "1986", f"{number}-claims-1-value": ""})
        mine = {f"{number}-claims-0-field": "founded", f"{number}-claims-0-reason_en": "The other page is older."}
        refused = self.save(
            body, page, name_en="Mine", **mine, **{f"{number}-claims-0-value": "1987", f"{number}-claims-1-value": ""}
        )
        (difference,) = self.differences(refused).values()
        self.assertEqual((difference.theirs, difference.is_conflict), ("date founded: 1986 – Theirs.", False))
        self.assertEqual(Page(refused).one(f'input[name="{number}-claims-0-value"]')["value"], "1986")


class DeletedRowConflictTests(EditConflictTestCase):
    def test_shows_the_submitted_text(self):
        for row in (factories.source(), factories.organisation(status="draft"), factories.support()):
            with self.subTest(row=row._meta.model_name):
                page, address = self.open(row), get_admin_url(row)
                row.delete()
                response = self.client.post(
                    address, build_admin_form_data(page, title="A text of mine", name_en="A text of mine")
                )
                self.assertContains(response, "A text of mine")
                self.assertContains(response, "This was deleted while you had it open")

    def test_is_refused_for_users_without_permission(self):
        row = factories.source()
        address = get_admin_url(row)
        row.delete()
        self.client.force_login(users.create_staff_user())
        self.assertEqual(self.client.post(address, {"title": "T"}).status_code, 403)


class LostPermissionConflictTests(EditConflictTestCase):
    def test_shows_the_submitted_text_when_the_source_is_now_cited_in_public(self):
        self.client.force_login(users.create_editor())
        row = factories.source(title="Opened")
        page = self.open(row)
        factories.cite(factories.organisation(), "name", page=row)
        response = self.save(row, page, title="A text of mine")
        self.assertContains(response, "A text of mine", status_code=403)
        self.assertContains(response, "Only a senior editor can change it now", status_code=403)
        self.assertEqual(row.title, "Opened")

    def test_is_refused_without_the_text_if_the_form_was_read_only(self):
        self.client.force_login(users.create_editor())
        row = factories.source(title="Opened")
        factories.cite(factories.organisation(), "name", page=row)
        state = self.open(row).context["adminform"].form["opened"].value()
        response = self.client.post(get_admin_url(row), {"title": "A text of mine", "opened": state})
        self.assertEqual(response.status_code, 403)


class FormStateSizeTests(EditConflictTestCase):
    def test_form_state_is_below_20_kilobytes(self):
        body = factories.organisation(summary_en="A text of many words. " * 100)
        names = list(Organisation.bearable_fields)
        for _number in range(30):
            factories.cite(body, *names)
        self.assertEqual(Citation.objects.count(), 31)
        state = self.open(body).context["adminform"].form["opened"].value()
        self.assertLess(len(state), 20_000)
