"""A test case for the results of a search."""

from urllib.parse import urlencode

from django.test import TestCase

from tests.support.html_pages import fetch_page


class SearchResultsTestCase(TestCase):
    def fetch_result_slugs(self, text, language="en", path="search/", **parameters):
        return fetch_page(self.client, f"/{language}/{path}?{urlencode({'q': text} | parameters)}").rows
