"""What a search finds, through the page."""

from urllib.parse import urlencode

from django.test import TestCase

from tests.support.reading import read


class FindingTestCase(TestCase):
    def found(self, text, language="en", path="search/", **parameters):
        return read(self.client, f"/{language}/{path}?{urlencode({'q': text} | parameters)}").rows
