"""Delete what is kept of readers only for a while, once its time has come."""

from django.core.management.base import BaseCommand

from ecosystem import moderation
from ecosystem.search import misses


class Command(BaseCommand):
    help = "Delete addresses, hashes and words of old proposals, and old searches without a result."

    def handle(self, **options):
        found = moderation.forget()
        misses.forget()
        self.stdout.write("E-mail addresses: {emails}. Hashes: {senders}. Words: {words}.".format(**found))
