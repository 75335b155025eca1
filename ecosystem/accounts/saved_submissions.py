"""Keep what was typed into a form of the admin over a sign-in.

A form carries a signed token that names who opened it and where. When it comes back from somebody who is no longer
signed in, or with a check value of an earlier sign-in, its fields are kept for that user alone, and the form is shown
again with all of them. Nothing is saved by that: the user looks, and presses the button once more.
"""

from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.models import SavedSubmission

SALT = "ecosystem.accounts.saved-submissions"
TOKEN_FIELD = "_form_token"  # noqa: S105 - the name of a field
# In the address of the form that is shown again.
PARAMETER = "restored"
# What belongs to one sending of a form, not to what was typed.
LONGEST_PATH = SavedSubmission._meta.get_field("path").max_length
TECHNICAL_FIELDS = ("csrfmiddlewaretoken", TOKEN_FIELD)


def create_form_token(request):
    """Return the text by which a form is known again: who opened it, and at which path."""
    return signing.dumps([request.user.pk, request.path], salt=SALT)


def find_form_owner(request):
    """Return the user who opened the form that is sent, or None where it carries no token of this path."""
    try:
        token = request.POST.get(TOKEN_FIELD, "")
        user_id, path = signing.loads(token, salt=SALT, max_age=settings.SESSION_COOKIE_AGE)
    except (signing.BadSignature, RequestDataTooBig, TooManyFieldsSent, ValueError):
        return None
    # A button beside the form sends to an address below the page that it stands on.
    page = path.removesuffix("change/")
    if not request.path.startswith(page):
        return None
    return get_user_model().objects.filter(pk=user_id, is_active=True).first()


def save_submission(request, owner):
    """Keep the fields of a form for its owner, and return the address that shows them again; None where too large."""
    fields = request.POST.copy()
    for name in TECHNICAL_FIELDS:
        fields.pop(name, None)
    body = fields.urlencode()
    path = _without_parameter(request)
    is_secret = any("password" in name for name in fields)
    if is_secret or len(body) > settings.SAVED_SUBMISSION_BYTES or len(path) > LONGEST_PATH:
        return None
    delete_old_submissions()
    own = SavedSubmission.objects.filter(user=owner)
    # The same form sent twice is kept once.
    own.filter(path=path, body=body).delete()
    saved = SavedSubmission.objects.create(user=owner, path=path, body=body)
    kept = own.values_list("pk", flat=True)[: settings.SAVED_SUBMISSIONS_PER_USER]
    own.exclude(pk__in=list(kept)).delete()
    return with_parameter(path, saved)


def find_submission(request):
    """Return what is kept under the address of this request, for whomever it is; None where nothing is, or no longer."""
    try:
        saved = SavedSubmission.objects.filter(pk=request.GET[PARAMETER], saved_at__gt=_oldest()).first()
    except (KeyError, ValidationError, ValueError):
        return None
    return saved if saved and urlsplit(saved.path).path == request.path else None


def parse_submission(submission):
    return QueryDict(submission.body)


def with_parameter(path, submission):
    return f"{path}{'&' if '?' in path else '?'}{urlencode({PARAMETER: submission.pk})}"


def delete_old_submissions():
    """Delete what is past its time, and return how many they were."""
    return SavedSubmission.objects.filter(saved_at__lte=_oldest()).delete()[0]


def _oldest():
    return timezone.now() - timedelta(seconds=settings.SAVED_SUBMISSION_SECONDS)


def _without_parameter(request):
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


# How the forms of the admin show them again


def restore_fields(request):
    """Let a request for a form be as its kept sending was, and return whether it is one.

    The view must not save: it calls this, and shows the form again with what is in `request.POST`.
    """
    if is_restored(request):
        return True
    saved = find_submission(request) if request.method == "GET" and PARAMETER in request.GET else None
    if saved is None or saved.user_id != request.user.pk:
        return False
    # Asked for now, for it is read together with the fields, and would empty them later.
    _files = request.FILES
    request.method = "POST"
    request.POST = parse_submission(saved)
    request._restored_submission = saved
    messages.warning(
        request,
        _("Nothing was saved, because you had to sign in again. Here is what you typed: save it again."),
    )
    return True


def is_restored(request):
    """Whether the fields of this request were kept over a sign-in, so that nothing may be saved of them."""
    return find_restored(request) is not None


def find_restored(request):
    """Return the submission whose fields this request has been given, or None."""
    return getattr(request, "_restored_submission", None)


def never_valid(form_class):
    """Return the form with its errors as they are, but never ready to be saved."""
    return type(form_class.__name__, (form_class,), {"is_valid": lambda self: False})
