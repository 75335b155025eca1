"""Number of SQL statements for saving a record in the admin."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecosystem.history import revisions
from ecosystem.models import Change
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url
from tests.support.search_index import read_rebuilt_search_index, read_search_index

# Of a form of a public record: the whole request, with its session and user.
MOST_STATEMENTS = 45


class RecordSaveQueryCountTests(AdminTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hub = factories.organisation(slug="hub", acronym="HUB", applications=[factories.application()])
        cls.hub.support.add(factories.support())
        cls.editor = users.create_senior_editor()

    def setUp(self):
        self.sign_in(self.editor)

    def add_neighbours(self, number):
        for _ in range(number):
            fund = factories.initiative(lead=self.hub)
            factories.collaboration(parties=[self.hub, factories.organisation(parent=self.hub)], initiative=fund)
            factories.cite(self.hub, "name")
        factories.indicator(slug=f"series-{number}", organisation=self.hub)
        factories.rebuild_search_index()
        revisions.begin_record_histories()

    def save_sentence(self, sentence):
        """Save the form with another summary; return the statements."""
        data = build_admin_form_data(self.client.get(get_admin_url(self.hub)), summary_en=sentence)
        with CaptureQueriesContext(connection) as captured:
            self.assertEqual(self.client.post(get_admin_url(self.hub), data).status_code, 302)
        return [query["sql"] for query in captured]

    def test_does_not_depend_on_the_number_of_related_records(self):
        self.add_neighbours(2)
        self.save_sentence("Content types are known from now on.")
        few = self.save_sentence("It watches herons and egrets.")
        self.add_neighbours(20)
        many = self.save_sentence("It counts spoonbills and kingfishers.")
        self.assertEqual(len(many), len(few), "\n".join(many))
        self.assertLessEqual(len(many), MOST_STATEMENTS, "\n".join(many))

    def test_history_and_search_index_are_complete_after_the_save(self):
        self.add_neighbours(3)
        self.save_sentence("It watches herons and egrets.")
        change = Change.objects.for_record(self.hub).latest("pk")
        self.assertEqual((change.kind, change.fields), ("changed", ["summary"]))
        after = read_search_index()
        self.assertEqual(after, read_rebuilt_search_index())
