"""The organisations that take part in the compared records, and in how many of these each does."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property

from django.utils.translation import gettext as _

from ecosystem.models import Collaboration, Initiative, InitiativeBody, Organisation, Participation
from ecosystem.models.organisation_tree import get_organisation_tree

USER = "user"


class SharedOrganisations:
    """In how many of the compared records an organisation is, in any role; `keys` has a collection for each record."""

    def __init__(self, keys: Sequence[Collection[int]]):
        self.total = len(keys)
        self.counts = Counter(key for each in keys for key in each)

    def format_sharing(self, key: int) -> str:
        number = self.counts[key]
        if number < 2:
            return ""
        if number == self.total == 2:
            return _("in both")
        return _("in %(n)s of %(total)s") % {"n": number, "total": self.total}


class ComparedPartners:
    """Who takes part in the initiatives and collaborations of organisations and their units; in three queries."""

    def __init__(self, organisations: Sequence[Organisation]):
        self._organisations = organisations
        tree = get_organisation_tree()
        self._own_keys = {body.pk: {body.pk} | tree.find_units(body.pk) for body in organisations}

    def list_partners(self, body: Organisation) -> list[Organisation]:
        """Return the other organisations in any role but user."""
        return self._list_others(body, is_user=False)

    def list_users(self, body: Organisation) -> list[Organisation]:
        """Return the other organisations that use its initiatives."""
        return self._list_others(body, is_user=True)

    @cached_property
    def sharing(self) -> SharedOrganisations:
        return SharedOrganisations(
            [
                {key for is_user in (True, False) for key in self._other_keys[body.pk, is_user]}
                for body in self._organisations
            ]
        )

    def _list_others(self, body: Organisation, *, is_user: bool) -> list[Organisation]:
        keys = self._other_keys[body.pk, is_user]
        others = (self._others[key] for key in keys if key in self._others)
        return sorted(others, key=lambda other: (-self.sharing.counts[other.pk], other.order_en, other.slug))

    @cached_property
    def _other_keys(self) -> dict[tuple[int, bool], set[int]]:
        """The primary keys of the others, by organisation and whether they are users."""
        others = defaultdict(set)
        for participants in self._read_participants():
            for body, own in self._own_keys.items():
                if own & {key for key, _role in participants}:
                    for key, role in participants:
                        if key not in own:
                            others[body, role == USER].add(key)
        return others

    def _read_participants(self) -> list[set[tuple[int, str]]]:
        """Return `(organisation, role)` of each initiative and collaboration."""
        records = defaultdict(set)
        for model, joins, name in (
            (Initiative, InitiativeBody, "initiative_id"),
            (Collaboration, Participation, "collaboration_id"),
        ):
            joined = model.objects.published().joined_by(self._organisations).values("pk")
            rows = joins.objects.published().filter(**{f"{name}__in": joined}).order_by()
            for record, organisation, role in rows.values_list(name, "organisation_id", "role"):
                records[name, record].add((organisation, role))
        return list(records.values())

    @cached_property
    def _others(self) -> dict[int, Organisation]:
        keys = {key for others in self._other_keys.values() for key in others}
        return Organisation.objects.published().only_names("order_en").in_bulk(keys)
