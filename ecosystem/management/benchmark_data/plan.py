"""Which record stands where: slugs, names, primary keys and relations of all made-up records, before any row is built.

The data consists of blocks. Each block repeats every record of the facts once, the last one a part of them. Some
organisations have their roles in later blocks, so that all blocks hang together and a few organisations have many
partners.
"""

from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from django.db.models import Max
from reversion.models import Revision

from ecosystem.management.benchmark_data.templates import NAMED_MODELS, ROLE_FIELDS, Templates
from ecosystem.management.benchmark_data.words import TermCache, Words
from ecosystem.models import (
    RECORD_MODELS,
    Change,
    Citation,
    Indicator,
    InitiativeBody,
    Organisation,
    Participation,
    Place,
    Source,
)
from ecosystem.models.record_targets import RECORD_AND_INDICATOR_KINDS

# By it the site's data is told from made-up data.
MADE_UP_PREFIX = "made-up-"
# One role in so many is that of an organisation of an earlier block.
ROLES_PER_DISTANT_ONE = 10
KEYED_MODELS = (
    Place, *NAMED_MODELS, Source, InitiativeBody, Participation, Citation, Change, Revision,
)  # fmt: skip


@dataclass(slots=True)
class RecordNames:
    """It has what computed columns are computed from."""

    slug: str
    name_en: str
    name_zh_hant: str
    acronym: str = ""
    aliases: list[str] = field(default_factory=list)
    name_zh_hans: str = ""


@dataclass
class Block:
    """The positions of the templates that it repeats, and the number of rows before it, by model."""

    number: int
    positions: dict
    before: dict

    def __post_init__(self):
        self.slots = {
            model: positions if isinstance(positions, range) else {at: n for n, at in enumerate(positions)}
            for model, positions in self.positions.items()
        }

    def find(self, model, position):
        """Return the index of a template's row among all rows of a model; None if it is not in this block."""
        try:
            slot = self.slots[model][position]
        except KeyError:
            return None
        return self.before[model] + slot


class Plan:
    """All blocks; `index` counts the rows of a model from 0, `key()` gives the primary key."""

    def __init__(self, organisations, seed):
        self.templates = Templates()
        self.seed = seed
        self.words = Words(self.templates, seed)
        self.terms = TermCache()
        self.blocks = list(self._iter_blocks(organisations))
        last = self.blocks[-1]
        self.counts = {model: last.before[model] + len(last.positions[model]) for model in last.before}
        self.first_keys = {model: (model.objects.aggregate(n=Max("pk"))["n"] or 0) + 1 for model in KEYED_MODELS}
        self.names = {model: [] for model in NAMED_MODELS}
        # `[(index of the organisation, role), …]` for each record, and the records of each organisation.
        self.roles = {model: [] for model in ROLE_FIELDS}
        self.records_of = {model: [[] for _n in range(self.counts[Organisation])] for model in ROLE_FIELDS}
        for block in self.blocks:
            self._name_records(block)
            self._assign_roles(block)
        # The number of roles before those of each record.
        self.role_offsets = {model: list(accumulate(map(len, roles), initial=0)) for model, roles in self.roles.items()}

    def open_random(self, purpose, block):
        """Return a generator that gives the same for a seed, whichever process builds the block."""
        return Random(f"{self.seed} {purpose} {block.number}")  # noqa: S311 - made-up data

    def key(self, model, index):
        return None if index is None else self.first_keys[model] + index

    def find_record(self, block, model, position):
        """Return the index of a record, in this block, else in the one before; None if there is none."""
        if position is None:
            return None
        found = block.find(model, position)
        if found is None and block.number:
            return self.blocks[block.number - 1].find(model, position)
        return found

    def find_place(self, block, position):
        """Return the index of a place: only sites are others in each block."""
        if position is None:
            return None
        sites = self.templates.sites
        if block.number == 0 or position not in sites:
            return position
        return self.templates.count(Place) + (block.number - 1) * len(sites) + sites.index(position)

    def number_record(self, model, index):
        """Return the index of a record, or an indicator, among those of all kinds."""
        return index + sum(self.counts[other] for other in NAMED_MODELS[: NAMED_MODELS.index(model)])

    def count_records(self):
        """Leave out indicators, which have no history."""
        return sum(self.counts[model] for model in RECORD_MODELS)

    def _iter_blocks(self, organisations):
        size = self.templates.count(Organisation)
        models = (*NAMED_MODELS, Source)
        before = dict.fromkeys(models, 0)
        for number in range(-(-organisations // size)):
            share = min((organisations - number * size) / size, 1)
            positions = {model: range(self.templates.count(model)) for model in models}
            if share < 1:
                positions = self._choose_part(share, organisations - number * size)
            yield Block(number, positions, dict(before))
            for model in models:
                before[model] += len(positions[model])

    def _choose_part(self, share, organisations):
        """Return the positions of a random part of the facts, with all sources that it cites."""
        random = Random(f"{self.seed} part")  # noqa: S311 - made-up data
        positions = {}
        for model in NAMED_MODELS:
            count = self.templates.count(model)
            size = organisations if model is Organisation else max(round(share * count), 1)
            positions[model] = sorted(random.sample(range(count), size))
        sources = {
            source
            for name, model in zip(RECORD_AND_INDICATOR_KINDS, NAMED_MODELS, strict=True)
            for at in positions[model]
            for source, _row in self.templates.citations[name][at]
        }
        sources |= {source for at in positions[Indicator] for source, _row in self.templates.observations[at]}
        return positions | {Source: sorted(sources)}

    def _name_records(self, block):
        random = self.open_random("names", block)
        for model in NAMED_MODELS:
            rows, names = self.templates.rows[model], self.names[model]
            for position in block.positions[model]:
                names.append(self._name_record(random, rows[position], len(names)))

    def _name_record(self, random, row, index):
        words = self.words
        invented = random.choice(words.invented)
        slug = f"{MADE_UP_PREFIX}{invented}-{index + 1}"
        # The first word stands in the texts with a small letter too; its terms are the same.
        parts = words.write_english_name(random, row["name_en"], invented)
        english = " ".join([parts[0].capitalize(), *parts[1:]])
        self.terms[english] = " ".join(map(words.terms.__getitem__, parts))
        names = RecordNames(slug, english, "")
        if row["name_zh_hant"]:
            names.name_zh_hant = words.write_chinese_name(random, row["name_zh_hant"])
            self.terms[names.name_zh_hant] = words.index_characters(names.name_zh_hant)
        if row.get("acronym"):
            names.acronym = "".join(part[0] for part in parts)[:8].upper()
        if row.get("aliases"):
            names.aliases = list(dict.fromkeys(words.write_alias(random, alias) for alias in row["aliases"]))
        return names

    def _assign_roles(self, block):
        random = self.open_random("roles", block)
        for model, name in ROLE_FIELDS.items():
            owner = model._meta.get_field(name).related_model
            templates, roles = self.templates.roles[model], self.roles[model]
            for position in block.positions[owner]:
                index = len(roles)
                roles.append(list(self._iter_roles(random, block, templates[position])))
                for organisation in dict.fromkeys(organisation for organisation, _role in roles[-1]):
                    self.records_of[model][organisation].append(index)

    def _iter_roles(self, random, block, template):
        """Yield `(index of the organisation, role)`; in a block of its own that lacks some, others stand in for them."""
        spare = None
        for position, role in template:
            home = block
            if block.number and random.randrange(ROLES_PER_DISTANT_ONE) == 0:
                # Mostly in the first ones, where the best-connected organisations then are.
                home = self.blocks[int(block.number * random.random() ** 3)]
            index = self.find_record(home, Organisation, position)
            if index is None:
                spare = spare or self._iter_spare_organisations(random, block, template)
                index = next(spare, None)
            if index is not None:
                yield index, role

    def _iter_spare_organisations(self, random, block, template):
        wanted = {position for position, _role in template}
        others = [position for position in block.positions[Organisation] if position not in wanted]
        random.shuffle(others)
        return (block.find(Organisation, position) for position in others)
