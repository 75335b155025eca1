"""Letters to readers who left an address: plain text, in the language in which they wrote."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ecosystem.models import Letter, Proposal

logger = logging.getLogger(__name__)


def send(key, letter):
    """Write to the reader of a proposal; whatever hinders that is put down for the editors, and nothing is lost."""
    proposal = Proposal.objects.with_record().filter(pk=key).exclude(email="").first()
    if proposal is None or (letter == Letter.RECEIVED and _is_flooded(proposal.email)):
        return
    try:
        message(proposal, letter).send()
        unsent = ""
    except Exception:  # a mailer raises whatever its server or its library does
        logger.exception("The letter “%s” of proposal %d could not be sent", letter, proposal.pk)
        unsent = letter
    Proposal.objects.filter(pk=key).update(unsent=unsent)


def _is_flooded(email):
    """Whether an address was given so often that somebody may be pestering its owner through us."""
    day_ago = timezone.now() - timedelta(days=1)
    given = Proposal.objects.filter(email__iexact=email, received_at__gt=day_ago).count()
    return given > settings.PROPOSAL_LETTERS_A_DAY


def message(proposal, letter):
    """Return a letter: a subject of one line, and a text."""
    with translation.override(proposal.language):
        context = {
            "proposal": proposal,
            "record": proposal.public_record,
            "site": settings.SITE_URL,
            "email_days": settings.PROPOSAL_EMAIL_DAYS,
        }
        text = render_to_string(f"ecosystem/letters/{Letter(letter).value}.txt", context)
    subject, _gap, body = text.strip().partition("\n")
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[proposal.email])
