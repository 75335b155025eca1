"""The facts of fixtures/, which each block of made-up data repeats."""

from collections import defaultdict
from functools import cached_property

from django.conf import settings

from ecosystem.editing.loading.parse import read_fact_files
from ecosystem.models import (
    Application,
    Audience,
    Citation,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
    Place,
    Precision,
    Sector,
    Source,
    Support,
    Theme,
)
from ecosystem.models.record_targets import RECORD_AND_INDICATOR_KINDS

# Small tables that stay as they are, each after those that it refers to.
VOCABULARIES = (Theme, Sector, Application, Support, Audience)
NAMED_MODELS = (Organisation, Initiative, Collaboration, Indicator)
# The roles of organisations, with the relation to what they have a role in.
ROLE_FIELDS = {InitiativeBody: "initiative", Participation: "collaboration"}


class TemplateError(Exception):
    """The fixtures are missing or wrong."""


class Templates:
    """The fields of all rows of the fixtures by model; rows refer to each other by position in these lists."""

    def __init__(self):
        rows, _others, errors = read_fact_files(sorted(settings.FIXTURES_DIR.glob("*.json")))
        if errors or not rows:
            raise TemplateError(str(errors[0]) if errors else f"{settings.FIXTURES_DIR} holds no facts.")
        self.rows = defaultdict(list)
        self._positions = defaultdict(dict)
        for row in rows:
            self._positions[row.model][row.key] = len(self.rows[row.model])
            self.rows[row.model].append(row.fields)

    def find(self, model, natural_key):
        return None if natural_key is None else self._positions[model][tuple(natural_key)]

    def find_all(self, model, natural_keys):
        return [self.find(model, key) for key in natural_keys]

    def count(self, model):
        return len(self.rows[model])

    @cached_property
    def sites(self):
        """The positions of the places that each block has of its own: buildings, but neither districts nor cities."""
        return [n for n, place in enumerate(self.rows[Place]) if place["precision"] == Precision.SITE]

    @cached_property
    def roles(self):
        """`{model: [[(position of the organisation, role), …] for each record]}` by `ROLE_FIELDS`."""
        roles = {}
        for model, name in ROLE_FIELDS.items():
            owner = model._meta.get_field(name).related_model
            roles[model] = [[] for _row in self.rows[owner]]
            for row in self.rows[model]:
                organisation = self.find(Organisation, row["organisation"])
                roles[model][self.find(owner, row[name])].append((organisation, row["role"]))
        return roles

    @cached_property
    def observations(self):
        """`[[(position of the source, observation), …] for each indicator]`."""
        found = [[] for _row in self.rows[Indicator]]
        for row in self.rows[Observation]:
            source = self.find(Source, row["source"])
            found[self.find(Indicator, row["indicator"])].append((source, row))
        return found

    @cached_property
    def citations(self):
        """`{name of the target: [[(position of the source, citation), …] for each record]}`."""
        found = {}
        for name in RECORD_AND_INDICATOR_KINDS:
            model = Citation._meta.get_field(name).related_model
            found[name] = [[] for _row in self.rows[model]]
        for row in self.rows[Citation]:
            name = next(name for name in RECORD_AND_INDICATOR_KINDS if row[name])
            target = self.find(Citation._meta.get_field(name).related_model, row[name])
            found[name][target].append((self.find(Source, row["source"]), row))
        return found
