"""Signing in to the admin, and what is forgotten or wrong about it."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, TestCase, override_settings

from ecosystem.models import AccountEvent
from tests.support.accounts import (
    LOGIN_PATH,
    PASSWORD,
    CountingPasswordHasher,
    create_user,
    extract_link_paths,
    is_signed_in,
    sign_in,
)
from tests.support.html_pages import Page


class SignInTests(TestCase):
    def test_admin_login_leads_to_the_sign_in_of_accounts_with_the_page_asked_for(self):
        response = self.client.get("/admin/login/?next=/admin/ecosystem/place/")
        self.assertRedirects(response, f"{LOGIN_PATH}?next=/admin/ecosystem/place/")

    def test_page_asked_for_is_shown_after_sign_in(self):
        user = create_user("Editors")
        response = sign_in(self.client, user, next_url="/admin/ecosystem/place/")
        self.assertRedirects(response, "/admin/ecosystem/place/")

    def test_address_of_another_host_is_not_followed_after_sign_in(self):
        for next_url in ("https://evil.example/", "//evil.example/", "http://localhost/x", "javascript:alert(1)"):
            with self.subTest(next_url=next_url):
                client = Client()
                response = sign_in(client, create_user("Editors"), next_url=next_url)
                self.assertEqual(response["Location"], "/admin/")

    def test_stock_form_of_the_admin_signs_nobody_in(self):
        user = create_user("Editors")
        self.client.post("/admin/login/", {"username": user.username, "password": PASSWORD})
        self.assertFalse(is_signed_in(self.client))

    def test_stock_form_does_not_swap_the_account_of_somebody_signed_in(self):
        first, second = create_user("Editors"), create_user("Editors")
        self.client.force_login(first)
        self.client.post("/admin/login/", {"username": second.username, "password": PASSWORD})
        self.assertEqual(self.client.session["_auth_user_id"], str(first.pk))

    def test_account_without_an_address_signs_in_by_its_name(self):
        user = create_user("Editors", email=False)
        sign_in(self.client, user)
        self.assertTrue(is_signed_in(self.client))

    def test_address_stands_in_for_the_name(self):
        user = create_user("Editors")
        sign_in(self.client, user.email)
        self.assertTrue(is_signed_in(self.client))

    def test_wrong_name_and_wrong_password_are_told_alike(self):
        user = create_user("Editors")
        told = {
            Page(sign_in(Client(), name, password="wrong")).one("ul.errorlist").text
            for name in (user.username, "nobody-of-this-name", user.email, "nobody@example.org")
        }
        self.assertEqual(told, {"The username or password is incorrect."})

    @override_settings(PASSWORD_HASHERS=["tests.support.accounts.CountingPasswordHasher"])
    def test_wrong_name_and_wrong_password_take_the_same_time(self):
        user = create_user("Editors")
        counts = {}
        for name in (user.username, user.email, "nobody-of-this-name", "nobody@example.org"):
            before = CountingPasswordHasher.count
            sign_in(Client(), name, password="wrong")
            counts[name] = CountingPasswordHasher.count - before
        self.assertEqual(set(counts.values()), {1})

    def test_somebody_without_access_to_the_admin_is_refused_and_not_sent_in_circles(self):
        self.client.force_login(create_user(is_staff=False))
        self.assertEqual(self.client.get("/admin/login/?next=/admin/").status_code, 403)

    def test_closed_account_is_told_so(self):
        response = sign_in(self.client, create_user("Editors", is_active=False))
        self.assertRedirects(response, "/accounts/inactive/")

    def test_nobody_can_sign_up(self):
        response = self.client.post(
            "/accounts/signup/",
            {"username": "x", "email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD},
        )
        self.assertEqual((response.status_code, User.objects.exists()), (302, False))

    def test_signing_out_ends_the_session(self):
        sign_in(self.client, create_user("Editors"))
        self.client.post("/accounts/logout/")
        self.assertFalse(is_signed_in(self.client))

    def test_expired_check_value_of_the_sign_in_page_shows_the_page_anew(self):
        client = Client(enforce_csrf_checks=True)
        client.get(LOGIN_PATH)
        response = client.post(f"{LOGIN_PATH}?next=/admin/", {"login": "x", "password": "x"})
        self.assertRedirects(response, f"{LOGIN_PATH}?next=/admin/")


class LanguageTests(TestCase):
    def test_sign_in_page_is_in_the_language_of_the_browser(self):
        for language, title in (("zh-HK", "登入"), ("zh-CN", "登录"), ("en", "Sign in")):
            with self.subTest(language=language):
                page = Page(self.client.get(LOGIN_PATH, headers={"Accept-Language": language}))
                self.assertEqual(page.one("h1").text, title)


class PasswordResetTests(TestCase):
    def request_reset(self, email):
        return self.client.post("/accounts/password/reset/", {"email": email})

    def open_link(self, client, path):
        return client.get(path, follow=True)

    def set_password(self, client, opened):
        path, password = opened.redirect_chain[-1][0], "another-long-phrase-8"
        return client.post(path, {"password1": password, "password2": password})

    def test_link_from_the_mail_sets_a_new_password(self):
        user = create_user("Editors")
        self.request_reset(user.email)
        self.set_password(self.client, self.open_link(self.client, extract_link_paths(mail.outbox[0])[0]))
        user.refresh_from_db()
        self.assertTrue(user.check_password("another-long-phrase-8"))

    def test_address_that_is_not_confirmed_yet_gets_no_link(self):
        EmailAddress.objects.create(user=create_user("Editors"), email="mistyped@example.org", verified=False)
        self.request_reset("mistyped@example.org")
        self.assertEqual([extract_link_paths(message) for message in mail.outbox if "/key/" in message.body], [])

    def test_link_works_once(self):
        user = create_user("Editors")
        self.request_reset(user.email)
        path = extract_link_paths(mail.outbox[0])[0]
        self.set_password(self.client, self.open_link(self.client, path))
        self.assertContains(self.open_link(Client(), path), "This link has already been used")

    def test_link_names_the_site_of_the_settings_whatever_host_was_asked(self):
        user = create_user("Editors")
        self.client.post("/accounts/password/reset/", {"email": user.email}, headers={"Host": "localhost"})
        self.assertIn("http://127.0.0.1:8000/accounts/password/reset/key/", mail.outbox[0].body)

    @override_settings(PASSWORD_RESET_TIMEOUT=-1)
    def test_link_expires(self):
        user = create_user("Editors")
        self.request_reset(user.email)
        self.assertContains(
            self.open_link(self.client, extract_link_paths(mail.outbox[0])[0]),
            "This link has already been used or is more than one hour old",
        )

    def test_answer_is_the_same_for_an_address_without_an_account(self):
        user = create_user("Editors")
        answers = [self.request_reset(email) for email in (user.email, "nobody@example.org")]
        self.assertEqual(len({(answer.status_code, answer["Location"]) for answer in answers}), 1)

    def test_mail_server_that_fails_does_not_tell_who_has_an_account(self):
        user = create_user("Editors")
        mailers = {"default": {"BACKEND": "tests.support.accounts.FailingEmailBackend"}}
        with override_settings(MAILERS=mailers), self.assertLogs("ecosystem.accounts.adapters", "ERROR"):
            answer = self.request_reset(user.email)
        self.assertRedirects(answer, "/accounts/password/reset/done/")

    def test_reset_ends_the_sessions_that_were_open(self):
        user = create_user("Editors")
        sign_in(other := Client(), user)
        self.request_reset(user.email)
        self.set_password(self.client, self.open_link(self.client, extract_link_paths(mail.outbox[0])[0]))
        self.assertEqual(other.get("/admin/").status_code, 302)

    def test_reset_is_logged(self):
        user = create_user("Editors")
        self.request_reset(user.email)
        self.set_password(self.client, self.open_link(self.client, extract_link_paths(mail.outbox[0])[0]))
        self.assertTrue(AccountEvent.objects.filter(kind="password_reset", user=user).exists())

    def test_mail_is_in_the_language_of_the_request(self):
        user = create_user("Editors")
        self.client.post("/accounts/password/reset/", {"email": user.email}, headers={"Accept-Language": "zh-HK"})
        self.assertIn("設定新密碼", mail.outbox[0].subject)


class EmailChangeTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")
        sign_in(self.client, self.user)
        mail.outbox.clear()

    def change(self, email="new@example.org"):
        return self.client.post("/accounts/email/", {"action_add": "", "email": email})

    def test_new_address_counts_only_once_it_is_confirmed(self):
        self.change()
        self.user.refresh_from_db()
        self.assertNotEqual(self.user.email, "new@example.org")

    def test_link_confirms_the_new_address_in_place_of_the_old(self):
        self.change()
        self.client.post(extract_link_paths(mail.outbox[0])[0])
        self.user.refresh_from_db()
        addresses = list(self.user.emailaddress_set.values_list("email", flat=True))
        self.assertEqual((self.user.email, addresses), ("new@example.org", ["new@example.org"]))


class PasswordChangeTests(TestCase):
    NEW = "another-long-phrase-8"

    def change(self, client, old=PASSWORD, new=NEW):
        return client.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new})

    def test_change_ends_the_other_sessions_and_not_this_one(self):
        user = create_user("Editors")
        sign_in(self.client, user)
        sign_in(other := Client(), user)
        self.change(self.client)
        self.assertEqual((self.client.get("/admin/").status_code, other.get("/admin/").status_code), (200, 302))

    def test_owner_is_told_by_mail(self):
        sign_in(self.client, create_user("Editors"))
        self.change(self.client)
        self.assertEqual(mail.outbox[-1].subject, "HKAI · 香港AI: Your password was changed")

    def test_mail_names_network_and_browser(self):
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        client = Client(headers={"User-Agent": agent})
        sign_in(client, create_user("Editors"))
        self.change(client)
        self.assertIn("IP address: 127.0.0.1. Browser: Firefox on Linux.", mail.outbox[-1].body)

    def test_page_of_the_admin_leads_to_that_of_the_account(self):
        sign_in(self.client, create_user("Editors"))
        self.assertRedirects(self.client.get("/admin/password_change/"), "/accounts/password/change/")

    def test_guesses_of_the_present_password_are_limited(self):
        sign_in(self.client, create_user("Editors"))
        statuses = [self.change(self.client, old=f"guess-{n}").status_code for n in range(6)]
        self.assertEqual(statuses, [200] * 5 + [429])
