"""Every table of the directory."""

from ecosystem.models.account_events import AccountEvent, AccountEventKind
from ecosystem.models.changes import Change, ChangeKind, ChangeRole, FormerSlug
from ecosystem.models.citations import Citation
from ecosystem.models.collaborations import Collaboration, CollaborationKind, CollaborationRole, Participation
from ecosystem.models.distinct_pairs import DistinctPair
from ecosystem.models.editions import Edition
from ecosystem.models.indicators import Indicator, Observation, Qualifier, Unit
from ecosystem.models.initiatives import (
    AmountBasis,
    Initiative,
    InitiativeBody,
    InitiativeKind,
    InitiativeRole,
)
from ecosystem.models.invitations import Invitation, InvitationRole, InvitationState
from ecosystem.models.organisations import Organisation, OrganisationKind
from ecosystem.models.places import District, Place, Precision, Reach, Region
from ecosystem.models.proposals import Aim, Fate, Letter, Proposal
from ecosystem.models.rate_limits import RateLimitHit, SingleUseToken
from ecosystem.models.records import AI, Record, Status
from ecosystem.models.saved_submissions import SavedSubmission
from ecosystem.models.search import SearchEntry, SearchKind, SearchMention, SearchMiss, SearchText, SearchWord
from ecosystem.models.sources import Grade, LinkStatus, Source
from ecosystem.models.vocabulary import Application, Audience, Sector, Support, Theme
from ecosystem.models.withheld_values import WithheldValue

__all__ = [
    "AI",
    "AccountEvent",
    "AccountEventKind",
    "Aim",
    "AmountBasis",
    "Application",
    "Audience",
    "Change",
    "ChangeKind",
    "ChangeRole",
    "Citation",
    "Collaboration",
    "CollaborationKind",
    "CollaborationRole",
    "DistinctPair",
    "District",
    "Edition",
    "Fate",
    "FormerSlug",
    "Grade",
    "Indicator",
    "Initiative",
    "InitiativeBody",
    "InitiativeKind",
    "InitiativeRole",
    "Invitation",
    "InvitationRole",
    "InvitationState",
    "Letter",
    "LinkStatus",
    "Observation",
    "Organisation",
    "OrganisationKind",
    "Participation",
    "Place",
    "Precision",
    "Proposal",
    "Qualifier",
    "RateLimitHit",
    "Reach",
    "Record",
    "Region",
    "SavedSubmission",
    "SearchEntry",
    "SearchKind",
    "SearchMention",
    "SearchMiss",
    "SearchText",
    "SearchWord",
    "Sector",
    "SingleUseToken",
    "Source",
    "Status",
    "Support",
    "Theme",
    "Unit",
    "WithheldValue",
]
RECORD_MODELS = (Organisation, Initiative, Collaboration)
