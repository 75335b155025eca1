"""The forms of accounts: those of allauth, with labels and rate limits of the site."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import SetPasswordField
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_second_factor_adapter
from allauth.mfa.base import forms as second_factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts import rate_limits
from ecosystem.accounts.events import log_event, log_refusal
from ecosystem.accounts.users import has_email_address
from ecosystem.models import AccountEventKind

# A code is valid for its own 30 seconds, and for those before and after.
CODE_SECONDS = 90


class PlainFieldsMixin:
    """Replaces labels, and removes the placeholders of allauth, which disappear on typing."""

    labels = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, SetPasswordField):
                field.help_text = password_validation.password_validators_help_text_html()
            elif isinstance(field.widget, forms.PasswordInput):
                field.help_text = ""


class SignInForm(PlainFieldsMixin, account_forms.LoginForm):
    labels = {"login": _("Username or email address"), "password": _("Password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username webauthn", "autocapitalize": "none"}
        self.fields["login"].max_length = 254

    def user_credentials(self):
        """Return the login as `username`, which allauth takes for a username or an e-mail address.

        With both, allauth would hash the password twice for an address with an account: a timing leak.
        """
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class ConfirmPasswordForm(PlainFieldsMixin, account_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class PasswordChangeForm(PlainFieldsMixin, account_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("Confirm new password"),
    }

    def clean_oldpassword(self):
        attempt = rate_limits.count_password_attempt(context.request, self.user)
        try:
            password = super().clean_oldpassword()
        except forms.ValidationError:
            log_event(AccountEventKind.SIGN_IN_FAILED, user=self.user, request=context.request)
            raise
        attempt.rollback()
        return password


class PasswordSetForm(PlainFieldsMixin, account_forms.SetPasswordForm):
    labels = {"password1": _("New password"), "password2": _("Confirm new password")}


class PasswordResetRequestForm(PlainFieldsMixin, account_forms.ResetPasswordForm):
    labels = {"email": _("Email address")}

    def clean_email(self):
        email = super().clean_email()
        # An unconfirmed address may be mistyped, and belong to another person.
        self.users = [user for user in self.users if has_email_address(user, email)]
        return email

    def save(self, request, **kwargs):
        rate_limits.count_attempt(
            (rate_limits.RESET_BY_NETWORK, rate_limits.hash_network(request)),
            (rate_limits.RESET_BY_ADDRESS, rate_limits.hash_account(self.cleaned_data["email"])),
        )
        return super().save(request, **kwargs)


class PasswordResetForm(PlainFieldsMixin, account_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("Confirm new password")}


class EmailChangeForm(PlainFieldsMixin, account_forms.AddEmailForm):
    labels = {"email": _("New email address")}

    def save(self, request):
        rate_limits.count_attempt((rate_limits.CONFIRMATION_BY_ACCOUNT, rate_limits.hash_account(self.user)))
        return super().save(request)


class RateLimitedCodeMixin(PlainFieldsMixin):
    """Limits guesses of a code, and allows each code once across processes."""

    labels = {"code": _("Code")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_code(self):
        try:
            attempt = rate_limits.count_code_attempt(context.request, self.user)
        except rate_limits.RateLimitExceeded:
            log_refusal(AccountEventKind.SIGN_IN_LIMITED, request=context.request, user=self.user)
            raise
        code = super().clean_code()
        value = f"{self.user.pk}|{''.join(code.split())}"
        if not rate_limits.claim_single_use("second factor", value, seconds=CODE_SECONDS):
            raise get_second_factor_adapter().validation_error("incorrect_code")
        attempt.rollback()
        return code


class SecondFactorForm(RateLimitedCodeMixin, second_factor_forms.AuthenticateForm):
    pass


class ConfirmSecondFactorForm(RateLimitedCodeMixin, second_factor_forms.ReauthenticateForm):
    pass


class AuthenticatorAppForm(PlainFieldsMixin, totp_forms.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}


class PasskeyForm(PlainFieldsMixin, webauthn_forms.AddWebAuthnForm):
    labels = {"name": _("Name of the passkey"), "passwordless": _("Sign in with this passkey only, without a password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 80
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "Your device will then ask for your fingerprint, face or PIN. If you do not tick this, "
            "the passkey is only a second step after your password."
        )


class PasskeyNameForm(PlainFieldsMixin, webauthn_forms.EditWebAuthnForm):
    labels = {"name": _("Name of the passkey")}


class PasskeySignInForm(webauthn_forms.LoginWebAuthnForm):
    def clean_credential(self):
        # Not by account: it is known only from the passkey, which cannot be guessed.
        request = context.request
        attempt = rate_limits.count_attempt((rate_limits.PASSKEY_BY_NETWORK, rate_limits.hash_network(request)))
        authenticator = super().clean_credential()
        attempt.rollback()
        return authenticator


class InvitedAccountForm(forms.Form):
    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("You use this to sign in. Other editors can see it; readers cannot."),
    )
    password1 = SetPasswordField(label=_("Password"))
    password2 = forms.CharField(
        label=_("Confirm password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        password = self.fields["password1"]
        password.widget.attrs.pop("placeholder", None)
        password.help_text = password_validation.password_validators_help_text_html()

    def clean_username(self):
        username = get_user_model().normalize_username(self.cleaned_data["username"])
        get_user_model()._meta.get_field("username").run_validators(username)
        return get_adapter().clean_username(username)

    def clean_password1(self):
        password = self.cleaned_data["password1"]
        user = get_user_model()(username=self.data.get("username", ""), email=self.email)
        return get_adapter().clean_password(password, user=user)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password1") and cleaned.get("password2") and cleaned["password1"] != cleaned["password2"]:
            self.add_error("password2", _("The passwords do not match."))
        return cleaned
