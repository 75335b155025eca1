"""Names and texts of made-up records: words of the facts as often as there, and a vocabulary that nobody knows.

Each word and clause is tokenized once, so that the terms of a text are those of its words: tokenizing every text would
take ten times as long as all the rest.
"""

import re
from dataclasses import dataclass
from functools import cache
from random import Random

from ecosystem.core.han_characters import HAN
from ecosystem.core.languages import convert_to_mainland_prose, convert_to_simplified
from ecosystem.core.tokens import TEXT_SEPARATOR, build_indexed_text
from ecosystem.management.benchmark_data.templates import NAMED_MODELS
from ecosystem.models import RECORD_MODELS
from ecosystem.search.documents import NO_NAMES, SearchDocument

WORD = re.compile(r"[A-Za-z0-9]+")
HAN_RUN = re.compile(rf"(?:{HAN.pattern})+")
CLAUSE = re.compile(rf"(?:{HAN.pattern}|[A-Za-z0-9])+")
SYLLABLES = [
    "ba",
    "co",
    "di",
    "fu",
    "ga",
    "ho",
    "ji",
    "ku",
    "la",
    "mo",
    "ni",
    "pu",
    "ra",
    "so",
    "ti",
    "vu",
    "wa",
    "xo",
    "yi",
    "zu",
    "ker",
    "lan",
    "min",
    "tor",
    "vel",
    "shan",
    "dra",
    "pel",
]
# How many unknown words there are. The rank of a word decides how often it occurs (Zipf's law).
INVENTED = 20_000
ZIPF_EXPONENT = 0.7
# One in so many words of a text is an unknown one, as names and terms of trade are in the facts.
KNOWN_PER_INVENTED = 6
# Draws of unknown words; divided by the number of words in all texts, it decides how rare the rarest ones are.
DRAWS = 150_000
INVENTED_CLAUSES = 4_000


class TermCache(dict):
    """The indexed form of each text, computed once; the words of a new text may be added as they are known."""

    def __missing__(self, text):
        terms = self[text] = build_indexed_text(text)
        return terms

    def join(self, texts):
        """Return what `build_indexed_text(*texts)` returns."""
        return f" {TEXT_SEPARATOR} ".join(filter(None, map(self.__getitem__, dict.fromkeys(filter(None, texts)))))


class SpellingCache(dict):
    def __missing__(self, name):
        words = self[name] = frozenset(SearchDocument(None, "", names=[name]).spelling_words)
        return words


@dataclass(frozen=True, slots=True)
class ComposedText:
    text: str
    terms: str
    mainland_terms: str
    # Whether mainland terms are others than converted characters, so that the text is indexed in them too.
    has_mainland_terms: bool
    spelling_words: frozenset

    def list_indexed_forms(self):
        return [self.terms, self.mainland_terms] if self.has_mainland_terms else [self.terms]


class Words:
    def __init__(self, templates, seed):
        random = Random(f"{seed} words")  # noqa: S311 - made-up words need no secure generator
        rows = [row for model in RECORD_MODELS for row in templates.rows[model]]
        known = [word for row in rows for word in WORD.findall(row["summary_en"])]
        self.invented = _invent_words(random)
        drawn = [self.invented[int(random.paretovariate(ZIPF_EXPONENT) - 1) % INVENTED] for _draw in range(DRAWS)]
        repeats = max(DRAWS * KNOWN_PER_INVENTED // len(known), 1)
        self.english = known * repeats + drawn
        named = [row for model in NAMED_MODELS for row in templates.rows[model]]
        self.name_words = [word for row in named for word in WORD.findall(row["name_en"])]
        self.pairs = [
            run[at : at + 2]
            for row in rows
            for run in HAN_RUN.findall(row["name_zh_hant"])
            for at in range(len(run) - 1)
        ]
        self.clauses = self._build_clauses(rows, random)
        self.terms = TermCache()
        self.spelling = SpellingCache()

    def _build_clauses(self, rows, random):
        texts = [clause for row in rows for clause in CLAUSE.findall(row["summary_zh_hant"])]
        whole = [text for text in texts if len(text) > 3]
        for _clause in range(INVENTED_CLAUSES):
            text = random.choice(whole)
            at = random.randrange(len(text) - 2)
            whole.append(text[:at] + random.choice(self.pairs) + text[at + 2 :])
        return whole

    def draw_words(self, random, length):
        """The words are not indexed."""
        return " ".join(random.choices(self.english, k=length))

    def write_english(self, random, length):
        words = random.choices(self.english, k=length)
        text = " ".join(words)
        return ComposedText(
            f"{text[0].upper()}{text[1:]}.",
            " ".join([self.terms[word] for word in words]),
            "",
            False,
            frozenset().union(*[self.spelling[word] for word in words]),
        )

    def write_chinese(self, random, length):
        """Return sentences of at least `length` characters."""
        sentences, size = [], 0
        while size < length:
            sentences.append(compose_sentence(random.choice(self.clauses)))
            size += len(sentences[-1].text)
        return ComposedText(
            "".join([sentence.text for sentence in sentences]),
            " ".join([sentence.terms for sentence in sentences]),
            " ".join([sentence.mainland_terms for sentence in sentences]),
            any(sentence.has_mainland_terms for sentence in sentences),
            frozenset().union(*[sentence.spelling_words for sentence in sentences]),
        )

    def list_name_spelling(self, names):
        """Return the words for spelling suggestions of `RecordNames`, of which each part is tokenized once."""
        first, *rest = names.name_en.split()
        parts = [first.lower(), *rest, names.acronym, *(part for alias in names.aliases for part in alias.split())]
        # The characters of a Chinese name are one word.
        chinese = [self.index_characters(names.name_zh_hant).replace(" ", "")] if names.name_zh_hant else []
        return self.spelling[parts[0]].union(chinese, *[self.spelling[part] for part in parts[1:]])

    def index_characters(self, name):
        """Return the indexed form of a name by `write_chinese_name()`."""
        return " ".join([self.terms[character] for character in name])

    def write_english_name(self, random, template, invented):
        words = [invented]
        size = len(invented)
        for word in WORD.findall(template):
            word = random.choice(self.name_words) if random.random() < 0.4 else word
            size += len(word) + 1
            if size < 180:
                words.append(word)
        return words

    def write_chinese_name(self, random, template):
        """Return a name of Han characters: a pair, then those of the template, of which a pair is another."""
        own = "".join(HAN_RUN.findall(template))[:40] or random.choice(self.pairs)
        at = random.randrange(max(len(own) - 1, 1))
        return random.choice(self.pairs) + own[:at] + random.choice(self.pairs) + own[at + 2 :]

    def write_alias(self, random, template):
        if HAN.search(template):
            return random.choice(self.pairs) + random.choice(self.pairs)
        return f"{random.choice(self.invented).capitalize()} {random.choice(self.name_words)}"


def _invent_words(random):
    words = {}
    while len(words) < INVENTED:
        words["".join(random.choice(SYLLABLES) for _syllable in range(random.choice((2, 3, 3, 4)))) + "n"] = None
    return list(words)


@cache
def compose_sentence(clause):
    # With its full stop, which some terms of the mainland depend on.
    text = f"{clause}。"
    mainland = convert_to_mainland_prose(text, NO_NAMES)
    return ComposedText(
        text,
        build_indexed_text(text),
        build_indexed_text(mainland),
        mainland != convert_to_simplified(text),
        frozenset(SearchDocument(None, "", summary=[text]).spelling_words),
    )
