"""Apply files of changes to existing records."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from ecosystem.editing.loading import LoadRefusedError
from ecosystem.editing.updates import AppliedUpdate, apply_update_files

EMPTY = "(empty)"


class Command(BaseCommand):
    help = (
        "Apply files of changes to existing records, each with its sources and its reason for the history. "
        "Everything is checked first; if anything is wrong, nothing is changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON, described in docs/editing.md")
        parser.add_argument("--reason", default="", help="reason for the history, for entries that give none")
        parser.add_argument("--dry-run", action="store_true", help="show every change, field by field; change nothing")

    def handle(self, *args, files, reason, dry_run, verbosity, **options):
        try:
            applied = apply_update_files(files, reason=reason, dry_run=dry_run)
        except LoadRefusedError as refused:
            for error in refused.errors:
                self.stderr.write(str(error))
            count = len(refused.errors)
            text = ngettext("%(n)d error; nothing was changed.", "%(n)d errors; nothing was changed.", count)
            raise CommandError(text % {"n": count}) from refused
        changed = [update for update in applied if not update.is_empty]
        if verbosity:
            for update in changed:
                for line in _format_update(update):
                    self.stdout.write(line)
        self.stdout.write(_format_totals(len(changed), len(applied) - len(changed), dry_run=dry_run))


def _format_update(update: AppliedUpdate) -> Iterator[str]:
    yield f"{update.name}: {update.reason}"
    for name, (before, after) in update.values.items():
        yield f"  {name}: {_format_text(before)} → {_format_text(after)}"
    for url, fields in update.supported.items():
        yield f"  + {url} supports {', '.join(fields)}"
    for withdrawal in update.withdrawn:
        removed = "; citation removed" if withdrawal.is_removed else ""
        yield f"  - {withdrawal.source.url} no longer supports {', '.join(withdrawal.fields)}{removed}"
    for found in update.possible_duplicates:
        kind = found.record._meta.model_name
        yield f"  ? may be the same as {kind} {found.record.slug}: {found.reasons_text}"


def _format_text(text: str) -> str:
    return ", ".join(text.splitlines()) or EMPTY


def _format_totals(changed: int, unchanged: int, *, dry_run: bool) -> str:
    if dry_run:
        text = ngettext(
            "%(n)d record would be changed, %(unchanged)d have these values already. Nothing was changed.",
            "%(n)d records would be changed, %(unchanged)d have these values already. Nothing was changed.",
            changed,
        )
    else:
        text = ngettext(
            "Changed %(n)d record; %(unchanged)d had these values already.",
            "Changed %(n)d records; %(unchanged)d had these values already.",
            changed,
        )
    return text % {"n": changed, "unchanged": unchanged}
