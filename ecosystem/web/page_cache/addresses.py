"""Which requests are answered from the page cache, and under which key."""

import contextlib
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from django.conf import settings

from ecosystem.core.languages import LANG_TAGS, get_preferred_language
from ecosystem.web import code_fingerprint

type Environ = dict[str, Any]

# Faster than localdate(), for every request.
HONG_KONG = ZoneInfo(settings.TIME_ZONE)
METHODS = ("GET", "HEAD")
# Pages with accounts, health checks, and files that WhiteNoise serves.
UNCACHED_PATHS = re.compile(r"/(admin|accounts|healthz|readyz|static)(/|$)")
# Of a client that wants a certain version: views know which one they show.
PRECONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"})
# Parameters that other sites append to links to count clicks; no page reads them.
TRACKING_PARAMETERS = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl")
# A longer query string is nobody's link; the site refuses it or not, as it does without a cache.
MAX_QUERY_LENGTH = 2_000


@dataclass(frozen=True)
class PageAddress:
    """What determines a response of an edition: the key of the page cache."""

    scheme: str
    host: str
    path: str
    query: str
    language: str
    is_fragment: bool

    def build_key(self, *edition: int | str) -> str:
        parts = (
            *edition,
            code_fingerprint.compute_code_fingerprint(settings.BASE_DIR),
            # States and deadlines depend on the day.
            datetime.now(HONG_KONG).date(),
            self.scheme,
            self.host,
            self.path,
            self.query,
            self.language,
            self.is_fragment,
        )
        return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def find_page_address(environ: Environ) -> PageAddress | None:
    """Return None for a request that may not be answered from the cache."""
    path, query = environ.get("PATH_INFO", "/"), environ.get("QUERY_STRING", "")
    if (
        environ["REQUEST_METHOD"] not in METHODS
        or UNCACHED_PATHS.match(path)
        or len(query) > MAX_QUERY_LENGTH
        or not PRECONDITIONS.isdisjoint(environ)
        or has_account_cookie(environ)
    ):
        return None
    first = path[1:].partition("/")[0]
    return PageAddress(
        # The site redirects from http to https, and refuses hosts that are not its own.
        scheme=f"{environ['wsgi.url_scheme']} {environ.get('HTTP_X_FORWARDED_PROTO', '')}",
        host=environ.get("HTTP_HOST", ""),
        path=path,
        query=clean_query_string(query),
        language=first if first in LANG_TAGS else get_preferred_language(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
        is_fragment="HTTP_HX_REQUEST" in environ,
    )


def has_account_cookie(environ: Environ) -> bool:
    """Whether the client has a session or the token of a form: its pages may hold what nobody else may see."""
    cookies = environ.get("HTTP_COOKIE", "")
    return settings.SESSION_COOKIE_NAME in cookies or settings.CSRF_COOKIE_NAME in cookies


def clean_query_string(query: str) -> str:
    """Return the query string sorted by name, in one encoding, without parameters that only count clicks."""
    if not query:
        return ""
    # WSGI hands over bytes as Latin-1; like Django, take what is no UTF-8 for Latin-1.
    with contextlib.suppress(UnicodeError):
        query = query.encode("latin-1").decode("utf-8")
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if not TRACKING_PARAMETERS.fullmatch(pair[0])]
    # Values of one name keep their order.
    return urlencode(sorted(pairs, key=itemgetter(0)))
