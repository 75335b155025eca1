"""Compare two versions of the site, answer by answer: for a change after which readers should see no difference.

    DATABASE_URL=sqlite:////tmp/a.sqlite3 python -m tests.support.page_snapshots take /tmp/before.sqlite3
    (in another checkout, on a copy of the same database)
    DATABASE_URL=sqlite:////tmp/b.sqlite3 python -m tests.support.page_snapshots take /tmp/after.sqlite3
    python -m tests.support.page_snapshots compare /tmp/before.sqlite3 /tmp/after.sqlite3

Takes every address of `tests.support.addresses`, a share of what those pages link to, and pages of the admin as its
first superuser, under a clock that stands still. Tokens of forms are left out, and static files are not hashed.
"""

import argparse
import difflib
import hashlib
import io
import json
import logging
import os
import re
import sqlite3
import sys
import zipfile
import zlib
from collections import Counter
from datetime import UTC, datetime

NOW = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
HEADERS = (
    *("Access-Control-Allow-Origin", "Allow", "Cache-Control", "Content-Disposition", "Content-Language"),
    *("Content-Security-Policy", "Content-Type", "Link", "Location", "Retry-After", "Vary", "X-Robots-Tag"),
)
LINK = re.compile(rb'(?:href|action|src)="(/(?!static/)[^"#]*)(?:#[^"]*)?"')
TOKEN = re.compile(rb'(name="(?:csrfmiddlewaretoken|opened|[a-z_-]*state)"\s+value=")[^"]*"')
# How many of a hundred linked addresses are taken; of the form for corrections there is one for each field.
LINKED_SHARE, FORM_SHARE, ADMIN_SHARE = 15, 6, 20
ROWS_PER_TABLE = 4
DIFFERENCES_SHOWN = 12


class Snapshot:
    """The answers of one version, in a file."""

    def __init__(self, file):
        self.rows = sqlite3.connect(file)
        self.rows.execute("CREATE TABLE answers (address TEXT PRIMARY KEY, status INT, headers TEXT, body BLOB)")

    def take(self, client, address, *, key=None, **request):
        """Keep the answer at an address; return its body."""
        response = client.get(address, **request)
        body = TOKEN.sub(rb'\1"', response.getvalue())
        headers = json.dumps({name: response.headers[name] for name in HEADERS if name in response.headers})
        row = (key or address, response.status_code, headers, zlib.compress(body, 1))
        self.rows.execute("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?)", row)
        return body

    def take_public(self, client):
        from tests.support import addresses

        listed = addresses.list_public_paths()
        linked = set()
        for address in listed:
            client.cookies.clear()
            linked |= find_links(self.take(client, address))
        for address in sorted(linked - set(listed)):
            share = FORM_SHARE if "contribute/" in address else LINKED_SHARE
            if ".json" in address.split("?")[0] or is_in_share(address, share):
                client.cookies.clear()
                self.take(client, address)

    def take_admin(self, client):
        from django.contrib import admin
        from django.contrib.auth import get_user_model
        from django.urls import reverse

        client.force_login(get_user_model().objects.filter(is_superuser=True).earliest("pk"))
        pages = ["/admin/"]
        for model in admin.site._registry:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            pages += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
            for key in model._default_manager.order_by("pk").values_list("pk", flat=True)[:ROWS_PER_TABLE]:
                pages += [reverse(f"{name}_{page}", args=[key]) for page in ("change", "history", "delete")]
        linked = set()
        for language in ("en", "zh-hant"):
            for page in pages:
                headers = {"accept-language": language}
                linked |= find_links(self.take(client, page, key=f"{language} {page}", headers=headers))
        for page in sorted(linked - set(pages)):
            if page.startswith("/admin/") and "logout" not in page and is_in_share(page, ADMIN_SHARE):
                self.take(client, page, key=f"en {page}", headers={"accept-language": "en"})


def find_links(body):
    return {link.decode().replace("&amp;", "&") for link in LINK.findall(body)} if b"<html" in body[:500] else set()


def is_in_share(address, percent):
    """Whether an address is among so many of a hundred: the same ones in every run."""
    return int.from_bytes(hashlib.sha256(address.encode()).digest()[:4]) % 100 < percent


def take_snapshot(file):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hkai_project.settings")
    import django

    django.setup()
    import time_machine
    from django.conf import settings
    from django.test import Client

    files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": files}
    settings.RELEASES_DIR = settings.VAR_DIR / "nothing-released"
    settings.ALLOWED_HOSTS = ["*"]
    # The clock stands still, so that no minute of the limit would ever end.
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    logging.disable(logging.CRITICAL)
    snapshot = Snapshot(file)
    with time_machine.travel(NOW, tick=False):
        snapshot.take_public(Client(raise_request_exception=False))
        snapshot.take_admin(Client(raise_request_exception=False))
    snapshot.rows.commit()
    print(snapshot.rows.execute("SELECT COUNT(*) FROM answers").fetchone()[0], "answers")


def read_snapshot(file):
    rows = sqlite3.connect(file).execute("SELECT address, status, headers, body FROM answers")
    return {address: (status, headers, zlib.decompress(body)) for address, status, headers, body in rows}


def is_same_body(one, other):
    if one == other:
        return True
    # The entries of a zip file tell when they were written.
    if one[:2] == other[:2] == b"PK":
        return list_entries(one) == list_entries(other)
    return False


def list_entries(body):
    file = zipfile.ZipFile(io.BytesIO(body))
    return [(name, file.read(name)) for name in file.namelist()]


def compare_snapshots(before, after):
    """Print what differs; return how many addresses do."""
    before, after = read_snapshot(before), read_snapshot(after)
    differing = sorted(before.keys() ^ after.keys())
    for address in differing:
        print("only", "before" if address in before else "after", address)
    for address in sorted(before.keys() & after.keys()):
        one, other = before[address], after[address]
        if one[:2] != other[:2] or not is_same_body(one[2], other[2]):
            differing.append(address)
            if len(differing) <= DIFFERENCES_SHOWN:
                print("differs:", address, one[:2], other[:2])
                texts = (body.decode("utf-8", "replace").splitlines() for body in (one[2], other[2]))
                print("\n".join(line[:300] for line in list(difflib.unified_diff(*texts, lineterm="", n=0))[:12]))
    print(len(before), "answers before,", len(after), "after,", len(differing), "differ")
    print("by status:", dict(Counter(status for status, *_rest in before.values())))
    return len(differing)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("take").add_argument("file")
    compare = commands.add_parser("compare")
    compare.add_argument("before")
    compare.add_argument("after")
    arguments = parser.parse_args()
    if arguments.command == "take":
        take_snapshot(arguments.file)
    else:
        sys.exit(bool(compare_snapshots(arguments.before, arguments.after)))


if __name__ == "__main__":
    main()
