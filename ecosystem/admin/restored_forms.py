"""Admin forms that are restored after a sign-in."""

from ecosystem.accounts.saved_submissions import is_restored_request, make_form_unsavable, restore_submitted_fields


class RestoredFormMixin:
    """Shows a submission again without saving it; the template needs `{% form_token %}`."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        restore_submitted_fields(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return make_form_unsavable(form) if is_restored_request(request) else form
