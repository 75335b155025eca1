"""Delete what is kept of readers and of accounts only for a while, once its time has come."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from ecosystem.accounts.events import delete_old_events
from ecosystem.accounts.rate_limits import delete_old_attempts
from ecosystem.accounts.saved_submissions import delete_old_submissions
from ecosystem.proposals import moderation
from ecosystem.search import failed_searches


class Command(BaseCommand):
    help = (
        "Delete addresses, hashes and words of old proposals, old searches without a result, old events of accounts, "
        "and sessions that have ended."
    )

    def handle(self, **options):
        found = moderation.forget()
        failed_searches.forget()
        events = delete_old_events()
        delete_old_attempts()
        delete_old_submissions()
        call_command("clearsessions")
        self.stdout.write("E-mail addresses: {emails}. Hashes: {senders}. Words: {words}.".format(**found))
        self.stdout.write(f"Account events: {events}.")
