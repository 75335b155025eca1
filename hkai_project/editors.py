"""The admin site, with a dashboard as its index; accounts have pages of their own."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import RedirectURLMixin, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse


class EditorsSite(AdminSite):
    def index(self, request, extra_context=None):
        # Imported late: these modules register models with this very site.
        from ecosystem.accounts.second_factor import has_second_factor
        from ecosystem.admin.dashboard import list_doubtful_items, list_waiting_items

        dashboard = {
            "waiting": list_waiting_items(request.user),
            "doubtful": list_doubtful_items(request.user),
            "offers_second_factor": not has_second_factor(request.user),
        }
        return super().index(request, dashboard | (extra_context or {}))

    def login(self, request, extra_context=None):
        """Redirect to the sign-in of accounts: the form of the admin has no second factor and no rate limits."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        target = RedirectURLMixin().get_redirect_url(request) or reverse("admin:index")
        return HttpResponseRedirect(target) if self.has_permission(request) else redirect_to_login(target)

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    password_change_done = password_change
