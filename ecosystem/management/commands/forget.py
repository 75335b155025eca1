"""Delete personal data whose retention period has ended."""

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
        counts = moderation.delete_reader_details()
        failed_searches.delete_old_failed_searches()
        events = delete_old_events()
        delete_old_attempts()
        delete_old_submissions()
        call_command("clearsessions")
        self.stdout.write("Email addresses: {emails}. Hashes: {senders}. Words: {words}.".format(**counts))
        self.stdout.write(f"Account events: {events}.")
