"""E-mails to readers who left an address: plain text, in the language in which they wrote."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ecosystem.models import Letter, Proposal

logger = logging.getLogger(__name__)


def send_proposal_email(proposal_pk: int, kind: str) -> None:
    """Send an e-mail to the reader of a proposal, if they left an address.

    A failure is logged and stored in `unsent`, so that an editor can send it again.
    """
    proposal = Proposal.objects.select_record().filter(pk=proposal_pk).exclude(email="").first()
    if proposal is None or (kind == Letter.RECEIVED and _is_email_limit_reached(proposal.email)):
        return
    try:
        build_proposal_email(proposal, kind).send()
        unsent = ""
    except Exception:  # a mailer raises whatever its server or its library does
        logger.exception("The letter “%s” of proposal %d could not be sent", kind, proposal.pk)
        unsent = kind
    Proposal.objects.filter(pk=proposal_pk).update(unsent=unsent)


def _is_email_limit_reached(email: str) -> bool:
    # An address that is given very often may be that of a person who is harassed through this form.
    day_ago = timezone.now() - timedelta(days=1)
    count = Proposal.objects.filter(email__iexact=email, received_at__gt=day_ago).count()
    return count > settings.PROPOSAL_LETTERS_A_DAY


def build_proposal_email(proposal: Proposal, kind: str) -> EmailMessage:
    """Take the subject from the first line of the template."""
    with translation.override(proposal.language):
        context = {
            "proposal": proposal,
            "record": proposal.public_record,
            "site": settings.SITE_URL,
            "email_days": settings.PROPOSAL_EMAIL_DAYS,
        }
        text = render_to_string(f"ecosystem/letters/{Letter(kind).value}.txt", context)
    subject, _gap, body = text.strip().partition("\n")
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[proposal.email])
