"""The read-only log of account events, for administrators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import ReadOnlyAdminMixin
from ecosystem.models import AccountEvent


@admin.register(AccountEvent)
class AccountEventAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    list_display = ("happened_at", "kind", "user", "actor", "ip_address", "detail_text")
    list_filter = ("kind", "happened_at")
    list_select_related = ("user", "actor")
    search_fields = ("user__username", "actor__username", "ip_address", "detail")
    list_per_page = 100

    def get_fields(self, request, obj=None):
        return self.list_display

    @admin.display(description=_("detail"))
    def detail_text(self, event):
        return event.detail_text
