"""What holds spam off the form for readers, without outsiders: a stamp, a little time, a few a day, few links.

Every refusal is said in plain words, and whoever is refused loses nothing.
"""

import re
import secrets
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
class Stamp:
    """Tells when a form was opened, and from every other opened form."""

    key: str
    opened_at: float

    @property
    def age(self):
        return timezone.now().timestamp() - self.opened_at


def new_stamp():
    """Return the text that a form carries from its opening to its sending; nobody else can make one."""
    return signing.dumps([secrets.token_hex(16), timezone.now().timestamp()], salt=SALT)


def read_stamp(text):
    """Return the stamp that a text is, or None where it is none of ours."""
    try:
        return Stamp(*signing.loads(text, salt=SALT))
    except signing.BadSignature:
        return None


def faults(stamp, hashed, texts):
    """Yield each reason why a form is not taken yet; `hashed` is the sender's hash, `texts` what was typed freely."""
    if stamp is None or stamp.age > settings.PROPOSAL_MOST_SECONDS:
        text = _("The form had been open for too long, or came without its mark. Press the button once more.")
        yield ValidationError(text, code="stamp")
    elif stamp.age < settings.PROPOSAL_LEAST_SECONDS:
        text = ngettext(
            "That was quicker than anybody types. Wait %(n)d second, then press the button once more.",
            "That was quicker than anybody types. Wait %(n)d seconds, then press the button once more.",
            settings.PROPOSAL_LEAST_SECONDS,
        )
        yield ValidationError(text % {"n": settings.PROPOSAL_LEAST_SECONDS}, code="fast")
    links = sum(len(LINK.findall(text)) for text in texts)
    if links > settings.PROPOSAL_MOST_LINKS:
        text = ngettext(
            "Your text has %(n)d link, and %(most)d is the most. Leave it in the field for the page.",
            "Your text has %(n)d links, and %(most)d are the most. Leave the best in the field for the page, and take "
            "out the others.",
            links,
        )
        yield ValidationError(text % {"n": links, "most": settings.PROPOSAL_MOST_LINKS}, code="links")
    yield from rate(hashed)


def rate(hashed):
    """Yield the reason why nothing more is taken from this sender, or from anybody, for now."""
    now = timezone.now()
    own = Proposal.objects.filter(sender=hashed)
    text, most = "", 0
    if own.filter(received_at__gt=now - timedelta(hours=1)).count() >= settings.PROPOSALS_AN_HOUR:
        most = settings.PROPOSALS_AN_HOUR
        text = ngettext(
            "From your network %(n)d proposal came within an hour, which is the most. What you typed stands below: "
            "send it in an hour.",
            "From your network %(n)d proposals came within an hour, which is the most. What you typed stands below: "
            "send it in an hour.",
            most,
        )
    elif own.count() >= settings.PROPOSALS_A_DAY:
        most = settings.PROPOSALS_A_DAY
        text = ngettext(
            "From your network %(n)d proposal came today, which is the most. What you typed stands below: send it "
            "tomorrow.",
            "From your network %(n)d proposals came today, which is the most. What you typed stands below: send it "
            "tomorrow.",
            most,
        )
    elif Proposal.objects.filter(received_at__gt=now - timedelta(days=1)).count() >= settings.PROPOSALS_OF_ALL_A_DAY:
        text = _("More proposals came today than editors can read. What you typed stands below: send it tomorrow.")
    if text:
        yield ValidationError(text % {"n": most}, code="rate")
