"""An admin form submitted without a session is stored and restored after sign-in, for its author only."""

from datetime import timedelta

import time_machine
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client, SimpleTestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.saved_submissions import delete_old_submissions
from ecosystem.models import Application, Organisation, SavedSubmission, Source
from tests.support import factories
from tests.support.accounts import add_authenticator_app, create_user, get_current_code, sign_in
from tests.support.admin_pages import build_admin_form_data, get_admin_url
from tests.support.html_pages import Page
from tests.support.submissions import TYPED_NAME, SubmissionTestCase, extract_form_token

NOTICE = "Nothing was saved because you had to sign in again. Your text is below. Save it again."


class ExpiredSessionFormTests(SubmissionTestCase):
    def test_form_is_restored_after_sign_in(self):
        page = self.lose_session_and_return(self.open_form() | {"name_en": TYPED_NAME})
        self.assertEqual(page.context["adminform"].form["name_en"].value(), TYPED_NAME)

    def test_notice_says_that_nothing_was_saved(self):
        self.assertContains(self.lose_session_and_return(self.open_form() | {"name_en": TYPED_NAME}), NOTICE)

    def test_sign_in_page_mentions_the_unsaved_form(self):
        data = self.open_form()
        self.end_session()
        self.assertContains(self.client.get(self.submit(data)["Location"]), "You were signed out before saving")

    def test_restored_form_is_marked_as_unsaved(self):
        page = self.lose_session_and_return(self.open_form() | {"name_en": TYPED_NAME})
        self.assertContains(page, " data-unsaved>")

    def test_newly_opened_form_is_not_marked_as_unsaved(self):
        self.assertNotContains(self.client.get(get_admin_url(self.record)), "data-unsaved")

    def test_sign_in_does_not_save_the_form(self):
        self.lose_session_and_return(self.open_form() | {"name_en": TYPED_NAME})
        self.record.refresh_from_db()
        self.assertNotEqual(self.record.name_en, TYPED_NAME)

    def test_restored_form_can_be_saved(self):
        page = self.lose_session_and_return(self.open_form() | {"name_en": TYPED_NAME})
        self.client.post(
            page.redirect_chain[-1][0], {**build_admin_form_data(page), "_form_token": extract_form_token(page)}
        )
        self.record.refresh_from_db()
        self.assertEqual(self.record.name_en, TYPED_NAME)

    def test_stored_submission_is_deleted_when_the_form_is_saved(self):
        page = self.lose_session_and_return(self.open_form() | {"name_en": TYPED_NAME})
        self.client.post(
            page.redirect_chain[-1][0], {**build_admin_form_data(page), "_form_token": extract_form_token(page)}
        )
        self.assertFalse(SavedSubmission.objects.exists())

    def test_form_is_restored_again_after_a_reload(self):
        page = self.lose_session_and_return(self.open_form() | {"name_en": TYPED_NAME})
        self.assertContains(self.client.get(page.redirect_chain[-1][0]), TYPED_NAME)

    def test_added_and_removed_inline_rows_are_restored(self):
        factories.cite(self.record, "name")
        source = factories.cite(factories.organisation(), "name").source
        data = self.open_form() | {
            "citations-0-DELETE": "on",
            "citations-TOTAL_FORMS": "2",
            "citations-1-source": str(source.pk),
            "citations-1-position": "7",
            "citations-1-supports": ["name"],
        }
        page = self.lose_session_and_return(data)
        citations = page.context["inline_admin_formsets"][0].formset.forms
        values = [(form["source"].value(), form["position"].value(), form["DELETE"].value()) for form in citations]
        self.assertEqual((values[0][2], values[1][:2]), (True, (str(source.pk), "7")))

    def test_claims_multiple_choices_and_unticked_checkboxes_are_restored(self):
        factories.cite(self.record, "name")
        theme = factories.theme()
        claim = {"citations-0-claims-0-field": "founded", "citations-0-claims-0-value": "about 1999"}
        data = self.open_form() | claim | {"themes": [str(theme.pk)]}
        data.pop("sources_agree_summary", None)
        page = self.lose_session_and_return(data)
        form = page.context["adminform"].form
        self.assertEqual((form["themes"].value(), form["sources_agree_summary"].value()), ([str(theme.pk)], False))
        self.assertContains(page, 'value="about 1999"')

    def test_special_characters_and_line_breaks_are_restored(self):
        text = "1 & 2 = <b>3</b> + 50 % \u4e2d\u6587\r\nnext line"
        page = self.lose_session_and_return(self.open_form() | {"summary_en": text})
        self.assertEqual(page.context["adminform"].form["summary_en"].value(), text)

    def test_restored_form_shows_validation_errors(self):
        page = self.lose_session_and_return(self.open_form() | {"founded": "nonsense"})
        self.assertIn("founded", page.context["adminform"].form.errors)

    def test_add_form_is_restored(self):
        address = get_admin_url(Organisation, "add")
        page = self.lose_session_and_return(self.open_form(address) | {"name_en": TYPED_NAME}, address)
        self.assertContains(page, TYPED_NAME)

    def test_source_place_and_application_forms_are_restored(self):
        rows = [factories.cite(self.record, "name").source, factories.place("here"), factories.application()]
        for row in rows:
            with self.subTest(row=type(row).__name__):
                self.client.force_login(self.user)
                name = "title" if isinstance(row, Source) else "name_en"
                page = self.lose_session_and_return(
                    self.open_form(get_admin_url(row)) | {name: TYPED_NAME}, get_admin_url(row)
                )
                self.assertEqual(page.context["adminform"].form[name].value(), TYPED_NAME)

    def test_user_and_group_forms_are_restored_but_not_saved(self):
        administrator = create_user(is_superuser=True)
        group = Group.objects.create(name="Guests")
        for row, field in ((self.user, "first_name"), (group, "name")):
            with self.subTest(row=row._meta.model_name):
                self.client.force_login(administrator)
                address = reverse(f"admin:auth_{row._meta.model_name}_change", args=[row.pk])
                data = self.open_form(address) | {field: TYPED_NAME}
                # A browser shows it, and sends nothing of it.
                data.pop("password", None)
                page = self.lose_session_and_return(data, address, user=administrator)
                row.refresh_from_db()
                shown = page.context["adminform"].form[field].value()
                self.assertEqual((shown, getattr(row, field) == TYPED_NAME), (TYPED_NAME, False))

    def test_changelist_filters_of_the_url_are_kept(self):
        address = f"{get_admin_url(self.record)}?_changelist_filters=q%3Da"
        page = self.lose_session_and_return(self.open_form(address) | {"name_en": TYPED_NAME}, address)
        self.assertIn("_changelist_filters=q%3Da&restored=", page.redirect_chain[-1][0])

    def test_form_is_restored_after_a_second_factor(self):
        data = self.open_form() | {"name_en": TYPED_NAME}
        add_authenticator_app(self.user)
        self.end_session()
        self.sign_in_and_follow(self.submit(data))
        page = self.client.post("/accounts/2fa/authenticate/", {"code": get_current_code()}, follow=True)
        self.assertContains(page, TYPED_NAME)

    @override_settings(SECOND_FACTOR_REQUIRED=True)
    def test_form_is_restored_after_setup_of_a_required_second_factor(self):
        with override_settings(SECOND_FACTOR_REQUIRED=False):
            data = self.open_form() | {"name_en": TYPED_NAME}
        response = self.submit(data)
        self.assertIn("/accounts/2fa/?next=", response["Location"])
        add_authenticator_app(self.user)
        self.client.post("/accounts/2fa/reauthenticate/", {"code": get_current_code()})
        self.assertContains(self.client.get(self.client.session["continue_after_second_factor"]), TYPED_NAME)

    def test_form_of_a_record_published_meanwhile_shows_the_text(self):
        self.user.groups.clear()
        self.user.groups.add(*create_user("Editors").groups.all())
        data = self.open_form() | {"name_en": TYPED_NAME}
        Organisation.objects.filter(pk=self.record.pk).update(
            status="published", published_at=timezone.now(), updated_at=timezone.now()
        )
        self.assertContains(self.lose_session_and_return(data), TYPED_NAME)

    def test_text_is_shown_when_the_record_was_deleted_meanwhile(self):
        data = self.open_form() | {"name_en": TYPED_NAME}
        Organisation.objects.filter(pk=self.record.pk).delete()
        self.assertIn(TYPED_NAME, self.lose_session_and_return(data).content.decode())


class SavedSubmissionAccessTests(SubmissionTestCase):
    def test_other_user_gets_status_403_without_the_text(self):
        other = create_user("Senior editors")
        page = self.lose_session_and_return(self.open_form() | {"name_en": TYPED_NAME}, user=other)
        self.assertContains(page, "Someone else opened and filled in this form", status_code=403)
        self.assertNotIn(TYPED_NAME, page.content.decode())

    def test_refusal_page_offers_sign_out_to_another_user(self):
        page = self.lose_session_and_return(
            self.open_form() | {"name_en": TYPED_NAME}, user=create_user("Senior editors")
        )
        self.assertContains(page, "Sign out", status_code=403)

    def test_owner_can_restore_the_form_after_another_user_signed_in(self):
        other = create_user("Senior editors")
        page = self.lose_session_and_return(self.open_form() | {"name_en": TYPED_NAME}, user=other)
        sign_in(client := Client(), self.user)
        self.assertContains(client.get(page.redirect_chain[-1][0]), TYPED_NAME)

    def test_form_submitted_by_another_user_is_kept_for_its_owner(self):
        data = self.open_form() | {"name_en": TYPED_NAME}
        self.client.force_login(create_user("Senior editors"))
        self.assertEqual(self.submit(data).status_code, 403)
        self.record.refresh_from_db()
        self.assertEqual((SavedSubmission.objects.get().user, self.record.name_en == TYPED_NAME), (self.user, False))

    def test_submission_without_a_valid_token_is_not_stored(self):
        self.end_session()
        for token in ({}, {"_form_token": "x"}, {"_form_token": "1:2:3"}):
            with self.subTest(token=token):
                self.submit({"name_en": TYPED_NAME} | token, client=Client())
                self.assertFalse(SavedSubmission.objects.exists())

    def test_token_of_another_form_is_not_accepted(self):
        data = self.open_form()
        self.submit(data, get_admin_url(Source, "add"), client=Client())
        self.assertFalse(SavedSubmission.objects.exists())

    def test_token_of_an_inactive_account_is_not_accepted(self):
        data = self.open_form()
        self.user.is_active = False
        self.user.save()
        self.submit(data, client=Client())
        self.assertFalse(SavedSubmission.objects.exists())

    def test_password_forms_have_no_form_token(self):
        self.client.force_login(create_user(is_superuser=True))
        for address in (f"/admin/auth/user/{self.user.pk}/password/", "/admin/auth/user/add/"):
            with self.subTest(address=address):
                self.assertNotContains(self.client.get(address), "_form_token")

    def test_submission_with_a_password_is_not_stored(self):
        self.submit(self.open_form() | {"password1": "secret"}, client=Client())
        self.assertFalse(SavedSubmission.objects.exists())


class FormTokenTemplateTests(SimpleTestCase):
    # What a button of these does, a second press does as well: nothing is typed into them.
    WITHOUT_TEXT = {"ecosystem/proposal/change_form.html"}

    def test_every_admin_form_with_text_input_has_the_form_token(self):
        folder = settings.BASE_DIR / "templates" / "admin"
        templates = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.html")}
        without = {
            name for name, text in templates.items() if text.count("{% csrf_token %}") > text.count("{% form_token %}")
        }
        self.assertEqual(without, self.WITHOUT_TEXT)


class SavedSubmissionLimitTests(SubmissionTestCase):
    @override_settings(SAVED_SUBMISSION_BYTES=2000)
    def test_large_form_is_not_stored(self):
        data = self.open_form() | {"summary_en": "x" * 3000}
        self.submit(data, client=Client())
        self.assertFalse(SavedSubmission.objects.exists())

    @override_settings(SAVED_SUBMISSION_BYTES=2000)
    def test_large_form_gets_status_403_with_an_explanation(self):
        response = self.submit(self.open_form() | {"summary_en": "x" * 3000}, client=Client())
        self.assertContains(
            response,
            "You opened this form before signing in again, or your browser has lost its cookie",
            status_code=403,
        )

    def test_newest_five_forms_of_an_account_are_kept(self):
        data = self.open_form()
        for number in range(7):
            self.submit(data | {"name_en": f"Name {number}"}, client=Client())
        bodies = "".join(SavedSubmission.objects.values_list("body", flat=True))
        self.assertEqual((SavedSubmission.objects.count(), "Name+1&" in bodies, "Name+6&" in bodies), (5, False, True))

    def test_form_submitted_twice_is_stored_once(self):
        data = self.open_form()
        for _number in range(2):
            self.submit(data, client=Client())
        self.assertEqual(SavedSubmission.objects.count(), 1)

    def test_message_says_that_the_text_was_deleted_after_an_hour(self):
        data = self.open_form() | {"name_en": TYPED_NAME}
        self.end_session()
        response = self.submit(data)
        with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
            page = self.sign_in_and_follow(response)
            self.assertContains(page, "Your text was kept for one hour and has been deleted.")

    def test_old_submissions_are_deleted(self):
        self.submit(self.open_form(), client=Client())
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            self.assertEqual(delete_old_submissions(), 1)

    def test_invalid_restored_parameter_is_ignored(self):
        for value in ("", "x", "00000000-0000-0000-0000-000000000000"):
            with self.subTest(value=value):
                page = self.client.get(get_admin_url(self.record), {"restored": value}, follow=True)
                self.assertEqual(page.status_code, 200)

    def test_form_posted_to_an_old_admin_url_requires_confirmation(self):
        self.submit(self.open_form(), get_admin_url(self.record).removesuffix("change/"), client=Client())
        saved = SavedSubmission.objects.get()
        self.assertContains(self.client.get(saved.path, {"restored": saved.pk}), "Not done yet")

    def test_stored_form_is_restored_at_its_own_url_only(self):
        self.submit(self.open_form() | {"name_en": TYPED_NAME}, client=Client())
        saved = SavedSubmission.objects.get()
        page = self.client.get(get_admin_url(factories.organisation()), {"restored": saved.pk}, follow=True)
        self.assertNotContains(page, TYPED_NAME)


class StaleCsrfTokenTests(SubmissionTestCase):
    """The user signed in again in another tab, so the CSRF token of the open form is out of date."""

    def setUp(self):
        super().setUp()
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(self.user)

    def submit_stale(self, **changes):
        data = self.open_form() | {"csrfmiddlewaretoken": "x" * 64} | changes
        return self.client.post(get_admin_url(self.record), data, follow=True)

    def test_form_is_restored(self):
        page = self.submit_stale(name_en=TYPED_NAME)
        self.assertEqual(page.context["adminform"].form["name_en"].value(), TYPED_NAME)

    def test_record_is_not_saved(self):
        self.submit_stale(name_en=TYPED_NAME)
        self.record.refresh_from_db()
        self.assertNotEqual(self.record.name_en, TYPED_NAME)

    def test_restored_form_has_a_valid_csrf_token(self):
        page = self.submit_stale(name_en=TYPED_NAME)
        token = Page(page).one("form#organisation_form").one("input[name=csrfmiddlewaretoken]")["value"]
        data = {**build_admin_form_data(page), "_form_token": extract_form_token(page), "csrfmiddlewaretoken": token}
        self.client.post(page.redirect_chain[-1][0], data)
        self.record.refresh_from_db()
        self.assertEqual(self.record.name_en, TYPED_NAME)

    def test_request_without_a_form_token_is_not_stored(self):
        self.client.post(get_admin_url(self.record), {"name_en": TYPED_NAME, "csrfmiddlewaretoken": "x" * 64})
        self.assertFalse(SavedSubmission.objects.exists())

    def test_request_without_a_form_token_gets_status_403_with_an_explanation(self):
        response = self.client.post(
            get_admin_url(self.record), {"name_en": TYPED_NAME, "csrfmiddlewaretoken": "x" * 64}
        )
        self.assertContains(
            response,
            "You opened this form before signing in again, or your browser has lost its cookie",
            status_code=403,
        )

    def test_form_opened_by_another_user_is_refused(self):
        data = self.open_form() | {"csrfmiddlewaretoken": "x" * 64, "name_en": TYPED_NAME}
        self.client.force_login(create_user("Senior editors"))
        response = self.client.post(get_admin_url(self.record), data)
        self.assertContains(response, "Someone else opened and filled in this form", status_code=403)


class RestoredApplicationFormTests(SubmissionTestCase):
    def test_restored_form_can_be_saved(self):
        row = factories.application()
        page = self.lose_session_and_return(
            self.open_form(get_admin_url(row)) | {"name_en": TYPED_NAME}, get_admin_url(row)
        )
        self.client.post(
            page.redirect_chain[-1][0], {**build_admin_form_data(page), "_form_token": extract_form_token(page)}
        )
        self.assertEqual(Application.objects.get(pk=row.pk).name_en, TYPED_NAME)
