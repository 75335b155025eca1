"""The admin site for editors."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin import (
    account_events,
    collaborations,
    failed_searches,
    indicators,
    initiatives,
    invitations,
    organisations,
    places,
    proposals,
    sources,
    users,
    vocabulary,
    withheld_values,
)

__all__ = [
    "account_events",
    "collaborations",
    "failed_searches",
    "indicators",
    "initiatives",
    "invitations",
    "organisations",
    "places",
    "proposals",
    "sources",
    "users",
    "vocabulary",
    "withheld_values",
]

admin.site.site_header = _("HKAI editorial admin")
admin.site.site_title = _("HKAI editorial admin")
admin.site.index_title = _("Directory")
# The lists need the width of the sidebar.
admin.site.enable_nav_sidebar = False
