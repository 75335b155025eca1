"""The one app of the directory."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EcosystemConfig(AppConfig):
    name = "ecosystem"
    verbose_name = _("Directory")

    def ready(self):
        from ecosystem.accounts import receivers  # noqa: F401 - connects them
