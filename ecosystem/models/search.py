"""The index of the search: one entry for each thing that has a page, its terms, and the words that are known.

All of it is derived: the verbs of `ecosystem.search.indexing` write it, and can write it anew.
"""

from django.db import models
from django.db.models import Lookup
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import Translated
from ecosystem.models.base import BY_POSITION, InTwoScripts, KeyedQuerySet, address, by_position
from ecosystem.models.changes import KINDS
from ecosystem.models.constraints import within
from ecosystem.models.vocabulary import Theme


class SearchEntryQuerySet(KeyedQuerySet):
    def published(self):
        """All of them: the index holds nothing that may not be seen."""
        return self.all()

    def matching(self, expression):
        """Keep entries whose terms match an expression of the search."""
        return self.filter(pk__in=SearchText.objects.filter(names__matches=expression).values("pk"))

    def of(self, kind):
        return self.filter(kind=kind)

    def of_records(self):
        return self.filter(kind__in=KINDS)

    def best_known(self):
        """Those that take part in most first."""
        return self.order_by("-prominence", "pk")

    def shortest_named(self):
        """Those with the shortest names first, as a name that is just what was typed would be."""
        return self.order_by(Length("text__names"), "-prominence", "pk")

    def in_found_order(self, candidates):
        """As the search weighed these candidates; what it did not weigh follows, the best known first."""
        found = by_position(self, [candidate.pk for candidate in candidates])
        return found.order_by(*BY_POSITION, "-prominence", "pk")

    def for_list(self):
        return self


class SearchKind(models.TextChoices):
    """What can be found, in the order in which things of one name come."""

    ORGANISATION = "organisation", _("Organisation")
    INITIATIVE = "initiative", _("Initiative")
    COLLABORATION = "collaboration", _("Collaboration")
    APPLICATION = "application", _("Application")
    THEME = "theme", _("Theme")
    PLACE = "place", _("Place")


class Derived(models.Model):
    """A row of the index; files leave it out, for it can be written anew at any time."""

    class Meta:
        abstract = True


class SearchEntry(InTwoScripts, Derived):
    """A public record, an application, a theme or a place, as the search knows it."""

    kind = models.CharField(max_length=15, choices=SearchKind)
    target = models.BigIntegerField()
    slug = models.CharField(max_length=60)
    name_en = models.CharField(max_length=200)
    name_zh_hant = models.CharField(max_length=200, blank=True)
    name_zh_hans = models.CharField(max_length=200, blank=True)
    name = Translated()
    # How much it takes part in: of two that fit alike, the better known comes first.
    prominence = models.PositiveIntegerField(default=0)
    # The words of its names and summary, of which `SearchWord` holds the sum.
    words = models.TextField(blank=True)
    themes = models.ManyToManyField(Theme, related_name="+")

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            within("kind", SearchKind),
            models.UniqueConstraint(name="ecosystem_searchentry_once", fields=["kind", "target"]),
        ]
        indexes = [models.Index(fields=["-prominence", "id"], name="searchentry_prominence")]

    def __str__(self):
        return f"{self.kind} {self.slug}"

    def get_absolute_url(self):
        return address(f"{self.kind}-detail", self.slug)


class TermsField(models.TextField):
    """Terms as `ecosystem.core.tokens.indexed()` gives them; any of an entry's stands for its whole text."""


@TermsField.register_lookup
class Matches(Lookup):
    """Full-text match with an expression: FTS5 on SQLite, a tsvector under a GIN index on PostgreSQL."""

    lookup_name = "matches"
    # An expression is no value of the field; each database has its own way to write one.
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        table = compiler.quote_name(self.lhs.alias)
        return f'{table}."{SearchText._meta.db_table}" MATCH %s', (self.rhs.fts5(),)

    def as_postgresql(self, compiler, connection):
        return f'{compiler.quote_name(self.lhs.alias)}."vector" @@ %s::tsquery', (self.rhs.tsquery(),)


class SearchText(Derived):
    """The terms of an entry by what they weigh.

    On SQLite the table is an FTS5 table whose number is `rowid`; on PostgreSQL
    an ordinary one with a column `vector` that the database computes from the
    others. Migration 0003 makes both.
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


class SearchMention(Derived):
    """A row whose names stand in the text of an entry, so that the entry changes with them."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=15)
    target = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "target"], name="searchmention_target")]

    def __str__(self):
        return f"{self.entry} mentions {self.kind} {self.target}"


class SearchWord(Derived):
    """A word that the directory uses, for the spelling of questions: how many entries have it."""

    word = models.CharField(max_length=60, unique=True)
    entries = models.PositiveIntegerField()

    class Meta:
        ordering = ["word"]

    def __str__(self):
        return self.word


class SearchMiss(models.Model):
    """How often on a day somebody searched for what nothing holds; the text and the number, and nothing of who it was.

    `wanted` counts those who then asked for it to be added.
    """

    day = models.DateField()
    text = models.CharField(max_length=100)
    count = models.PositiveIntegerField(default=1)
    wanted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        ordering = ["-day", "-count", "text"]
        constraints = [models.UniqueConstraint(name="ecosystem_searchmiss_once_a_day", fields=["day", "text"])]

    def __str__(self):
        return self.text
