"""The admin as the editors' tool: its first page says what waits."""

from django.contrib.admin import AdminSite


class EditorsSite(AdminSite):
    def index(self, request, extra_context=None):
        # The admin of the app registers with this site, so it can be imported only when that is made.
        from ecosystem.admin.waiting import doubtful, waiting

        return super().index(
            request, {"waiting": waiting(request.user), "doubtful": doubtful(request.user)} | (extra_context or {})
        )
