"""The official page of a record: the best page of its own organisations, else of others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ecosystem.core.languages import fold_text
from ecosystem.core.web_addresses import extract_host, list_owned_hosts
from ecosystem.models.base import list_language_columns
from ecosystem.models.edition_cache import per_edition

# The roles of the organisations whose page speaks for a record, the first of them best.
OFFICIAL_ROLES = ("lead", "operator", "host", "funder")
# The ranks of pages that are on no host of these organisations.
OWN_ADDRESS, BY_LEAD, OTHERS = (-1,), (len(OFFICIAL_ROLES),), (len(OFFICIAL_ROLES) + 1,)


@dataclass(frozen=True)
class CallToAction:
    """The first button of a page: `kind` is apply, website, source, giver, or empty if no official page is known.

    `giver` is the website of an organisation that runs the scheme; `label` is its name.
    """

    kind: str
    url: str
    label: str = ""

    @property
    def is_own_page(self) -> bool:
        """Whether it leads to a page of the record itself."""
        return self.kind in {"apply", "website"}


def find_official_page(record) -> CallToAction:
    """Return where to apply, else the website, else the best official or own source.

    A website on the host of an organisation that takes no part comes after the sources of those that do, and what
    such an organisation writes on its own site is no official page.
    """
    joins = _list_joins(record)
    pages: list[tuple[tuple[int, ...], CallToAction]] = []
    if apply_url := getattr(record, "apply_url", ""):
        pages.append((OWN_ADDRESS, CallToAction("apply", apply_url)))
    if record.website:
        rank = OTHERS if joins and _is_foreign(record.website, joins) else OWN_ADDRESS
        pages.append((rank, CallToAction("website", record.website)))
    pages += [
        (_rank_citation(citation, joins), CallToAction("source", citation.source.url, citation.source.title))
        for citation in record.numbered_citations
        if citation.source.grade == "official"
        or (citation.source.grade == "own" and not (joins and _is_foreign(citation.source.url, joins)))
    ]
    return min(pages, key=lambda item: item[0], default=(OTHERS, CallToAction("", "")))[1]


def _list_joins(record) -> list:
    """Return the participants with their roles; none for an organisation."""
    return list(getattr(record, "public_involvements", getattr(record, "public_participations", ())))


def _rank_citation(citation, joins) -> tuple[int, ...]:
    """Return the rank: pages on the hosts of its organisations by role, then official pages by its leads.

    Of several pages of its organisations, one that is cited for the name comes first: others may be about another
    record.
    """
    source = citation.source
    is_official = source.grade == "official"
    details = (not is_official, not is_official and "name" not in citation.supports)
    hosts = list_owned_hosts(source.url)
    roles = [
        OFFICIAL_ROLES.index(join.role)
        for join in joins
        if join.role in OFFICIAL_ROLES and extract_host(join.organisation.website) in hosts
    ]
    if roles:
        return min(roles), *details
    leads = [join.organisation for join in joins if join.role in {"lead", "host"}]
    if is_official and any(fold_text(source.publisher) in _list_folded_names(lead) for lead in leads):
        return *BY_LEAD, *details
    return *OTHERS, *details


def _list_folded_names(organisation) -> list[str]:
    names = (getattr(organisation, column) for column in list_language_columns("name"))
    return [fold_text(name) for name in names if name]


def _is_foreign(url: str, joins) -> bool:
    """Return whether an address is on the host of organisations none of which takes part."""
    known = _get_cached_hosts()
    owners = [known[host] for host in list_owned_hosts(url) if host in known]
    participants = {join.organisation_id for join in joins}
    return bool(owners) and all(participants.isdisjoint(keys) for keys in owners)


@per_edition
def _get_cached_hosts() -> dict[str, set[int]]:
    """Return the public organisations by the hosts of their websites."""
    from ecosystem.models.organisations import Organisation

    hosts = defaultdict(set)
    rows: Iterable[tuple[int, str]] = Organisation.objects.published().exclude(website="").values_list("pk", "website")
    for key, website in rows:
        hosts[extract_host(website)].add(key)
    return dict(hosts)
