"""Deletion of rows that were never public and that no other row uses."""

from django.test import TestCase

from ecosystem.models import Organisation, Place, Source, Theme, editions
from tests.support import factories, users
from tests.support.admin_pages import get_admin_url


def delete(client, row):
    return client.post(get_admin_url(row, "delete"), {"post": "yes"}, follow=True)


def delete_selected(client, *rows):
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    page = client.post(get_admin_url(type(rows[0]), "changelist"), chosen | {"index": "0"}, follow=True)
    client.post(get_admin_url(type(rows[0]), "changelist"), chosen | {"post": "yes"}, follow=True)
    return page


class DraftDeletionTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_editor())

    def test_deletes_a_draft_with_its_citations(self):
        draft = factories.organisation(status="draft")
        delete(self.client, draft)
        self.assertFalse(Organisation.objects.filter(pk=draft.pk).exists())

    def test_delete_page_asks_for_confirmation(self):
        draft = factories.organisation(status="draft")
        response = self.client.get(get_admin_url(draft, "delete"))
        self.assertContains(response, "Are you sure")
        self.assertTrue(Organisation.objects.filter(pk=draft.pk).exists())

    def test_keeps_a_draft_in_use_and_names_the_record_that_uses_it(self):
        draft = factories.organisation(status="draft", name_en="A body")
        factories.initiative(status="draft", lead=draft, name_en="The Fund")
        response = delete(self.client, draft)
        self.assertContains(response, "“The Fund” uses “A body”.")
        self.assertTrue(Organisation.objects.filter(pk=draft.pk).exists())

    def test_list_action_deletes_only_records_that_were_never_public(self):
        draft, archived = factories.organisation(status="draft"), factories.organisation(status="archived")
        response = delete_selected(self.client, draft, archived)
        self.assertContains(response, "has been public. Archive it instead")
        self.assertEqual(list(Organisation.objects.all()), [archived])

    def test_list_action_keeps_public_records_even_for_superusers(self):
        self.client.force_login(users.create_superuser())
        public = factories.organisation()
        delete_selected(self.client, public)
        self.assertTrue(Organisation.objects.filter(pk=public.pk).exists())


class SharedRowDeletionTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def test_deletes_an_unused_place_and_makes_a_new_edition(self):
        place, before = factories.place(), editions.read_edition_number()
        delete(self.client, place)
        self.assertFalse(Place.objects.exists())
        self.assertGreater(editions.read_edition_number(), before)

    def test_keeps_a_place_of_an_organisation(self):
        body = factories.organisation(name_en="A body")
        response = delete(self.client, body.place)
        self.assertContains(response, "“A body” uses “Central”.")
        self.assertTrue(Place.objects.filter(pk=body.place_id).exists())

    def test_explains_why_nothing_was_deleted(self):
        response = delete(self.client, factories.organisation().place)
        self.assertContains(response, "Nothing was deleted because these still use it:")

    def test_keeps_a_theme_of_an_organisation(self):
        theme = factories.organisation(name_en="A body").themes.get()
        response = delete(self.client, theme)
        self.assertContains(response, "“A body” uses")
        self.assertTrue(Theme.objects.filter(pk=theme.pk).exists())

    def test_keeps_a_cited_source_and_names_the_record(self):
        source = factories.cite(factories.organisation(name_en="A body")).source
        response = delete(self.client, source)
        self.assertContains(response, "“A body” uses")
        self.assertTrue(Source.objects.filter(pk=source.pk).exists())

    def test_keeps_an_indicator_that_an_introduction_links_to(self):
        indicator = factories.indicator()
        factories.theme(introduction_en=f"[200 companies](indicator:{indicator.slug})")
        theme = Theme.objects.get()
        theme.introduction_en = f"[200 companies](indicator:{indicator.slug})"
        theme.save()
        response = delete(self.client, indicator)
        self.assertContains(response, "The introduction to")

    def test_list_action_keeps_sources_in_use(self):
        used, free = factories.cite(factories.organisation()).source, factories.source()
        delete_selected(self.client, used, free)
        self.assertTrue(Source.objects.filter(pk=used.pk).exists())
