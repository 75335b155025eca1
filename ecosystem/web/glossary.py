"""The glossary of acronyms, and their markup in texts."""

import re
from dataclasses import dataclass

from django.db.models import Value
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from ecosystem.core import languages
from ecosystem.models import Initiative, Organisation
from ecosystem.models.edition_cache import per_edition

# Acronyms of the field that are not the name of a record.
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
WORD = re.compile(r"[A-Za-z0-9&-]+")
# Too common to mark up in texts; still in the glossary.
UNMARKED = {"AI"}


@dataclass(frozen=True)
class GlossaryTerm:
    """`names` are the name columns of its record, `path` is `kind:slug` of the record."""

    acronym: str
    names: tuple[str, str, str]
    path: str = ""

    def get_absolute_url(self) -> str:
        kind, _colon, slug = self.path.partition(":")
        return reverse(f"{kind}-detail", args=[slug]) if slug else ""

    @property
    def anchor(self) -> str:
        return "term-" + re.sub(r"[^A-Za-z0-9]+", "-", self.acronym).strip("-")

    def get_expansion(self) -> languages.LocalizedText:
        language = languages.get_current_language()
        english, traditional, simplified = self.names
        own = {
            languages.ENGLISH: english,
            languages.TRADITIONAL: traditional,
            languages.SIMPLIFIED: simplified or languages.convert_to_simplified(traditional),
        }[language]
        if self.acronym in TERMS and not self.path:
            own = str(TERMS[self.acronym])
        return languages.LocalizedText(own or english, languages.LANG_TAGS[language if own else languages.ENGLISH])


@per_edition
def get_glossary_terms() -> dict[str, GlossaryTerm]:
    """Return every acronym with a single meaning."""
    terms = {acronym: [GlossaryTerm(acronym, ("", "", ""))] for acronym in TERMS}
    for acronym, *names, slug, kind in _list_record_acronyms():
        # An acronym with a space or in another script is a short name that needs no explanation.
        if re.fullmatch(r"[A-Za-z0-9&+()-]+", acronym) and acronym not in TERMS:
            terms.setdefault(acronym, []).append(GlossaryTerm(acronym, tuple(names), f"{kind}:{slug}"))
    return {acronym: same[0] for acronym, same in terms.items() if len(same) == 1}


def _list_record_acronyms():
    """Return `(acronym, three names, slug, kind)` of public records; one query."""
    organisations, initiatives = (
        model.objects.published()
        .exclude(acronym="")
        .order_by()
        .values_list("acronym", "name_en", "name_zh_hant", "name_zh_hans", "slug", Value(model._meta.model_name))
        for model in (Organisation, Initiative)
    )
    return organisations.union(initiatives).order_by()


def list_sorted_glossary_terms() -> list[GlossaryTerm]:
    return sorted(get_glossary_terms().values(), key=lambda term: (term.acronym.casefold(), term.acronym))


@per_edition
def get_acronym_pattern() -> re.Pattern:
    """Return the pattern that matches whole words, which are fewer than the acronyms, and acronyms with other signs."""
    unusual = sorted((word for word in get_glossary_terms() if not WORD.fullmatch(word)), key=len, reverse=True)
    # An acronym next to a Chinese character is a whole word, next to a Latin letter it is not.
    return re.compile(rf"(?<![A-Za-z0-9&-])({'|'.join([*map(re.escape, unusual), WORD.pattern])})(?![A-Za-z0-9&(-])")


def render_with_abbreviations(text: str, *, but: str = "") -> SafeString:
    """Mark the first occurrence of each acronym with <abbr>, except the acronym `but`."""
    known, seen, parts, end = get_glossary_terms(), {but, *UNMARKED}, [], 0
    for match in get_acronym_pattern().finditer(text):
        acronym = match[0]
        if acronym in seen or acronym not in known:
            continue
        seen.add(acronym)
        parts += [
            conditional_escape(text[end : match.start()]),
            _render_abbreviation(acronym, known[acronym].get_expansion()),
        ]
        end = match.end()
    # Every part was escaped above.
    return mark_safe("".join([*parts, conditional_escape(text[end:])]))  # noqa: S308


def _render_abbreviation(acronym, expansion):
    # The title attribute has the language of its element.
    is_own = expansion.lang == languages.LANG_TAGS[languages.get_current_language()]
    lang = "" if is_own else format_html(' lang="{}"', expansion.lang)
    return format_html('<abbr{} title="{}">{}</abbr>', lang, expansion, acronym)
