"""The admin as the editors' tool: its first page says what waits, and accounts have pages of their own."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import RedirectURLMixin, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse


class EditorsSite(AdminSite):
    def index(self, request, extra_context=None):
        # The admin of the app registers with this site, so it can be imported only when that is made.
        from ecosystem.accounts.second_factor import has_second_factor
        from ecosystem.admin.dashboard import doubtful, waiting

        own_context = {
            "waiting": waiting(request.user),
            "doubtful": doubtful(request.user),
            "offers_second_factor": not has_second_factor(request.user),
        }
        return super().index(request, own_context | (extra_context or {}))

    def login(self, request, extra_context=None):
        """Lead to the sign-in of accounts: the stock form knows no second factor and no limits."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        target = RedirectURLMixin().get_redirect_url(request) or reverse("admin:index")
        return HttpResponseRedirect(target) if self.has_permission(request) else redirect_to_login(target)

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    password_change_done = password_change
