"""The search index: one entry for each object with a page, its terms, and the words for spelling.

All of it but `SearchMiss` is derived: `ecosystem.search.indexing` writes it and can rebuild it.
"""

from django.db import models
from django.db.models import Lookup
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import TranslatedAttribute
from ecosystem.models.base import (
    KEY_POSITION_ORDER,
    KeyedQuerySet,
    OtherNameMixin,
    annotate_key_positions,
    reverse_page_url,
)
from ecosystem.models.changes import RECORD_KINDS
from ecosystem.models.constraints import build_choices_constraint
from ecosystem.models.vocabulary import Theme


class SearchEntryQuerySet(KeyedQuerySet):
    def published(self):
        """Public entries: all of them; the index contains nothing else."""
        return self.all()

    def matching(self, expression):
        """Filter to entries whose terms match a `SearchExpression`."""
        return self.filter(pk__in=SearchText.objects.filter(names__matches=expression).values("pk"))

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def of_records(self):
        return self.filter(kind__in=RECORD_KINDS)

    def by_prominence(self):
        return self.order_by("-prominence", "pk")

    def by_name_length(self):
        """Order by length of names, shortest first, because an exact match has the shortest."""
        return self.order_by(Length("text__names"), "-prominence", "pk")

    def in_ranked_order(self, candidates):
        """Order as the search ranked these candidates; other entries follow by prominence."""
        rows = annotate_key_positions(self, [candidate.pk for candidate in candidates])
        return rows.order_by(*KEY_POSITION_ORDER, "-prominence", "pk")

    def for_list(self):
        return self


class SearchKind(models.TextChoices):
    """What can be found, in the order in which equally ranked entries are shown."""

    ORGANISATION = "organisation", _("Organisation")
    INITIATIVE = "initiative", _("Initiative")
    COLLABORATION = "collaboration", _("Collaboration")
    APPLICATION = "application", _("Application area")
    THEME = "theme", _("Theme")
    PLACE = "place", _("Location")
    INDICATOR = "indicator", _("Indicator")


class DerivedModel(models.Model):
    """A row of the index; fact files leave it out, because it can be rebuilt."""

    class Meta:
        abstract = True


class SearchEntry(OtherNameMixin, DerivedModel):
    """The index entry of a public record, application, theme, place or indicator."""

    kind = models.CharField(max_length=15, choices=SearchKind)
    target = models.BigIntegerField()
    slug = models.CharField(max_length=60)
    name_en = models.CharField(max_length=200)
    name_zh_hant = models.CharField(max_length=200, blank=True)
    name_zh_hans = models.CharField(max_length=200, blank=True)
    name = TranslatedAttribute()
    # The number of its relations: of two equal matches, the more prominent comes first.
    prominence = models.PositiveIntegerField(default=0)
    # The words of its names and summary, which `SearchWord` counts.
    words = models.TextField(blank=True)
    themes = models.ManyToManyField(Theme, related_name="+")

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            build_choices_constraint("kind", SearchKind),
            models.UniqueConstraint(name="ecosystem_searchentry_once", fields=["kind", "target"]),
        ]
        indexes = [models.Index(fields=["-prominence", "id"], name="searchentry_prominence")]

    def __str__(self):
        return f"{self.kind} {self.slug}"

    def get_absolute_url(self):
        return reverse_page_url(f"{self.kind}-detail", self.slug)


class TermsField(models.TextField):
    """Terms from `ecosystem.core.tokens.build_indexed_text()`; a lookup on any of these fields searches all of them."""


@TermsField.register_lookup
class FullTextMatchLookup(Lookup):
    """Full-text match with an expression: FTS5 on SQLite, a tsvector under a GIN index on PostgreSQL."""

    lookup_name = "matches"
    # An expression is not a value of the field; each database has its own syntax.
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        table = compiler.quote_name(self.lhs.alias)
        return f'{table}."{SearchText._meta.db_table}" MATCH %s', (self.rhs.fts5(),)

    def as_postgresql(self, compiler, connection):
        return f'{compiler.quote_name(self.lhs.alias)}."vector" @@ %s::tsquery', (self.rhs.tsquery(),)


class SearchText(DerivedModel):
    """The terms of an entry by weight.

    On SQLite an FTS5 table with the primary key `rowid`; on PostgreSQL an ordinary table with a generated column
    `vector`. Migration 0003 creates both.
    """

    entry = models.OneToOneField(
        SearchEntry, models.CASCADE, primary_key=True, db_column="rowid", db_constraint=False, related_name="text"
    )
    names = TermsField()
    aliases = TermsField()
    summary = TermsField()
    related = TermsField()

    def __str__(self):
        return f"text of {self.entry_id}"


class SearchMention(DerivedModel):
    """A row whose names an entry contains, so that the entry is updated with them."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=15)
    target = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "target"], name="searchmention_target")]

    def __str__(self):
        return f"{self.entry} mentions {self.kind} {self.target}"


class SearchWord(DerivedModel):
    """A word of the directory, with the number of entries that contain it, for spelling suggestions."""

    word = models.CharField(max_length=60, unique=True)
    entries = models.PositiveIntegerField()

    class Meta:
        ordering = ["word"]

    def __str__(self):
        return self.word


class SearchMiss(models.Model):
    """The number of searches for a text without a result on one day; nothing about who searched.

    `wanted` counts readers who then asked for it to be added.
    """

    day = models.DateField()
    text = models.CharField(max_length=100)
    count = models.PositiveIntegerField(default=1)
    wanted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("search with no results")
        verbose_name_plural = _("searches with no results")
        ordering = ["-day", "-count", "text"]
        constraints = [models.UniqueConstraint(name="ecosystem_searchmiss_once_a_day", fields=["day", "text"])]

    def __str__(self):
        return self.text
