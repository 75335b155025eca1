"""Text patterns that Python, SQLite and PostgreSQL check alike, each in its own syntax.

SQLite has no regular expressions: Django registers a function for them on its own connections, so a constraint that
uses them cannot be checked, dumped or restored by any other program. GLOB is part of SQLite itself.
"""

from django.db import models
from django.db.models import CharField, Q
from django.utils.deconstruct import deconstructible


@deconstructible
class TextPattern:
    """A pattern as a regular expression, and as GLOB patterns for SQLite.

    A text matches if it matches any pattern in `any_of` and none in `none_of`.
    """

    def __init__(self, regex: str, *, any_of: list[str], none_of: list[str] | None = None):
        self.regex = regex
        self.any_of = any_of
        self.none_of = none_of or []

    def __eq__(self, other):
        return isinstance(other, TextPattern) and vars(self) == vars(other)

    def __hash__(self):
        return hash((self.regex, *self.any_of, None, *self.none_of))


@CharField.register_lookup
class TextPatternLookup(models.Lookup):
    """Whether a text matches a `TextPattern`; in SQL that needs no function of Django's."""

    lookup_name = "matches"
    # The pattern is not a value of the column.
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        return "%s", [value]

    def as_sql(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        # Character ranges must not depend on the collation of the database.
        return f'{column} COLLATE "C" ~ %s', (*parameters, self.rhs.regex)

    def as_sqlite(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        accepted = " OR ".join([f"{column} GLOB %s"] * len(self.rhs.any_of))
        refused = "".join([f" AND NOT {column} GLOB %s"] * len(self.rhs.none_of))
        # GLOB reads a text up to the first NUL only.
        whole = f" AND INSTR({column}, CHAR(0)) = 0"
        globs = [*self.rhs.any_of, *self.rhs.none_of]
        repeated = [value for glob in globs for value in (*parameters, glob)]
        return f"(({accepted}){refused}{whole})", (*repeated, *parameters)


def build_pattern_condition(name: str, pattern: TextPattern) -> Q:
    return Q(**{f"{name}__matches": pattern})


# \Z, because $ also matches before a final line break.
SLUG_PATTERN = TextPattern(
    r"^[a-z0-9]+([-_][a-z0-9]+)*\Z",
    any_of=["[a-z0-9]*"],
    none_of=["*[^a-z0-9_-]*", "*[_-][_-]*", "*[_-]"],
)
CURRENCY_PATTERN = TextPattern(r"^[A-Z]{3}\Z", any_of=["[A-Z][A-Z][A-Z]"])

_YEAR = "[0-9][0-9][0-9][0-9]"
_MONTHS = [f"{_YEAR}-0[1-9]", f"{_YEAR}-1[0-2]"]
_DAYS = [f"{month}-{day}" for month in _MONTHS for day in ("0[1-9]", "[12][0-9]", "3[01]")]
DATE_PATTERN = TextPattern(
    r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z", any_of=[_YEAR, *_MONTHS, *_DAYS]
)
