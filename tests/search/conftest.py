"""Fixture: a small directory in which all records are related."""

from dataclasses import dataclass

import pytest

from ecosystem.models import Collaboration, Initiative, Organisation
from tests.support import factories


@dataclass
class SearchRecords:
    """The records of the fixture `world`."""

    bank: Organisation
    university: Organisation
    laboratory: Organisation
    fund: Initiative
    call: Initiative
    pact: Collaboration

    @property
    def records(self):
        return [self.bank, self.university, self.laboratory, self.fund, self.call, self.pact]


@pytest.fixture
def world(db):
    task, gift, readers = factories.application(), factories.support(), factories.audience()
    factories.application("traffic"), factories.support("workspace"), factories.audience("students")
    factories.theme("smart-city"), factories.place("sha-tin", name_en="Sha Tin", district="sha-tin")
    bank = factories.organisation(slug="bank", name_en="River Bank", applications=[task], aliases=["Old Bank"])
    university = factories.organisation(slug="university", name_en="Hill University", place=factories.place_abroad())
    laboratory = factories.organisation(slug="laboratory", name_en="Deep Laboratory", parent=university)
    laboratory.support.add(gift)
    fund = factories.initiative(slug="fund", name_en="Great Fund", lead=bank, applications=[task])
    fund.support.add(gift)
    fund.audience.add(readers)
    call = factories.initiative(slug="call", name_en="First Call", lead=university, part_of=fund)
    factories.add_participant(call, bank, "partner")
    parties = [bank, university, laboratory]
    factories.indicator(organisation=bank).initiatives.add(fund)
    pact = factories.collaboration(slug="pact", name_en="Long Pact", parties=parties, initiative=fund)
    return SearchRecords(bank, university, laboratory, fund, call, pact)
