"""What readers missed, as editors see it: how often, and the ways to put it right."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from ecosystem.models import Initiative, Organisation, SearchMiss
from ecosystem.search import failed_searches
from tests.support import factories, users
from tests.support.admin_pages import get_admin_url
from tests.support.html_pages import Page

LIST = get_admin_url(SearchMiss, "changelist")


def missed(text, *, days_ago=0, **values):
    return SearchMiss.objects.create(text=text, day=localdate() - timedelta(days=days_ago), **values)


class MissesTestCase(TestCase):
    def setUp(self):
        self.client.force_login(users.create_editor())

    def rows(self):
        """Return the rows of the table, each as its cells."""
        return [row.select("th") + row.select("td") for row in Page(self.client.get(LIST)).one("tbody").select("tr")]

    def texts(self):
        return [cells[0].text for cells in self.rows()]

    def links(self, cell):
        (cells,) = self.rows()
        return {a.text: a["href"] for a in cells[cell].select("a")}


class TableTests(MissesTestCase):
    def test_names_each_text_once_with_how_often_it_was_missed_and_wanted(self):
        missed("origami", count=2, wanted=1)
        missed("origami", days_ago=3, count=3, wanted=1)
        self.assertEqual([[cell.text for cell in cells[:3]] for cells in self.rows()], [["origami", "5", "2"]])

    def test_says_when_it_was_missed_last(self):
        missed("origami", days_ago=9)
        missed("origami", days_ago=2)
        expected = SearchMiss.objects.latest("day").day
        self.assertEqual([row["last"] for row in self.client.get(LIST).context["rows"]], [expected])

    def test_puts_first_what_is_wanted_then_what_is_missed_most(self):
        missed("seldom"), missed("often", count=9), missed("wanted", wanted=1)
        self.assertEqual(self.texts(), ["wanted", "often", "seldom"])

    def test_leaves_out_what_is_older_than_it_may_be_kept(self):
        missed("old", days_ago=failed_searches.RETENTION_DAYS)
        missed("new", days_ago=failed_searches.RETENTION_DAYS - 1)
        self.assertEqual(self.texts(), ["new"])

    def test_says_that_nothing_was_missed(self):
        self.assertContains(self.client.get(LIST), "No searches without results.")

    def test_shows_what_was_typed_as_text(self):
        missed("<b>origami</b>")
        self.assertEqual(self.texts(), ["<b>origami</b>"])

    def test_tells_of_nobody(self):
        missed("origami")
        heads = [head.text for head in Page(self.client.get(LIST)).one("thead").select("th")]
        told = [
            "Search words",
            "Searches",
            "Requests to add",
            "Last searched",
            "Add as another name of",
            "Add a record",
        ]
        self.assertEqual(heads, told)

    def test_asks_the_database_as_much_for_many_rows_as_for_few(self):
        counts = []
        # The first page of a session notes that it is in use.
        self.client.get(LIST)
        for rows in (3, 27):
            for number in range(rows):
                missed(f"origami {rows} {number}")
            with CaptureQueriesContext(connection) as queries:
                self.client.get(LIST)
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])


class AliasTests(MissesTestCase):
    """Another name on a record puts it right."""

    def test_leads_to_the_records_whose_names_are_near(self):
        body = factories.organisation(name_en="Heron Robotics")
        fund = factories.initiative(name_en="Heron Fund", lead=body)
        factories.rebuild_search_index()
        missed("heron")
        links = self.links(4)
        self.assertEqual((links["Heron Robotics"], links["Heron Fund"]), (get_admin_url(body), get_admin_url(fund)))

    def test_leads_to_no_record_that_has_no_other_names(self):
        factories.collaboration(name_en="Heron Pact")
        factories.place("heron", name_en="Heron Point")
        factories.rebuild_search_index()
        missed("heron")
        self.assertEqual(set(self.links(4)), {"organisations…", "initiatives…"})

    def test_leads_to_the_lists_where_no_record_is_near(self):
        missed("zyzzyva")
        expected = {
            "organisations…": get_admin_url(Organisation, "changelist"),
            "initiatives…": get_admin_url(Initiative, "changelist"),
        }
        self.assertEqual(self.links(4), expected)

    def test_is_a_form_that_opens(self):
        factories.organisation(name_en="Heron Robotics")
        factories.rebuild_search_index()
        missed("heron")
        for address in self.links(4).values():
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 200)


class RecordTests(MissesTestCase):
    """A record that is missing puts it right."""

    def test_leads_to_a_new_record_of_each_kind(self):
        missed("origami works")
        expected = ["collaboration", "initiative", "organisation"]
        self.assertEqual(sorted(self.links(5)), expected)

    def test_has_the_name_filled_in_as_it_was_typed(self):
        for text, name in (("origami & sons", "name_en"), ("摺紙公司", "name_zh_hant")):
            SearchMiss.objects.all().delete()
            missed(text)
            for address in self.links(5).values():
                with self.subTest(text=text, address=urlsplit(address).path):
                    self.assertEqual(dict(parse_qsl(urlsplit(address).query)), {name: text})
                    form = self.client.get(address).context["adminform"].form
                    self.assertEqual(form[name].value(), text)


class DoorTests(TestCase):
    def test_is_open_to_both_roles(self):
        for user in (users.create_editor(), users.create_senior_editor(), users.create_superuser()):
            self.client.force_login(user)
            with self.subTest(user=user):
                self.assertEqual(self.client.get(LIST).status_code, 200)

    def test_is_shown_on_the_front_page_of_the_editors(self):
        self.client.force_login(users.create_editor())
        self.assertContains(self.client.get("/admin/"), f'href="{LIST}"')

    def test_is_shut_to_strangers(self):
        self.assertRedirects(self.client.get(LIST), f"/admin/login/?next={LIST}", target_status_code=302)

    def test_is_shut_to_those_without_a_role(self):
        self.client.force_login(users.create_staff_user())
        self.assertEqual(self.client.get(LIST).status_code, 403)

    def test_lets_nobody_write_or_delete(self):
        self.client.force_login(users.create_superuser())
        row = missed("origami", count=2)
        for address in (get_admin_url(SearchMiss, "add"), get_admin_url(row), get_admin_url(row, "delete")):
            with self.subTest(address=address):
                self.assertEqual(self.client.post(address, {"text": "other", "post": "yes"}).status_code, 403)
        self.assertEqual(SearchMiss.objects.values_list("text", "count").get(), ("origami", 2))

    def test_lets_nobody_delete_from_the_list(self):
        self.client.force_login(users.create_superuser())
        row = missed("origami")
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        self.client.post(LIST, chosen)
        self.assertTrue(SearchMiss.objects.filter(pk=row.pk).exists())
