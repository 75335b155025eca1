"""The URLs of accounts; those of allauth that this site does not use are left out."""

from allauth.account import views as account_views
from allauth.mfa.urls import urlpatterns as second_factor_urls
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from ecosystem.accounts import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="mfa_index"), name="account"),
    path("login/", views.SignInView.as_view(), name="account_login"),
    # allauth links to it in an e-mail; there is no sign-up.
    path("signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("logout/", account_views.logout, name="account_logout"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("email/", account_views.email, name="account_email"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", account_views.confirm_email, name="account_confirm_email"),
    path("password/change/", account_views.password_change, name="account_change_password"),
    path("password/set/", account_views.password_set, name="account_set_password"),
    path("password/reset/", account_views.password_reset, name="account_reset_password"),
    path("password/reset/done/", account_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sessions/", views.SessionListView.as_view(), name="usersessions_list"),
    path("invitations/<str:token>/", views.InvitationView.as_view(), name="invitation"),
    path("2fa/", views.SecondFactorIndexView.as_view(), name="mfa_index"),
    path("2fa/authenticate/", views.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("2fa/", include(second_factor_urls)),
]
