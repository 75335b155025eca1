"""Saved submissions: admin forms that were sent without a valid session, and are restored after a sign-in.

A form carries a signed token with its user and path. If it is submitted after the session has ended, or with the CSRF
token of an earlier sign-in, its fields are stored for that user alone, and the form is shown again with them. Nothing
else is saved: the user checks the form and presses the button again.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.models import SavedSubmission

SALT = "ecosystem.accounts.saved-submissions"
FORM_TOKEN_FIELD = "_form_token"  # noqa: S105 - the name of a field
# In the URL of the restored form.
RESTORED_PARAMETER = "restored"
MAX_PATH_LENGTH = SavedSubmission._meta.get_field("path").max_length
# Not part of what was typed.
TECHNICAL_FIELDS = ("csrfmiddlewaretoken", FORM_TOKEN_FIELD)


def create_form_token(request: Any) -> str:
    return signing.dumps([request.user.pk, request.path], salt=SALT)


def find_form_owner(request: HttpRequest) -> User | None:
    """Return None without a valid token for this path."""
    try:
        token = request.POST.get(FORM_TOKEN_FIELD, "")
        user_id, path = signing.loads(token, salt=SALT, max_age=settings.SESSION_COOKIE_AGE)
    except (signing.BadSignature, RequestDataTooBig, TooManyFieldsSent, ValueError):
        return None
    # Other buttons of a page submit to paths below it.
    page = path.removesuffix("change/")
    if not request.path.startswith(page):
        return None
    return get_user_model().objects.filter(pk=user_id, is_active=True).first()


def save_submission(request: HttpRequest, owner: User) -> str | None:
    """Return the URL of the restored form; None if the submission is too large or contains a password."""
    fields = request.POST.copy()
    for name in TECHNICAL_FIELDS:
        fields.pop(name, None)
    body = fields.urlencode()
    path = _get_path_without_parameter(request)
    is_secret = any("password" in name for name in fields)
    if is_secret or len(body) > settings.SAVED_SUBMISSION_BYTES or len(path) > MAX_PATH_LENGTH:
        return None
    delete_old_submissions()
    own = SavedSubmission.objects.filter(user=owner)
    # The same form sent twice is saved once.
    own.filter(path=path, body=body).delete()
    saved = SavedSubmission.objects.create(user=owner, path=path, body=body)
    newest = own.values_list("pk", flat=True)[: settings.SAVED_SUBMISSIONS_PER_USER]
    own.exclude(pk__in=list(newest)).delete()
    return add_submission_parameter(path, saved)


def find_submission(request: HttpRequest) -> SavedSubmission | None:
    """Find it for any user; return None if it is unknown or expired."""
    try:
        saved = SavedSubmission.objects.filter(
            pk=request.GET[RESTORED_PARAMETER], saved_at__gt=_get_expiry_limit()
        ).first()
    except (KeyError, ValidationError, ValueError):
        return None
    return saved if saved and urlsplit(saved.path).path == request.path else None


def parse_submission(submission: SavedSubmission) -> QueryDict:
    return QueryDict(submission.body)


def add_submission_parameter(path: str, submission: SavedSubmission) -> str:
    return f"{path}{'&' if '?' in path else '?'}{urlencode({RESTORED_PARAMETER: submission.pk})}"


def delete_old_submissions() -> int:
    return SavedSubmission.objects.filter(saved_at__lte=_get_expiry_limit()).delete()[0]


def _get_expiry_limit() -> datetime:
    return timezone.now() - timedelta(seconds=settings.SAVED_SUBMISSION_SECONDS)


def _get_path_without_parameter(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop(RESTORED_PARAMETER, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def restore_submitted_fields(request: Any) -> bool:
    """Turn a GET for a saved submission into the POST that it was; return whether the request is restored.

    The view must not save anything then, but show the form with the fields in `request.POST`.
    """
    if is_restored_request(request):
        return True
    saved = find_submission(request) if request.method == "GET" and RESTORED_PARAMETER in request.GET else None
    if saved is None or saved.user_id != request.user.pk:
        return False
    # Read now: it would be parsed together with POST later, and empty it.
    _files = request.FILES
    request.method = "POST"
    request.POST = parse_submission(saved)
    request._restored_submission = saved
    messages.warning(
        request,
        _("Nothing was saved because you had to sign in again. Your text is below. Save it again."),
    )
    return True


def is_restored_request(request: HttpRequest) -> bool:
    """A restored request must not save its fields."""
    return find_restored_submission(request) is not None


def find_restored_submission(request: HttpRequest) -> SavedSubmission | None:
    return getattr(request, "_restored_submission", None)


def make_form_unsavable(form_class: type) -> type:
    return type(form_class.__name__, (form_class,), {"is_valid": lambda self: False})
