"""Remove a lost second factor from an account, if no other administrator can."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from ecosystem.accounts.users import remove_second_factors


class Command(BaseCommand):
    help = "Remove two-factor authentication from an account and end its sessions; the next sign-in asks to set it up again."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”.")
        remove_second_factors(user)
        self.stdout.write(f"The account “{username}” no longer has two-factor authentication. Its sessions have ended.")
