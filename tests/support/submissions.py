"""A test case for admin forms that are submitted after the session has ended."""

from django.test import TestCase

from tests.support import factories
from tests.support.accounts import PASSWORD, create_user
from tests.support.admin_pages import build_admin_form_data, get_admin_url
from tests.support.html_pages import Page

TYPED_NAME = "A name that somebody typed"


def extract_form_token(response):
    return Page(response).select_one("input[name=_form_token]")["value"]


class SubmissionTestCase(TestCase):
    def setUp(self):
        self.user = create_user("Senior editors")
        self.client.force_login(self.user)
        self.record = factories.organisation(status="draft")

    def open_form(self, address=None):
        """Open a form; return the data that a browser would send."""
        page = self.client.get(address or get_admin_url(self.record))
        return {**build_admin_form_data(page), "_form_token": extract_form_token(page)}

    def end_session(self):
        self.client.session.flush()

    def submit(self, data, address=None, client=None):
        return (client or self.client).post(address or get_admin_url(self.record), data)

    def sign_in_and_follow(self, response, user=None, client=None):
        """Sign in on the page that a submission redirects to; return the page shown afterwards."""
        client = client or self.client
        page = client.get(response["Location"])
        next_url = Page(page).select("input[name=next]")[0]["value"]
        data = {"login": (user or self.user).username, "password": PASSWORD, "next": next_url}
        return client.post("/accounts/login/", data, follow=True)

    def lose_session_and_return(self, data, address=None, user=None):
        self.end_session()
        return self.sign_in_and_follow(self.submit(data, address), user)
