"""Remove a lost second factor from an account, if no other administrator can."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from ecosystem.accounts.users import remove_second_factors


class Command(BaseCommand):
    help = "Remove every second factor of an account and end its sessions; the next sign-in asks for a new one."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”.")
        remove_second_factors(user)
        self.stdout.write(f"The account “{username}” has no second factor any more; its sessions are ended.")
