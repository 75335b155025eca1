"""Database constraints: each is violated once without the checks of Python."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, F, Value
from django.utils import timezone

from ecosystem.history import revisions
from ecosystem.models import (
    AccountEvent,
    Citation,
    DistinctPair,
    Edition,
    FormerSlug,
    InitiativeBody,
    Invitation,
    Observation,
    Participation,
    SearchEntry,
    SearchMiss,
    Sector,
    Support,
    WithheldValue,
)
from ecosystem.models.vocabulary import Audience
from tests.support import factories

pytestmark = pytest.mark.django_db


def raw(text):
    """Return a value that bypasses the preparation of model fields."""
    return Value(text, output_field=CharField())


def word(model):
    return model.objects.create(slug="word", name_en="Word", name_zh_hant="詞")


def involvement():
    return factories.initiative().involvements.get()


def participation():
    return factories.collaboration().participations.first()


def observation():
    return factories.indicator().observations.first()


def citation():
    return factories.organisation().citations.get()


def invitation():
    return Invitation.objects.create(email="new@example.org")


def entry():
    return SearchEntry.objects.create(kind="place", target=1, slug="somewhere", name_en="Somewhere")


def miss():
    return SearchMiss.objects.create(day=date(2026, 11, 24), text="nobody")


def change():
    record = factories.organisation()
    revisions.record_revision(record, "entered")
    return record.changes.get()


def former_slug():
    return FormerSlug.objects.create(kind="organisation", slug="former", organisation=factories.organisation())


def withheld_value():
    return WithheldValue.objects.create(
        organisation=factories.organisation(), field="address", reason="Why.", states=1, was_public=True
    )


MAKE = {
    "accountevent": lambda: AccountEvent.objects.create(kind="signed_in"),
    "change": change,
    "withheldvalue": withheld_value,
    "formerslug": former_slug,
    "application": factories.application,
    "audience": lambda: word(Audience),
    "citation": citation,
    "collaboration": factories.collaboration,
    "indicator": factories.indicator,
    "initiative": factories.initiative,
    "initiativebody": involvement,
    "invitation": invitation,
    "observation": observation,
    "organisation": factories.organisation,
    "participation": participation,
    "place": factories.place,
    "proposal": lambda: factories.proposal(factories.organisation()),
    "searchentry": entry,
    "sector": lambda: word(Sector),
    "source": factories.source,
    "support": lambda: word(Support),
    "theme": factories.theme,
}
DATES = {
    "organisation": ["founded", "closed"],
    "initiative": ["announced", "starts", "ends", "applications_close"],
    "collaboration": ["announced", "starts", "ends"],
    "observation": ["period"],
    "source": ["published"],
}
WORDS = {
    "accountevent": ["kind"],
    "change": ["kind", "role"],
    "organisation": ["kind", "status", "ai", "home_region"],
    "initiative": ["kind", "status", "ai", "amount_basis"],
    "collaboration": ["kind", "status", "ai"],
    "initiativebody": ["role"],
    "invitation": ["role"],
    "participation": ["role"],
    "place": ["region", "precision", "district"],
    "source": ["grade", "link_status"],
    "indicator": ["unit"],
    "searchentry": ["kind"],
    "observation": ["qualifier"],
    "proposal": ["fate", "aim", "suggests", "unsent"],
}
SLUGGED = [
    "application",
    "audience",
    "collaboration",
    "indicator",
    "initiative",
    "organisation",
    "place",
    "sector",
    "support",
    "theme",
]
RECORDS = ["organisation", "initiative", "collaboration"]

# Constraint -> what to write into a sound row so that it is broken.
UPDATES = (
    {f"{name}_{field}_is_date": {field: raw("soon")} for name, fields in DATES.items() for field in fields}
    | {f"{name}_{field}_known": {field: "nonsense"} for name, fields in WORDS.items() for field in fields}
    | {f"{name}_slug_form": {"slug": "No Slug"} for name in SLUGGED}
    | {f"{name}_published_has_date": {"status": "published", "published_at": None} for name in RECORDS}
    | {
        "organisation_founded_before_closed": {"founded": "2020-05", "closed": "2020-04-30"},
        "initiative_starts_before_ends": {"starts": "2020-05", "ends": "2019"},
        "collaboration_starts_before_ends": {"starts": "2020-05-02", "ends": "2020-05-01"},
        "organisation_parent_is_another": {"parent": F("pk")},
        "organisation_successor_is_another": {"successor": F("pk")},
        "initiative_part_of_is_another": {"part_of": F("pk")},
        "initiative_amount_whole": {"amount": 5000, "amount_basis": "total", "currency": ""},
        "place_on_earth": {"latitude": 91},
        "place_region_known": {"region": "nonsense", "district": "", "city_en": "City", "city_zh_hant": "城市"},
        "place_precision_fits_region": {"precision": "city"},
        "place_district_where_due": {"district": ""},
        "place_city_where_due": {"city_en": "Central", "city_zh_hant": "中環"},
        "observation_has_period": {"period": None},
        "citation_of_one_record": {"organisation": None},
        "proposal_of_one_record": {"organisation": None},
        "proposal_says_what_is_new": {"suggests": "initiative"},
        "proposal_decided_has_date": {"fate": "declined"},
        "change_of_one_record": {"organisation": None},
        "withheldvalue_of_one_record": {"organisation": None},
        "invitation_accepted_or_withdrawn": {"accepted_at": timezone.now(), "withdrawn_at": timezone.now()},
        "formerslug_of_its_kind": {"kind": "initiative"},
    }
)
# A precision that is none fits no region either, and so on; databases differ in which rule they name.
NAMED_AS = {
    "place_precision_known": "place_precision_(known|fits_region)",
    "proposal_fate_known": "proposal_(fate_known|decided_has_date)",
    "proposal_suggests_known": "proposal_(suggests_known|says_what_is_new)",
}


def cite_twice(name):
    def twice():
        row = factories.cite(MAKE[name]())
        Citation.objects.bulk_create([Citation(**{name: getattr(row, name)}, source=row.source)])

    return twice


def insert_twice(make, model, *names):
    def twice():
        row = make()
        model.objects.bulk_create([model(**{name: getattr(row, name) for name in names})])

    return twice


def pair(kind):
    """Return a function that creates a pair of distinct records of a kind."""
    return lambda: DistinctPair.objects.mark_distinct(MAKE[kind](), MAKE[kind]())[0]


def insert_reversed_pair(kind):
    """Return a function that inserts a pair in the wrong order."""

    def insert():
        first, second = MAKE[kind](), MAKE[kind]()
        DistinctPair.objects.bulk_create([DistinctPair(**{kind: second, f"other_{kind}": first})])

    return insert


# Constraint -> what to insert beside a sound row so that it is broken.
INSERTS = {f"citation_once_per_{name}": cite_twice(name) for name in [*RECORDS, "indicator"]} | {
    "initiativebody_one_per_initiative_organisation_role": insert_twice(
        involvement, InitiativeBody, "initiative", "organisation", "role"
    ),
    "participation_one_per_collaboration_organisation_role": insert_twice(
        participation, Participation, "collaboration", "organisation", "role"
    ),
    "observation_one_per_indicator_period": insert_twice(
        observation, Observation, "indicator", "period", "value", "source"
    ),
    "formerslug_once": insert_twice(former_slug, FormerSlug, "kind", "slug", "organisation"),
    "searchentry_once": insert_twice(entry, SearchEntry, "kind", "target"),
    "invitation_one_open_per_email": insert_twice(invitation, Invitation, "email"),
    "searchmiss_once_a_day": insert_twice(miss, SearchMiss, "day", "text"),
    "distinctpair_of_one_kind": lambda: DistinctPair.objects.bulk_create([DistinctPair()]),
    **{f"distinctpair_{kind}_in_order": insert_reversed_pair(kind) for kind in RECORDS},
    **{f"distinctpair_{kind}_once": insert_twice(pair(kind), DistinctPair, kind, f"other_{kind}") for kind in RECORDS},
    "edition_one_row": lambda: Edition.objects.bulk_create([Edition(pk=2)]),
}


def test_constraint_tests_cover_every_constraint():
    models = apps.get_app_config("ecosystem").get_models(include_auto_created=True)
    names = {constraint.name.removeprefix("ecosystem_") for model in models for constraint in model._meta.constraints}
    assert names == UPDATES.keys() | INSERTS.keys()


def raises_integrity_error(name):
    """Expect an integrity error for this constraint, as far as the database names it."""
    columns = r"|UNIQUE constraint failed" if name in INSERTS else ""
    return pytest.raises(IntegrityError, match=rf"ecosystem_{NAMED_AS.get(name, name)}{columns}")


@pytest.mark.parametrize("name", UPDATES)
def test_constraint_rejects_update(name):
    row = MAKE[name.partition("_")[0]]()
    with raises_integrity_error(name), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**UPDATES[name])


@pytest.mark.parametrize("name", INSERTS)
def test_constraint_rejects_insert(name):
    with raises_integrity_error(name), transaction.atomic():
        INSERTS[name]()


class TestDateOrderConstraint:
    @pytest.mark.parametrize(
        ("founded", "closed"),
        [
            ("2020-05", "2020"),
            ("2020", "2020-05-01"),
            ("2020-05-01", "2020-05"),
            ("2020-05-01", "2020-05-01"),
            (None, "2020"),
        ],
    )
    def test_overlapping_partial_dates_are_accepted(self, founded, closed):
        organisation = factories.organisation(founded=founded, closed=closed)
        organisation.refresh_from_db()
        assert organisation.closed.text == closed


class TestAmountConstraint:
    @pytest.mark.parametrize(
        "values",
        [
            {"amount": 0, "amount_basis": "total", "currency": "HKD"},
            {"amount": -5, "amount_basis": "total", "currency": "HKD"},
            {"amount": 5, "amount_basis": "", "currency": "HKD"},
            {"amount": 5, "amount_basis": "total", "currency": "hkd"},
            {"amount": None, "amount_basis": "total", "currency": ""},
            {"amount": None, "amount_basis": "", "currency": "HKD"},
        ],
    )
    def test_incomplete_amount_is_rejected(self, values):
        with raises_integrity_error("initiative_amount_whole"), transaction.atomic():
            factories.initiative(**values)


class TestUniqueColumnConstraints:
    @pytest.mark.parametrize("name", SLUGGED)
    def test_slugs_are_unique(self, name):
        row = MAKE[name]()
        twin = type(row).objects.get(pk=row.pk)
        twin.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.bulk_create([twin])

    def test_urls_of_sources_are_unique(self):
        row = factories.source()
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.source(url=row.url)


def test_constraint_violation_has_a_readable_message():
    record = factories.organisation()
    record.published_at = timezone.now()
    record.founded, record.closed = "2020", "2019"
    with pytest.raises(Exception, match="The closing date must not be before the founding date"):
        record.full_clean()
