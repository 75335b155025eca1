"""The admin list of searches without results, and its links to add a name or a record."""

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


def create_miss(text, *, days_ago=0, **values):
    return SearchMiss.objects.create(text=text, day=localdate() - timedelta(days=days_ago), **values)


class SearchMissTestCase(TestCase):
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


class SearchMissTableTests(SearchMissTestCase):
    def test_groups_by_text_and_sums_searches_and_requests(self):
        create_miss("origami", count=2, wanted=1)
        create_miss("origami", days_ago=3, count=3, wanted=1)
        self.assertEqual([[cell.text for cell in cells[:3]] for cells in self.rows()], [["origami", "5", "2"]])

    def test_shows_the_last_day_of_a_text(self):
        create_miss("origami", days_ago=9)
        create_miss("origami", days_ago=2)
        expected = SearchMiss.objects.latest("day").day
        self.assertEqual([row["last"] for row in self.client.get(LIST).context["rows"]], [expected])

    def test_orders_by_requests_and_then_by_searches(self):
        create_miss("seldom"), create_miss("often", count=9), create_miss("wanted", wanted=1)
        self.assertEqual(self.texts(), ["wanted", "often", "seldom"])

    def test_hides_misses_older_than_the_retention_time(self):
        create_miss("old", days_ago=failed_searches.RETENTION_DAYS)
        create_miss("new", days_ago=failed_searches.RETENTION_DAYS - 1)
        self.assertEqual(self.texts(), ["new"])

    def test_shows_a_message_when_empty(self):
        self.assertContains(self.client.get(LIST), "No searches without results.")

    def test_escapes_html_of_the_search_text(self):
        create_miss("<b>origami</b>")
        self.assertEqual(self.texts(), ["<b>origami</b>"])

    def test_has_no_column_about_users(self):
        create_miss("origami")
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

    def test_query_count_does_not_depend_on_the_number_of_rows(self):
        counts = []
        # The first page of a session notes that it is in use.
        self.client.get(LIST)
        for rows in (3, 27):
            for number in range(rows):
                create_miss(f"origami {rows} {number}")
            with CaptureQueriesContext(connection) as queries:
                self.client.get(LIST)
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])


class SearchMissAliasLinkTests(SearchMissTestCase):
    """The column with links to records that can get the search text as another name."""

    def test_links_to_records_with_a_similar_name(self):
        body = factories.organisation(name_en="Heron Robotics")
        fund = factories.initiative(name_en="Heron Fund", lead=body)
        factories.rebuild_search_index()
        create_miss("heron")
        links = self.links(4)
        self.assertEqual((links["Heron Robotics"], links["Heron Fund"]), (get_admin_url(body), get_admin_url(fund)))

    def test_excludes_records_without_aliases(self):
        factories.collaboration(name_en="Heron Pact")
        factories.place("heron", name_en="Heron Point")
        factories.rebuild_search_index()
        create_miss("heron")
        self.assertEqual(set(self.links(4)), {"organisations…", "initiatives…"})

    def test_links_to_the_change_lists_when_no_record_is_similar(self):
        create_miss("zyzzyva")
        expected = {
            "organisations…": get_admin_url(Organisation, "changelist"),
            "initiatives…": get_admin_url(Initiative, "changelist"),
        }
        self.assertEqual(self.links(4), expected)

    def test_links_open(self):
        factories.organisation(name_en="Heron Robotics")
        factories.rebuild_search_index()
        create_miss("heron")
        for address in self.links(4).values():
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 200)


class SearchMissAddLinkTests(SearchMissTestCase):
    """The column with links to add a missing record."""

    def test_links_to_the_add_form_of_each_kind(self):
        create_miss("origami works")
        expected = ["collaboration", "initiative", "organisation"]
        self.assertEqual(sorted(self.links(5)), expected)

    def test_add_form_has_the_search_text_as_name(self):
        for text, name in (("origami & sons", "name_en"), ("摺紙公司", "name_zh_hant")):
            SearchMiss.objects.all().delete()
            create_miss(text)
            for address in self.links(5).values():
                with self.subTest(text=text, address=urlsplit(address).path):
                    self.assertEqual(dict(parse_qsl(urlsplit(address).query)), {name: text})
                    form = self.client.get(address).context["adminform"].form
                    self.assertEqual(form[name].value(), text)


class SearchMissPermissionTests(TestCase):
    def test_editors_senior_editors_and_superusers_have_access(self):
        for user in (users.create_editor(), users.create_senior_editor(), users.create_superuser()):
            self.client.force_login(user)
            with self.subTest(user=user):
                self.assertEqual(self.client.get(LIST).status_code, 200)

    def test_admin_index_links_to_the_list(self):
        self.client.force_login(users.create_editor())
        self.assertContains(self.client.get("/admin/"), f'href="{LIST}"')

    def test_anonymous_users_are_redirected_to_the_login(self):
        self.assertRedirects(self.client.get(LIST), f"/admin/login/?next={LIST}", target_status_code=302)

    def test_users_without_a_role_are_denied(self):
        self.client.force_login(users.create_staff_user())
        self.assertEqual(self.client.get(LIST).status_code, 403)

    def test_rows_cannot_be_added_changed_or_deleted(self):
        self.client.force_login(users.create_superuser())
        row = create_miss("origami", count=2)
        for address in (get_admin_url(SearchMiss, "add"), get_admin_url(row), get_admin_url(row, "delete")):
            with self.subTest(address=address):
                self.assertEqual(self.client.post(address, {"text": "other", "post": "yes"}).status_code, 403)
        self.assertEqual(SearchMiss.objects.values_list("text", "count").get(), ("origami", 2))

    def test_list_action_cannot_delete_rows(self):
        self.client.force_login(users.create_superuser())
        row = create_miss("origami")
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        self.client.post(LIST, chosen)
        self.assertTrue(SearchMiss.objects.filter(pk=row.pk).exists())
