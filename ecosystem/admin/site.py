"""The admin as the editors' tool: its first page says what waits."""

from django.contrib.admin import AdminSite

from ecosystem.admin.waiting import waiting


class EditorsSite(AdminSite):
    def index(self, request, extra_context=None):
        return super().index(request, {"waiting": waiting(request.user)} | (extra_context or {}))
