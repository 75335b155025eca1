"""The columns of the files, with what the models know of each: type, vocabulary, languages, where keys lead."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models

from ecosystem.core import languages
from ecosystem.exports.column_descriptions import MEANINGS
from ecosystem.models.base import WEB
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.models.text_patterns import DATE

# Types as the Table Schema names them; of a partial date it knows none, so it is a text of a given form.
TYPES = (
    (models.BooleanField, "boolean"),
    (models.DateField, "date"),
    (WordsField, "list"),
    (models.ManyToManyField, "list"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
)
# For the expressions of other programs, which do not know Python's end of a text.
PARTIAL_DATE = DATE.regex.replace(r"\Z", "$")


@dataclass(frozen=True)
class Column:
    """A column of a table; `names` is the table whose key it holds, `choices` the vocabulary that it is of."""

    name: str
    type: str = "string"
    form: str = ""
    choices: tuple = ()
    names: str = ""
    is_required: bool = False
    is_unique: bool = False
    longest: int | None = None
    # How a row of the database becomes this cell, where the table does not read all cells at once.
    read: Callable | None = field(default=None, compare=False)

    @property
    def base(self) -> str:
        """The name without its language: what three columns have in common."""
        return languages.parted(self.name)[0]

    @property
    def language(self) -> str:
        """The language of the text as a BCP 47 tag; empty where the column is in none."""
        return languages.parted(self.name)[1]

    @property
    def is_list(self) -> bool:
        return self.type == "list"

    @property
    def is_partial_date(self) -> bool:
        return self.form == "partial_date"

    @property
    def constraints(self) -> dict:
        """What holds for every cell, in the words of the Table Schema."""
        found: dict = {}
        if self.is_required:
            found["required"] = True
        if self.is_unique:
            found["unique"] = True
        if self.is_partial_date:
            found["pattern"] = PARTIAL_DATE
        if self.choices and not self.is_list:
            found["enum"] = [value for value, _label in self.choices]
        if self.longest and not self.choices:
            found["maxLength"] = self.longest
        return found

    def meaning(self, table: str):
        """What the column says, in the reader's language."""
        for key in (f"{table}.{self.name}", f"{table}.{self.base}", self.name, self.base):
            if key in MEANINGS:
                return MEANINGS[key]
        raise LookupError(f"No meaning is written for the column {table}.{self.name}.")


def of_field(name: str, model, field_name: str = "", *, names: str = "", read: Callable | None = None) -> Column:
    """Return the column that holds a field of a model, with what the model says of it."""
    known = model._meta.get_field(field_name or name)
    kind = next((word for of, word in TYPES if isinstance(known, of)), "string")
    form = "partial_date" if isinstance(known, PartialDateField) else ""
    if WEB in known.validators:
        form = "uri"
    is_text = isinstance(known, models.CharField) and not form
    # A text may be missing; the column of a table in a relation is not, unless it may be null.
    may_lack = known.null or known.blank or known.many_to_many
    return Column(
        name=name,
        type=kind,
        form=form,
        choices=tuple((value, label) for value, label in known.choices or () if value),
        names=names,
        is_required=not may_lack and kind != "boolean" and not known.has_default(),
        is_unique=known.unique and not known.primary_key,
        longest=known.max_length if is_text else None,
        read=read,
    )


def by_names(names: list[str], model, computed: dict[str, Column], keys: dict[str, str]):
    """Return the columns of a list as `downloads` has them: those of the model's fields, and those worked out."""
    return tuple(computed.get(name) or of_field(name, model, names=keys.get(name, "")) for name in names)
