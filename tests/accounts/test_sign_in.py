"""Signing in to the admin, password reset, and changes of password and email address."""

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
    def test_admin_login_redirects_to_the_sign_in_page_and_keeps_next(self):
        response = self.client.get("/admin/login/?next=/admin/ecosystem/place/")
        self.assertRedirects(response, f"{LOGIN_PATH}?next=/admin/ecosystem/place/")

    def test_redirects_to_the_next_url(self):
        user = create_user("Editors")
        response = sign_in(self.client, user, next_url="/admin/ecosystem/place/")
        self.assertRedirects(response, "/admin/ecosystem/place/")

    def test_next_url_of_another_host_is_ignored(self):
        for next_url in ("https://evil.example/", "//evil.example/", "http://localhost/x", "javascript:alert(1)"):
            with self.subTest(next_url=next_url):
                client = Client()
                response = sign_in(client, create_user("Editors"), next_url=next_url)
                self.assertEqual(response["Location"], "/admin/")

    def test_stock_admin_login_form_does_not_sign_in(self):
        user = create_user("Editors")
        self.client.post("/admin/login/", {"username": user.username, "password": PASSWORD})
        self.assertFalse(is_signed_in(self.client))

    def test_stock_admin_login_form_does_not_switch_accounts(self):
        first, second = create_user("Editors"), create_user("Editors")
        self.client.force_login(first)
        self.client.post("/admin/login/", {"username": second.username, "password": PASSWORD})
        self.assertEqual(self.client.session["_auth_user_id"], str(first.pk))

    def test_account_without_an_email_address_signs_in_by_username(self):
        user = create_user("Editors", email=False)
        sign_in(self.client, user)
        self.assertTrue(is_signed_in(self.client))

    def test_email_address_is_accepted_instead_of_the_username(self):
        user = create_user("Editors")
        sign_in(self.client, user.email)
        self.assertTrue(is_signed_in(self.client))

    def test_wrong_username_and_wrong_password_have_the_same_error(self):
        user = create_user("Editors")
        told = {
            Page(sign_in(Client(), name, password="wrong")).one("ul.errorlist").text
            for name in (user.username, "nobody-of-this-name", user.email, "nobody@example.org")
        }
        self.assertEqual(told, {"The username or password is incorrect."})

    @override_settings(PASSWORD_HASHERS=["tests.support.accounts.CountingPasswordHasher"])
    def test_wrong_username_and_wrong_password_hash_equally_often(self):
        user = create_user("Editors")
        counts = {}
        for name in (user.username, user.email, "nobody-of-this-name", "nobody@example.org"):
            before = CountingPasswordHasher.count
            sign_in(Client(), name, password="wrong")
            counts[name] = CountingPasswordHasher.count - before
        self.assertEqual(set(counts.values()), {1})

    def test_user_without_admin_access_gets_status_403_instead_of_a_redirect(self):
        self.client.force_login(create_user(is_staff=False))
        self.assertEqual(self.client.get("/admin/login/?next=/admin/").status_code, 403)

    def test_inactive_account_is_redirected_to_the_inactive_page(self):
        response = sign_in(self.client, create_user("Editors", is_active=False))
        self.assertRedirects(response, "/accounts/inactive/")

    def test_sign_up_is_closed(self):
        response = self.client.post(
            "/accounts/signup/",
            {"username": "x", "email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD},
        )
        self.assertEqual((response.status_code, User.objects.exists()), (302, False))

    def test_signing_out_ends_the_session(self):
        sign_in(self.client, create_user("Editors"))
        self.client.post("/accounts/logout/")
        self.assertFalse(is_signed_in(self.client))

    def test_expired_csrf_token_redirects_to_the_sign_in_page(self):
        client = Client(enforce_csrf_checks=True)
        client.get(LOGIN_PATH)
        response = client.post(f"{LOGIN_PATH}?next=/admin/", {"login": "x", "password": "x"})
        self.assertRedirects(response, f"{LOGIN_PATH}?next=/admin/")


class SignInPageLanguageTests(TestCase):
    def test_page_is_in_the_language_of_the_browser(self):
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

    def test_unverified_email_address_gets_no_link(self):
        EmailAddress.objects.create(user=create_user("Editors"), email="mistyped@example.org", verified=False)
        self.request_reset("mistyped@example.org")
        self.assertEqual([extract_link_paths(message) for message in mail.outbox if "/key/" in message.body], [])

    def test_link_works_once(self):
        user = create_user("Editors")
        self.request_reset(user.email)
        path = extract_link_paths(mail.outbox[0])[0]
        self.set_password(self.client, self.open_link(self.client, path))
        self.assertContains(self.open_link(Client(), path), "This link has already been used")

    def test_link_uses_the_configured_site_url_instead_of_the_host_header(self):
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

    def test_response_is_the_same_for_an_unknown_email_address(self):
        user = create_user("Editors")
        answers = [self.request_reset(email) for email in (user.email, "nobody@example.org")]
        self.assertEqual(len({(answer.status_code, answer["Location"]) for answer in answers}), 1)

    def test_mail_failure_does_not_reveal_whether_an_account_exists(self):
        user = create_user("Editors")
        mailers = {"default": {"BACKEND": "tests.support.accounts.FailingEmailBackend"}}
        with override_settings(MAILERS=mailers), self.assertLogs("ecosystem.accounts.adapters", "ERROR"):
            answer = self.request_reset(user.email)
        self.assertRedirects(answer, "/accounts/password/reset/done/")

    def test_reset_ends_open_sessions(self):
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

    def test_new_address_is_not_used_before_it_is_confirmed(self):
        self.change()
        self.user.refresh_from_db()
        self.assertNotEqual(self.user.email, "new@example.org")

    def test_confirmation_link_replaces_the_old_address(self):
        self.change()
        self.client.post(extract_link_paths(mail.outbox[0])[0])
        self.user.refresh_from_db()
        addresses = list(self.user.emailaddress_set.values_list("email", flat=True))
        self.assertEqual((self.user.email, addresses), ("new@example.org", ["new@example.org"]))


class PasswordChangeTests(TestCase):
    NEW = "another-long-phrase-8"

    def change(self, client, old=PASSWORD, new=NEW):
        return client.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new})

    def test_change_ends_other_sessions_but_not_the_current_one(self):
        user = create_user("Editors")
        sign_in(self.client, user)
        sign_in(other := Client(), user)
        self.change(self.client)
        self.assertEqual((self.client.get("/admin/").status_code, other.get("/admin/").status_code), (200, 302))

    def test_owner_is_notified_by_mail(self):
        sign_in(self.client, create_user("Editors"))
        self.change(self.client)
        self.assertEqual(mail.outbox[-1].subject, "HKAI · 香港AI: Your password was changed")

    def test_mail_names_ip_address_and_browser(self):
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        client = Client(headers={"User-Agent": agent})
        sign_in(client, create_user("Editors"))
        self.change(client)
        self.assertIn("IP address: 127.0.0.1. Browser: Firefox on Linux.", mail.outbox[-1].body)

    def test_admin_password_page_redirects_to_the_account_page(self):
        sign_in(self.client, create_user("Editors"))
        self.assertRedirects(self.client.get("/admin/password_change/"), "/accounts/password/change/")

    def test_wrong_current_passwords_are_rate_limited(self):
        sign_in(self.client, create_user("Editors"))
        statuses = [self.change(self.client, old=f"guess-{n}").status_code for n in range(6)]
        self.assertEqual(statuses, [200] * 5 + [429])
