"""Forms of the admin that are sent after their session has ended."""

import re

from django.test import TestCase

from tests.support import factories
from tests.support.accounts import PASSWORD, create_user
from tests.support.admin_pages import door, sent
from tests.support.reading import Page

TYPED = "A name that somebody typed"


def token_in(response):
    return re.search(r'name="_form_token" value="([^"]+)"', response.content.decode())[1]


class SubmissionTestCase(TestCase):
    def setUp(self):
        self.user = create_user("Publishers")
        self.client.force_login(self.user)
        self.record = factories.organisation(status="draft")

    def open(self, address=None):
        """Open a form and keep what its browser would send."""
        page = self.client.get(address or door(self.record))
        return {**sent(page), "_form_token": token_in(page)}

    def end_session(self):
        self.client.session.flush()

    def submit(self, data, address=None, client=None):
        return (client or self.client).post(address or door(self.record), data)

    def sign_in_and_follow(self, response, user=None, client=None):
        """Sign in on the page that a submission led to, and return the page shown afterwards."""
        client = client or self.client
        page = client.get(response["Location"])
        next_url = Page(page).all("input", name="next")[0]["value"]
        data = {"login": (user or self.user).username, "password": PASSWORD, "next": next_url}
        return client.post("/accounts/login/", data, follow=True)

    def lose_session_and_return(self, data, address=None, user=None):
        self.end_session()
        return self.sign_in_and_follow(self.submit(data, address), user)
