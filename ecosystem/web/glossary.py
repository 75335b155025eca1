"""Acronyms: what each stands for, and where texts use them."""

import re
from dataclasses import dataclass

from django.db.models import Value
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from ecosystem.core import languages
from ecosystem.models import Initiative, Organisation
from ecosystem.models.edition_cache import kept

# Acronyms of the field that are no record's name.
TERMS = {
    "AI": _("artificial intelligence"),
    "GBA": _("Guangdong-Hong Kong-Macao Greater Bay Area"),
    "GDP": _("gross domestic product"),
    "GPU": _("graphics processing unit"),
    "HKSAR": _("Hong Kong Special Administrative Region"),
    "I&T": _("innovation and technology"),
    "IoT": _("Internet of Things"),
    "LLM": _("large language model"),
    "MPF": _("Mandatory Provident Fund"),
    "R&D": _("research and development"),
    "SME": _("small and medium-sized enterprise"),
    "SMEs": _("small and medium-sized enterprises"),
}
# So common here that an expansion would only be in the way; the glossary has it.
UNMARKED = {"AI"}


@dataclass(frozen=True)
class Term:
    """An acronym; `names` are the columns of the record's name, in the order of the languages."""

    acronym: str
    names: tuple[str, str, str]
    path: str = ""

    def get_absolute_url(self) -> str:
        """Return the address of the record that the acronym names; empty for a word of the field."""
        kind, _colon, slug = self.path.partition(":")
        return reverse(f"{kind}-detail", args=[slug]) if slug else ""

    @property
    def anchor(self) -> str:
        return "term-" + re.sub(r"[^A-Za-z0-9]+", "-", self.acronym).strip("-")

    def expansion(self) -> languages.Text:
        """Return what it stands for in the reader's language, or in English where there is nothing else."""
        language = languages.current()
        english, traditional, simplified = self.names
        own = {
            languages.ENGLISH: english,
            languages.TRADITIONAL: traditional,
            languages.SIMPLIFIED: simplified or languages.simplified(traditional),
        }[language]
        if self.acronym in TERMS and not self.path:
            own = str(TERMS[self.acronym])
        return languages.Text(own or english, languages.LANG_TAGS[language if own else languages.ENGLISH])


def terms() -> dict[str, Term]:
    """Return every acronym that stands for one thing only; kept until the next edition."""
    return kept("glossary", _collect)


def _collect():
    found = {acronym: [Term(acronym, ("", "", ""))] for acronym in TERMS}
    for acronym, *names, slug, kind in _acronyms():
        # An acronym with a space or of another script is a short name, not one to look up.
        if re.fullmatch(r"[A-Za-z0-9&+()-]+", acronym) and acronym not in TERMS:
            found.setdefault(acronym, []).append(Term(acronym, tuple(names), f"{kind}:{slug}"))
    return {acronym: same[0] for acronym, same in found.items() if len(same) == 1}


def _acronyms():
    """Return the acronyms of public records with names, slug and kind; one query."""
    bodies, initiatives = (
        model.objects.published()
        .exclude(acronym="")
        .order_by()
        .values_list("acronym", "name_en", "name_zh_hant", "name_zh_hans", "slug", Value(model._meta.model_name))
        for model in (Organisation, Initiative)
    )
    return bodies.union(initiatives).order_by()


def in_order() -> list[Term]:
    """Return the terms by their letters, without case."""
    return sorted(terms().values(), key=lambda term: (term.acronym.casefold(), term.acronym))


def pattern() -> re.Pattern:
    """Return the pattern that finds the acronyms of the glossary as words of their own."""
    return kept("glossary-pattern", _compile)


def _compile():
    words = sorted(set(terms()) - UNMARKED, key=len, reverse=True)
    # A Chinese character beside an acronym does not make it part of a word, a Latin letter does.
    return re.compile(rf"(?<![A-Za-z0-9&-])({'|'.join(map(re.escape, words))})(?![A-Za-z0-9&(-])")


def expanded(text: str, *, but: str = "") -> SafeString:
    """Return `text` as HTML with each acronym, where it first occurs, in an <abbr>; `but` is left as it is."""
    known, seen, parts, end = terms(), {but}, [], 0
    for match in pattern().finditer(text):
        acronym = match[0]
        if acronym in seen:
            continue
        seen.add(acronym)
        parts += [
            conditional_escape(text[end : match.start()]),
            _abbr(acronym, known[acronym].expansion()),
        ]
        end = match.end()
    # Every part was escaped above.
    return mark_safe("".join([*parts, conditional_escape(text[end:])]))  # noqa: S308


def _abbr(acronym, expansion):
    # An attribute is read in the language of its element.
    is_own = expansion.lang == languages.LANG_TAGS[languages.current()]
    lang = "" if is_own else format_html(' lang="{}"', expansion.lang)
    return format_html('<abbr{} title="{}">{}</abbr>', lang, expansion, acronym)
