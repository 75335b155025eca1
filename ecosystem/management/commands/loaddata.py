"""Django's loaddata, extended: loads all files or none, reports every error, overwrites only if asked."""

from pathlib import Path

from django.core.checks import Tags
from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.utils.translation import ngettext

from ecosystem.editing import loading
from ecosystem.management import progress


class Command(loaddata.Command):
    help = "Load files of facts. All are read and checked first; if anything is wrong, nothing is loaded."
    # The others import every view.
    requires_system_checks = [Tags.models]

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--overwrite", action="store_true", help="overwrite records that differ from the files")
        parser.add_argument("--reason", default="", help="reason, shown in the history of each record that changes")
        parser.add_argument(
            "--correction",
            action="store_true",
            help="the previous content was an error; list it on the corrections page",
        )

    def handle(self, *labels, **options):
        self.asked = {
            "overwrite": options["overwrite"],
            "reason": options["reason"],
            "is_correction": options["correction"],
        }
        if options["ignore"]:
            raise CommandError("Unknown fields are always errors; --ignorenonexistent is not supported.")
        super().handle(*labels, **options)

    def loaddata(self, fixture_labels):
        self.serialization_formats, self.compression_formats = ["json"], {None: (open, "rt")}
        paths = [Path(path) for label in fixture_labels for path, _folder, _name in self.find_fixtures(label)]
        try:
            report = loading.load_fact_files(paths, **self.asked, progress=progress.report_slow_steps(self))
        except loading.LoadRefusedError as refused:
            for error in refused.errors:
                self.stderr.write(str(error))
            count = len(refused.errors)
            if refused.need_overwrite:
                text = ngettext(
                    "%(n)d difference from the database, so nothing was loaded. Use %(option)s to "
                    "overwrite the database with the files.",
                    "%(n)d differences from the database, so nothing was loaded. Use %(option)s to "
                    "overwrite the database with the files.",
                    count,
                )
            else:
                text = ngettext("%(n)d error; nothing was loaded.", "%(n)d errors; nothing was loaded.", count)
            raise CommandError(text % {"n": count, "option": "--overwrite"}) from refused
        for withdrawal in report.withdrawn:
            self.stdout.write(withdrawal)
        if self.verbosity:
            text = ngettext("Loaded %(n)d file: %(report)s.", "Loaded %(n)d files: %(report)s.", len(paths))
            self.stdout.write(text % {"n": len(paths), "report": report})
