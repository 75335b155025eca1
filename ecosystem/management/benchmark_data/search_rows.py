"""The search index of made-up records, as `indexing.rebuild_search_index()` would build it.

A test holds the two equal. That function reads each row back and tokenizes every text, which takes ten times as long.
"""

from collections import Counter

from ecosystem.core.languages import convert_to_mainland_prose, convert_to_simplified
from ecosystem.core.tokens import TEXT_SEPARATOR
from ecosystem.models import (
    Application,
    Audience,
    Collaboration,
    District,
    Indicator,
    Initiative,
    InitiativeBody,
    Organisation,
    Participation,
    Region,
    SearchEntry,
    SearchKind,
    SearchMention,
    SearchText,
    Support,
    Theme,
    Unit,
)
from ecosystem.models.search import build_entry_key
from ecosystem.search.documents import (
    NO_NAMES,
    TERM_COLUMNS,
    SearchDocument,
    list_choice_labels,
    list_row_names,
)

ENTRY_COLUMNS = (
    "id", "kind", "target", "slug", "name_en", "name_zh_hant", "name_zh_hans", "prominence", "words",
)  # fmt: skip
TEXT_COLUMNS = ("rowid", *TERM_COLUMNS)
MENTION_COLUMNS = ("entry_id", "kind", "target")
ENTRY_THEME_COLUMNS = ("searchentry_id", "theme_id")


class SearchRows:
    """`vocabulary` holds all shared rows by model and primary key."""

    def __init__(self, plan, vocabulary):
        self.plan = plan
        self.vocabulary = vocabulary
        self.word_counts = Counter()

    def add_entry(self, tables, record):
        """`record` is a `MadeUpRecord`."""
        document = SearchDocument(record, record.model._meta.model_name)
        document.names = list_row_names(record.names)
        document.themes = record.fields["themes"]
        self._mention_terms(document, Theme, document.themes)
        if record.model is not Indicator:
            for application in self._list_terms(Application, record.fields["applications"]):
                document.add_mentions(application, application.sector)
            document.related += list_choice_labels(record.model.kinds(record.fields["kind"]))
        fill = {
            Organisation: self._fill_organisation,
            Initiative: self._fill_initiative,
            Collaboration: self._fill_collaboration,
            Indicator: self._fill_indicator,
        }
        fill[record.model](document, record)
        self._add_rows(tables, document, record)

    def _fill_organisation(self, document, record):
        fields, plan = record.fields, self.plan
        document.related.append(fields["address"])
        document.identifiers = [fields["ror"], fields["wikidata"]]
        self._mention_records(document, Organisation, fields["parent"])
        for joins, model in ((InitiativeBody, Initiative), (Participation, Collaboration)):
            others = plan.records_of[joins][record.index]
            self._mention_records(document, model, *(plan.key(model, other) for other in others))
            document.prominence += len(others)
        self._mention_terms(document, Support, fields["support"])
        if record.place:
            self._mention_place(document, record.place)

    def _fill_initiative(self, document, record):
        self._mention_records(document, Initiative, record.fields["part_of"])
        self._mention_participants(document, InitiativeBody, record)
        self._mention_terms(document, Support, record.fields["support"])
        self._mention_terms(document, Audience, record.fields["audience"])

    def _fill_collaboration(self, document, record):
        self._mention_records(document, Initiative, record.fields["initiative"])
        self._mention_participants(document, Participation, record)

    def _fill_indicator(self, document, record):
        fields = record.fields
        traditional, simplified = fields["unit_zh_hant"], fields["unit_zh_hans"]
        mainland = convert_to_mainland_prose(traditional, NO_NAMES)
        if not simplified and mainland != convert_to_simplified(traditional):
            simplified = mainland
        document.related += [fields["unit_en"], traditional, simplified, *list_choice_labels(Unit(fields["unit"]))]
        self._mention_records(document, Organisation, fields["organisation"])
        self._mention_records(document, Initiative, *fields["initiatives"])
        document.prominence = record.observation_count

    def _mention_participants(self, document, model, record):
        organisations = self.plan.roles[model][record.index]
        self._mention_records(
            document, Organisation, *(self.plan.key(Organisation, each) for each, _role in organisations)
        )
        document.prominence = len(organisations) + record.citation_count

    def _mention_records(self, document, model, *keys):
        for key in filter(None, keys):
            document.mentions.add((model._meta.model_name, key))
            document.related += list_row_names(self.plan.names[model][key - self.plan.first_keys[model]])

    def _mention_terms(self, document, model, keys):
        document.add_mentions(*self._list_terms(model, keys))

    def _mention_place(self, document, place):
        document.add_mentions(place)
        document.related += [place.city_en, place.city_zh_hant, *list_choice_labels(Region(place.region))]
        if place.district:
            document.related += list_choice_labels(District(place.district))

    def _list_terms(self, model, keys):
        return [self.vocabulary[model][key] for key in keys]

    def _add_rows(self, tables, document, record):
        names, key = record.names, build_entry_key(SearchKind(document.kind), record.key, document.prominence)
        words = self.plan.words.list_name_spelling(names)
        words = words.union(*(text.spelling_words for text in record.texts))
        self.word_counts.update(words)
        tables[SearchEntry._meta.db_table].append(
            (
                key, document.kind, record.key, names.slug, names.name_en, names.name_zh_hant, names.name_zh_hans,
                document.prominence, "\n".join(sorted(words)),
            )
        )  # fmt: skip
        texts = [terms for text in record.texts for terms in text.list_indexed_forms()]
        name_terms = self.plan.terms.join(document.names)
        alias_terms = self.plan.terms.join([*names.aliases, *document.identifiers])
        related_terms = self.plan.terms.join(document.related)
        keywords = document.build_keywords(name_terms, alias_terms)
        tables[SearchText._meta.db_table].append(
            (key, name_terms, alias_terms, f" {TEXT_SEPARATOR} ".join(texts), related_terms, keywords)
        )
        tables[SearchMention._meta.db_table] += [(key, kind, target) for kind, target in sorted(document.mentions)]
        tables[SearchEntry.themes.through._meta.db_table] += [(key, theme) for theme in document.themes]
