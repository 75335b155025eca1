"""Spam limits of the contribution form: a signed stamp, a minimum time, a maximum per sender and day, few links."""

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from ecosystem.models import Proposal

SALT = "ecosystem.limits"
LINK = re.compile(r"https?:|www\.|\[url", re.IGNORECASE)


@dataclass(frozen=True)
class FormStamp:
    """When a form was opened, and a key that identifies it among all opened forms."""

    key: str
    opened_at: float

    @property
    def age(self) -> float:
        """Seconds since the form was opened."""
        return timezone.now().timestamp() - self.opened_at


def create_form_stamp() -> str:
    return signing.dumps([secrets.token_hex(16), timezone.now().timestamp()], salt=SALT)


def read_form_stamp(text: str) -> FormStamp | None:
    """Return None if the signature is not ours."""
    try:
        return FormStamp(*signing.loads(text, salt=SALT))
    except signing.BadSignature:
        return None


def iter_spam_errors(stamp: FormStamp | None, sender_hash: str, texts: Iterable[str]) -> Iterator[ValidationError]:
    """Links are counted in `texts`."""
    if stamp is None or stamp.age > settings.PROPOSAL_MOST_SECONDS:
        text = _("Your form has expired. Select the button again to send it.")
        yield ValidationError(text, code="stamp")
    elif stamp.age < settings.PROPOSAL_LEAST_SECONDS:
        text = ngettext(
            "You sent the form too quickly. Wait %(n)d second, then select the button again.",
            "You sent the form too quickly. Wait %(n)d seconds, then select the button again.",
            settings.PROPOSAL_LEAST_SECONDS,
        )
        yield ValidationError(text % {"n": settings.PROPOSAL_LEAST_SECONDS}, code="fast")
    links = sum(len(LINK.findall(text)) for text in texts)
    if links > settings.PROPOSAL_MOST_LINKS:
        text = ngettext(
            "Your text has %(n)d link; the limit is %(most)d. Put it in the public page field and remove any others.",
            "Your text has %(n)d links; the limit is %(most)d. Put the best one in the public page "
            "field and remove the others.",
            links,
        )
        yield ValidationError(text % {"n": links, "most": settings.PROPOSAL_MOST_LINKS}, code="links")
    yield from iter_proposal_limit_errors(sender_hash)


def iter_proposal_limit_errors(sender_hash: str) -> Iterator[ValidationError]:
    """Yield an error if this sender, or all readers together, have sent too many proposals for now."""
    now = timezone.now()
    own = Proposal.objects.filter(sender=sender_hash)
    text, most = "", 0
    if own.filter(received_at__gt=now - timedelta(hours=1)).count() >= settings.PROPOSALS_AN_HOUR:
        most = settings.PROPOSALS_AN_HOUR
        text = ngettext(
            "We have received %(n)d suggestion from your network in the last hour, which is the "
            "limit. Your text is below. Send it in an hour.",
            "We have received %(n)d suggestions from your network in the last hour, which is the "
            "limit. Your text is below. Send it in an hour.",
            most,
        )
    elif own.count() >= settings.PROPOSALS_A_DAY:
        most = settings.PROPOSALS_A_DAY
        text = ngettext(
            "We have received %(n)d suggestion from your network today, which is the limit. Your "
            "text is below. Send it tomorrow.",
            "We have received %(n)d suggestions from your network today, which is the limit. Your "
            "text is below. Send it tomorrow.",
            most,
        )
    elif Proposal.objects.filter(received_at__gt=now - timedelta(days=1)).count() >= settings.PROPOSALS_OF_ALL_A_DAY:
        text = _("We have reached our limit for suggestions today. Your text is below. Send it tomorrow.")
    if text:
        yield ValidationError(text % {"n": most}, code="rate")
