"""The admin of accounts: administrators manage them, senior editors see them and deactivate editors."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from ecosystem.accounts.events import log_event
from ecosystem.accounts.second_factor import has_second_factor
from ecosystem.accounts.users import remove_second_factors, replace_email_address, set_user_active
from ecosystem.admin.restored_forms import RestoredFormMixin
from ecosystem.core.languages import get_list_separator
from ecosystem.models import AccountEventKind, InvitationRole

# Shown to senior editors.
COLLEAGUE_FIELDS = ("username", "email", "roles", "is_active", "second_factor", "last_login", "date_joined")

# Their owners manage these on the account pages. The admin would show secrets, and change them without a log.
for model in (Authenticator, EmailAddress, UserSession):
    admin.site.unregister(model)
admin.site.unregister((User, Group))


@admin.register(Group)
class EditorGroupAdmin(RestoredFormMixin, GroupAdmin):
    pass


@admin.register(User)
class EditorUserAdmin(RestoredFormMixin, UserAdmin):
    list_display = ("username", "email", "roles", "is_active", "second_factor", "last_login")
    list_filter = ("is_active", "groups", "is_superuser")
    actions = ("deactivate", "activate", "reset_second_factor")

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return super().get_queryset(request).prefetch_related("groups").annotate(has_factor=Exists(factors))

    def has_deactivate_permission(self, request):
        return request.user.has_perm("ecosystem.deactivate_editor")

    def has_administer_permission(self, request):
        return request.user.is_superuser

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": COLLEAGUE_FIELDS})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_change_permission(request, obj) else (*fields, "roles", "second_factor")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            replace_email_address(obj)
            if change:
                log_event(AccountEventKind.EMAIL_CHANGED, user=obj, request=request)

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 - Django calls it so
        user = self.get_object(request, id)
        before = user and user.password
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and user:
            user.refresh_from_db()
            if user.password != before:
                log_event(AccountEventKind.PASSWORD_CHANGED, user=user, request=request)
        return response

    @admin.action(permissions=["deactivate"], description=_("Deactivate: end all sessions and block sign-in"))
    def deactivate(self, request, queryset):
        self._set_active(request, queryset.filter(is_active=True), is_active=False)

    @admin.action(permissions=["deactivate"], description=_("Reactivate"))
    def activate(self, request, queryset):
        self._set_active(request, queryset.filter(is_active=False), is_active=True)

    @admin.action(
        permissions=["administer"], description=_("Remove lost two-factor authentication and end all sessions")
    )
    def reset_second_factor(self, request, queryset):
        for user in queryset:
            remove_second_factors(user, by=request.user)
            self.log_change(request, user, gettext("Two-factor authentication removed"))
        self.message_user(
            request,
            gettext("Two-factor authentication has been removed. It must be set up again at the next sign-in."),
            messages.SUCCESS,
        )

    @admin.display(description=_("roles"))
    def roles(self, user):
        names = [gettext("Administrator")] if user.is_superuser else []
        labels = dict(InvitationRole.choices)
        names += [str(labels.get(group.name, group.name)) for group in user.groups.all()]
        return get_list_separator().join(names)

    @admin.display(description=_("two-factor authentication"), boolean=True)
    def second_factor(self, user):
        return user.has_factor if hasattr(user, "has_factor") else has_second_factor(user)

    def _set_active(self, request, queryset, *, is_active):
        done = 0
        for user in queryset:
            try:
                set_user_active(user, is_active, by=request.user)
            except ValidationError as error:
                self.message_user(request, error.messages[0], messages.ERROR)
                continue
            self.log_change(
                request, user, gettext("Account activated") if is_active else gettext("Account deactivated")
            )
            done += 1
        if done:
            message = ngettext("%(n)d account was changed.", "%(n)d accounts were changed.", done) % {"n": done}
            self.message_user(request, message, messages.SUCCESS)
