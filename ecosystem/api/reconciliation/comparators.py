"""How well what somebody knows of a thing agrees with what we know of it: pure functions from two values to 0 … 1."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from ecosystem.api.reconciliation.name_similarity import bare
from ecosystem.core.partial_dates import PartialDate

# Parts of hosts that say nothing of whose they are.
_COMMON_HOSTS = (
    "com.hk",
    "org.hk",
    "gov.hk",
    "edu.hk",
    "net.hk",
    "com.cn",
    "org.cn",
    "edu.cn",
    "gov.cn",
    "co.uk",
    "ac.uk",
)
SAME_SITE, SAME_YEAR, NEXT_YEAR = 0.7, 0.6, 0.3
# Names that differ are never wholly the same, and those that differ by more than this have nothing to do with each other.
NEARLY, RELATED = 0.95, 0.6


@dataclass(frozen=True)
class Value:
    """A value of a property: what readers see, and every text that may stand for it; `id` where it is an entity."""

    text: str
    others: tuple[str, ...] = ()
    id: str = ""
    number: int | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, *self.others)


# A comparison of what was asked with one value, 0 to 1.
Comparison = Callable[[str, Value], float]


def agreement(asked: Iterable[str], values: Iterable[Value], compare: Comparison) -> float | None:
    """Return how well the best of what was asked agrees with the best of the values; None where either is empty."""
    known = list(values)
    pairs = [compare(text, value) for text in asked if text.strip() for value in known]
    return max(pairs, default=None)


def same(asked: str, value: Value) -> float:
    """The same word, in any language or script, or as a slug."""
    wanted = bare(asked)
    return float(any(wanted == bare(text) for text in value.texts if text))


def alike(asked: str, value: Value) -> float:
    """A name: the nearer, the better; an entity's identifier is as good as its name.

    Coarser than the names of candidates are compared, for a batch may hold thousands of such pairs.
    """
    if value.id and asked.strip() == value.id:
        return 1.0
    wanted, known = bare(asked), [bare(text) for text in value.texts if text]
    if not wanted or wanted in known:
        return float(bool(wanted))
    near = max((fuzz.token_sort_ratio(wanted, name) for name in known), default=0.0) / 100
    return min(near, NEARLY) if near >= RELATED else 0.0


def identifier(asked: str, value: Value) -> float:
    """An identifier, alone or as the end of its address."""
    return float(asked.strip().rstrip("/").rpartition("/")[2].casefold() == value.text.casefold())


def host_of(address: str) -> str:
    """Return the host of an address, without “www.”; empty where there is none."""
    text = address.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""


def site(asked: str, value: Value) -> float:
    """A website: the same page or host, or one host below the other."""
    wanted, known = host_of(asked), host_of(value.text)
    if not wanted or not known:
        return 0.0
    if wanted == known:
        return 1.0
    shorter, longer = sorted((wanted, known), key=len)
    return SAME_SITE if longer.endswith(f".{shorter}") and shorter not in _COMMON_HOSTS else 0.0


def day(asked: str, value: Value) -> float:
    """A date as exact as it is known: spans that meet agree; the same year, or the next, is nearly so."""
    try:
        wanted, known = PartialDate(asked.strip()[:10]), PartialDate(value.text)
    except ValueError:
        return 0.0
    if wanted.first_day <= known.last_day and known.first_day <= wanted.last_day:
        return 1.0
    apart = abs(wanted.parts[0] - known.parts[0])
    return {0: SAME_YEAR, 1: NEXT_YEAR}.get(apart, 0.0)


def quantity(asked: str, value: Value) -> float:
    """A number: the same, or within a hundredth of it."""
    try:
        wanted = float(asked.replace(",", "").strip())
    except ValueError:
        return 0.0
    if value.number is None or wanted != wanted or wanted in (float("inf"), float("-inf")):
        return 0.0
    return float(abs(wanted - value.number) <= abs(value.number) / 100)
