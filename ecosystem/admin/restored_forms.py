"""Forms of the admin that outlive the end of a session."""

from ecosystem.accounts.saved_submissions import is_restored, never_valid, restore_fields


class RestoredFormMixin:
    """Shows what was typed before a sign-in again, without saving it; the template carries `{% form_token %}`."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        restore_fields(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return never_valid(form) if is_restored(request) else form
