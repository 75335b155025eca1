"""Fill the primary with records, and print the cookie of an editor and the paths of all kinds of pages."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.replica_site.settings")


def main():
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from tests.support import addresses, factories, interface_world, users

    call_command("migrate", verbosity=0)
    interface_world.create_interface_records()
    factories.rebuild_search_index()
    factories.organisation(slug="bank", name_en="The Bank")
    editor = Client()
    editor.force_login(users.create_editor())
    paths = [
        *addresses.list_api_paths(),
        *(f"/en/{path}" for path in (*addresses.PAGES, *addresses.FORM_PAGES, *addresses.list_detail_paths())),
        *(f"/zh-hant/{path}" for path in (*addresses.SEARCHES, "search/?q=zyzzyva")),
        *(f"/zh-hans/{path}" for path in addresses.CSV_FILES),
    ]
    print(json.dumps({"cookie": f"sessionid={editor.cookies['sessionid'].value}", "paths": paths}))  # noqa: T201


main()
