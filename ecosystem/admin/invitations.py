"""The admin of invitations: create, send again, withdraw."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _, ngettext

from ecosystem.accounts.invitations import (
    create_invitation,
    is_registered_email,
    list_invitable_roles,
    resend_invitation,
    withdraw_invitation,
)
from ecosystem.admin.base import render_definitions
from ecosystem.admin.restored_forms import RestoredFormMixin
from ecosystem.models import Invitation, InvitationRole
from ecosystem.models.definitions import get_defined_vocabulary


class InvitationForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ("email", "role", "language")

    # The roles that the user may give, set by `InvitationAdmin.get_form`.
    roles = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in self.roles]
        terms = [term for term in get_defined_vocabulary(InvitationRole).list_terms() if term.value in self.roles]
        self.fields["role"].help_text = render_definitions(terms)

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if is_registered_email(email):
            raise ValidationError(_("An account with this email address already exists."))
        if Invitation.objects.open().filter(email__iexact=email).exists():
            raise ValidationError(_("This email address has already been invited. Send that invitation again."))
        return email


@admin.register(Invitation)
class InvitationAdmin(RestoredFormMixin, admin.ModelAdmin):
    form = InvitationForm
    list_display = ("email", "role", "state", "invited_by", "created_at", "sent_at", "user")
    list_filter = ("role",)
    list_select_related = ("invited_by", "user")
    search_fields = ("email", "user__username")
    actions = ("send_again", "withdraw")

    class Media:
        css = {"all": ["css/admin.css"]}

    def has_add_permission(self, request):
        return super().has_add_permission(request) and bool(list_invitable_roles(request.user))

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        # An invitation is sent again or withdrawn, never edited.
        return obj is None and super().has_change_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("ecosystem.view_invitation")

    def get_fields(self, request, obj=None):
        return self.list_display if obj else InvitationForm.Meta.fields

    def get_readonly_fields(self, request, obj=None):
        return self.list_display if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.roles = [role for role in InvitationRole if role in list_invitable_roles(request.user)]
        return form

    def save_model(self, request, obj, form, change):
        create_invitation(obj, by=request.user)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        extra_context = {"show_save_and_continue": False} | (extra_context or {})
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            # Rolled back. The form is shown empty: it is just an address and two choices.
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
            request.method = "GET"
            return super().changeform_view(request, object_id, form_url, extra_context)

    @admin.action(permissions=["change"], description=_("Send again, with a new link"))
    def send_again(self, request, queryset):
        done = self._apply_to_each(request, queryset, resend_invitation)
        if done:
            message = ngettext("%(n)d invitation was sent again.", "%(n)d invitations were sent again.", done)
            self.message_user(request, message % {"n": done}, messages.SUCCESS)

    @admin.action(permissions=["change"], description=_("Withdraw"))
    def withdraw(self, request, queryset):
        done = self._apply_to_each(request, queryset, withdraw_invitation)
        if done:
            message = ngettext("%(n)d invitation was withdrawn.", "%(n)d invitations were withdrawn.", done)
            self.message_user(request, message % {"n": done}, messages.SUCCESS)

    def _apply_to_each(self, request, queryset, operation):
        done = 0
        for invitation in queryset:
            try:
                operation(invitation, by=request.user)
                done += 1
            except ValidationError as error:
                for message in error.messages:
                    self.message_user(request, message, messages.ERROR)
        return done

    @admin.display(description=_("status"))
    def state(self, invitation):
        return invitation.state.label
