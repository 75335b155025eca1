"""Maps of the real data: no label overlaps, and every number matches its list."""

import re
from itertools import combinations

import pytest
from django.test import Client

from ecosystem.visuals.geometry.shapes import Box, measure_text_width
from tests.support.facts import FactsTestCase
from tests.support.html_pages import fetch_page

LANGUAGES = ("en", "zh-hant", "zh-hans")
# The font size in pixels of a label next to what it names.
SIZE = 13.0


def box(text):
    """Return the approximate box of a text in a picture."""
    x, y, width = float(text["x"]), float(text["y"]), measure_text_width(text.text, SIZE)
    left = {"end": x - width, "middle": x - width / 2}.get(text.get("text-anchor", ""), x)
    return Box(left, y - SIZE * 0.8, left + width, y + SIZE * 0.2)


# Draws every map and measures its labels, which is geometry.
@pytest.mark.slow
class RealDataMapTests(FactsTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = {language: fetch_page(Client(), f"/{language}/map/") for language in LANGUAGES}
        cls.homes = {language: fetch_page(Client(), f"/{language}/") for language in LANGUAGES}

    def maps(self):
        for language in LANGUAGES:
            for page in (self.pages[language], self.homes[language]):
                for number, svg in enumerate(page.select("svg.map")):
                    with self.subTest(language=language, width=svg["viewbox"], map=number):
                        yield svg

    def test_labels_do_not_overlap(self):
        for svg in self.maps():
            names = [(text.text, box(text)) for text in svg.select("text.label")]
            overlapping = [(a, b) for (a, at), (b, other) in combinations(names, 2) if at.overlaps(other)]
            self.assertEqual(overlapping, [])

    def test_labels_and_discs_are_within_the_frame(self):
        for svg in self.maps():
            width, height = map(float, svg["viewbox"].split()[2:])
            frame = Box(0, 0, width, height)
            boxes = [box(text) for text in svg.select("text.label")]
            for circle in svg.select("circle"):
                x, y, r = (float(circle[name]) for name in ("cx", "cy", "r"))
                boxes.append(Box(x - r, y - r, x + r, y + r))
            self.assertEqual([each for each in boxes if not frame.contains(each)], [])

    def test_map_is_deterministic(self):
        again = fetch_page(Client(), "/en/map.svg")
        self.assertEqual(again.text, fetch_page(Client(), "/en/map.svg").text)

    def test_count_of_each_district_matches_its_list(self):
        rows = self.pages["en"].one("section#districts").select("tbody")[0].select("tr")
        self.assertEqual(len(rows), 18)
        for row in rows:
            link = row.select("a")[0]
            with self.subTest(district=link.text):
                self.assertEqual(int(row.select("td")[0].text), fetch_page(Client(), link["href"]).count)

    def test_clusters_open_until_each_site_links_to_its_page(self):
        seen, ahead = set(), ["/en/map/"]
        places = set()
        while ahead:
            address = ahead.pop()
            seen.add(address)
            links = [a["href"] for a in fetch_page(Client(), address).select("svg.map")[0].select("a")]
            places |= {link for link in links if "/places/" in link}
            ahead += [link for link in set(links) if "near=" in link and link not in seen]
        self.assertEqual(len(places), len(self.sites()))

    def sites(self):
        rows = fetch_page(Client(), "/en/places/").one("section#hong_kong").select("tbody")[0].select("tr")
        return [row for row in rows if row.select("td")[1].text == "Exact site" and int(row.select("td")[2].text)]

    def test_each_city_lists_as_many_organisations_as_it_counts(self):
        for city in self.pages["en"].select("dl.cities")[0].select("div"):
            said = int(re.search(r"(\d+) organisation", city.text)[1])
            self.assertEqual(len(city.select("li")), said)
