"""Which public organisation is part of which, at any depth; read once for an edition."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecosystem.models.base import Status
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.organisations import Organisation


@dataclass(frozen=True)
class OrganisationTree:
    """The slugs and the public parents of public organisations, by primary key; may contain cycles."""

    slugs: Mapping[int, str]
    parents: Mapping[int, int]
    children: Mapping[int, list[int]]

    def list_ancestors(self, key: int) -> list[int]:
        """Return what an organisation is part of, nearest first."""
        ancestors: list[int] = []
        while (key := self.parents.get(key, 0)) and key not in ancestors:
            ancestors.append(key)
        return ancestors

    def find_units(self, key: int) -> set[int]:
        """Return the units of an organisation at any depth, without itself."""
        units, waiting = {key}, [key]
        while waiting:
            new = set(self.children.get(waiting.pop(), ())) - units
            units |= new
            waiting += new
        return units - {key}


@per_edition
def get_organisation_tree() -> OrganisationTree:
    rows = Organisation.objects.published().order_by("slug").values_list("pk", "slug", "parent_id", "parent__status")
    slugs, parents, children = {}, {}, defaultdict(list)
    for key, slug, parent, status in rows:
        slugs[key] = slug
        if status == Status.PUBLISHED:
            parents[key] = parent
            children[parent].append(key)
    return OrganisationTree(slugs, parents, dict(children))


def find_unit_keys(keys: Iterable[int]) -> set[int]:
    tree = get_organisation_tree()
    return {unit for key in keys for unit in tree.find_units(key)}
