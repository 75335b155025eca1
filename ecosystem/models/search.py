"""The search index: one entry for each object with a page, its terms, and the words for spelling.

All of it but `SearchMiss` is derived: `ecosystem.search.indexing` writes it and can rebuild it.
"""

from collections import Counter

from django.db import connections, models
from django.db.models import Lookup
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import TranslatedAttribute
from ecosystem.models.base import KeyedQuerySet, OtherNameMixin, reverse_page_url
from ecosystem.models.constraints import build_choices_constraint
from ecosystem.models.record_targets import RECORD_KINDS
from ecosystem.models.vocabulary import Theme


class SearchEntryQuerySet(KeyedQuerySet):
    def published(self):
        """Public entries: all of them; the index contains nothing else."""
        return self.all()

    def matching(self, expression):
        """Filter to entries whose terms match a `SearchExpression`."""
        return self.filter(text__names__matches=(expression, None))

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def of_records(self):
        return self.filter(kind__in=RECORD_KINDS)

    def by_prominence(self):
        return self.order_by("pk")


class SearchKind(models.TextChoices):
    """What can be found, in the order in which equally ranked entries are shown."""

    ORGANISATION = "organisation", _("Organisation")
    INITIATIVE = "initiative", _("Initiative")
    COLLABORATION = "collaboration", _("Collaboration")
    APPLICATION = "application", _("Application area")
    THEME = "theme", _("Theme")
    PLACE = "place", _("Location")
    INDICATOR = "indicator", _("Indicator")


# The bits of a key of an entry, from the highest: the prominence inverted, the kind, the target.
_KIND_BITS, _TARGET_BITS, _MAX_PROMINENCE = 4, 36, 2**20 - 1
_KINDS = tuple(SearchKind)


def build_entry_key(kind, target, prominence):
    """Return the primary key of an entry: in its order, the most prominent entries come first.

    So both indexes can stop at the best entries, and what ranking and facets need is in the key.
    """
    weight = _MAX_PROMINENCE - min(prominence, _MAX_PROMINENCE)
    return (weight << _KIND_BITS | _KINDS.index(kind)) << _TARGET_BITS | target


def parse_entry_key(key):
    """Return `(kind, target, prominence)` of the primary key of an entry."""
    weight, target = key >> _TARGET_BITS, key & (1 << _TARGET_BITS) - 1
    return _KINDS[weight & (1 << _KIND_BITS) - 1], target, _MAX_PROMINENCE - (weight >> _KIND_BITS)


def select_keys_of_kind(keys, kind):
    number = _KINDS.index(kind)
    return [key for key in keys if key >> _TARGET_BITS & (1 << _KIND_BITS) - 1 == number]


def count_entry_kinds(keys):
    numbers = Counter(key >> _TARGET_BITS & (1 << _KIND_BITS) - 1 for key in keys)
    return {_KINDS[number].value: n for number, n in numbers.items()}


class DerivedModel(models.Model):
    """A row of the index; fact files leave it out, because it can be rebuilt."""

    class Meta:
        abstract = True


class SearchEntry(OtherNameMixin, DerivedModel):
    """The index entry of a public record, application, theme, place or indicator; its key is of `build_entry_key()`."""

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

    def __str__(self):
        return f"{self.kind} {self.slug}"

    def get_absolute_url(self):
        return reverse_page_url(f"{self.kind}-detail", self.slug)


class TermsField(models.TextField):
    """Terms from `ecosystem.core.tokens.build_indexed_text()`; a lookup on any of these fields searches all of them."""


@TermsField.register_lookup
class FullTextMatchLookup(Lookup):
    """Full-text match with `(expression, most or None)`: FTS5 on SQLite, a tsvector under a GIN index on PostgreSQL."""

    lookup_name = "matches"
    # An expression is not a value of the field; each database has its own syntax.
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        table = compiler.quote_name(self.lhs.alias)
        expression, _most = self.rhs
        return f'{table}."{SearchText._meta.db_table}" MATCH %s', (expression.fts5(),)

    def as_postgresql(self, compiler, connection):
        expression, most = self.rhs
        # A function, for the reason in migration 0024; it knows the limit of the query, because it sorts.
        keys = "ARRAY(SELECT ecosystem_matching_keys(%s, %s))"
        return f'{compiler.quote_name(self.lhs.alias)}."rowid" = ANY({keys})', (expression.tsquery(), most)


class SearchTextQuerySet(models.QuerySet):
    def matching(self, expression, most=None):
        """Return the texts of entries that match a `SearchExpression`, at most so many, the most prominent first."""
        return self.filter(names__matches=(expression, most)).order_by("pk")[:most]

    def list_matching_keys(self, expression, most):
        """Return the keys of these entries; one query."""
        if connections[self.db].vendor != "postgresql":
            return list(self.matching(expression, most).values_list("pk", flat=True))
        with connections[self.db].cursor() as cursor:
            cursor.execute("SELECT ecosystem_matching_keys(%s, %s)", (expression.tsquery(), most))
            return [key for (key,) in cursor]

    def count_matching(self, expressions, most):
        """Return the number of entries for each expression, each at most `most`; one query."""
        counts, params = [], []
        for expression in expressions:
            if connections[self.db].vendor == "postgresql":
                sql, values = "ecosystem_count_matching(%s, %s)", (expression.tsquery(), most)
            else:
                rows = self.filter(names__matches=(expression, most)).values("pk")[:most]
                sql, values = rows.query.get_compiler(self.db).as_sql()
                sql = f"(SELECT COUNT(*) FROM ({sql}) AS found)"  # noqa: S608 - from the ORM
            counts.append(sql)
            params += values
        with connections[self.db].cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(counts)}", params)
            return list(cursor.fetchone())


class SearchText(DerivedModel):
    """The terms of an entry by weight; `keywords` are its whole names, and what filters ask for, as single terms.

    On SQLite an FTS5 table with the primary key `rowid`; on PostgreSQL an ordinary table with a generated column
    `vector`. The migrations 0022 and 0024 create them.
    """

    entry = models.OneToOneField(
        SearchEntry, models.CASCADE, primary_key=True, db_column="rowid", db_constraint=False, related_name="text"
    )
    names = TermsField()
    aliases = TermsField()
    summary = TermsField()
    related = TermsField()
    keywords = TermsField()

    objects = SearchTextQuerySet.as_manager()

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


class WordPrefixLookup(Lookup):
    """As `startswith` for letters and digits, but by the index of the column, which SQLite does not use for LIKE."""

    lookup_name = "begins_with"

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} GLOB %s", (*params, f"{self.rhs}*")

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*params, f"{self.rhs}%")


class SearchWord(DerivedModel):
    """A word of the directory, with the number of entries that contain it, for spelling suggestions."""

    word = models.CharField(max_length=60, unique=True)
    entries = models.PositiveIntegerField()

    class Meta:
        ordering = ["word"]

    def __str__(self):
        return self.word


SearchWord._meta.get_field("word").register_lookup(WordPrefixLookup)


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
