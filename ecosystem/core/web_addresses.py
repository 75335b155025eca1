"""Web addresses: a validator that notices copied punctuation, the comparison key of an address, and hosts."""

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache
from itertools import takewhile
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from ecosystem.core.control_characters import remove_ignorable_characters, remove_invisible_characters

# Plausible at the end of an address only if it contains the opening bracket.
_CLOSING_BRACKETS = dict(zip(")]}）］｝」』】〗》〉〕”’", "([{（［｛「『【〖《〈〔“‘", strict=True))
_ENDING_PUNCTUATION = frozenset(".,;:!'\"<>`|")
# No address has these within it; a whole sentence was copied with one that does.
SENTENCE_END = re.compile("[。，、；！？]")
_ESCAPES = re.compile("(?:%[0-9A-F]{2})+", re.IGNORECASE)
# Hosts with pages of many organisations. A host below one, such as lab.github.io, belongs to one organisation unless it
# is listed too.
SHARED_HOSTS = frozenset(
    (
        "gov.hk",
        "info.gov.hk",
        "linkedin.com",
        "hk.linkedin.com",
        "facebook.com",
        "instagram.com",
        "x.com",
        "twitter.com",
        "threads.net",
        "youtube.com",
        "youtu.be",
        "mp.weixin.qq.com",
        "weibo.com",
        "zhihu.com",
        "bilibili.com",
        "wikipedia.org",
        "en.wikipedia.org",
        "zh.wikipedia.org",
        "github.com",
        "github.io",
        "gitlab.com",
        "huggingface.co",
        "medium.com",
        "substack.com",
        "notion.site",
        "notion.so",
        "wordpress.com",
        "wixsite.com",
        "weebly.com",
        "linktr.ee",
        "sites.google.com",
        "docs.google.com",
        "forms.google.com",
        "drive.google.com",
        "calendar.google.com",
        "groups.google.com",
        "forms.gle",
        "goo.gl",
        "forms.office.com",
        "forms.microsoft.com",
        "forms.cloud.microsoft",
        "customervoice.microsoft.com",
        "events.teams.microsoft.com",
        "teams.microsoft.com",
        "onedrive.live.com",
        "sharepoint.com",
        "bit.ly",
        "typeform.com",
        "jotform.com",
        "surveymonkey.com",
        "qualtrics.com",
        "tally.so",
        "airtable.com",
        "zohopublic.com",
        "formstack.com",
        "wufoo.com",
        "submittable.com",
        "smapply.io",
        "wjx.cn",
        "wj.qq.com",
        "docs.qq.com",
        "jinshuju.net",
        "feishu.cn",
        "larksuite.com",
        "eventbrite.com",
        "eventbrite.hk",
        "eventbrite.co.uk",
        "lu.ma",
        "luma.com",
        "meetup.com",
        "zoom.us",
        "webex.com",
        "devpost.com",
        "f6s.com",
    )
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Query parameters by which campaigns and networks count visits; the page does not depend on them.
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "_hs", "hsa_", "share_", "at_custom", "at_link_")
_TRACKING_PARAMETERS = frozenset(
    (
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "ref_src",
        "ref_url",
        "oly_anon_id",
        "oly_enc_id",
        "vero_id",
        "wickedid",
        "_ga",
        "_gl",
        "srsltid",
        "spm",
        "spm_id_from",
        "vd_source",
        "isappinstalled",
        "mibextid",
        "si",
        "trk",
        "trkinfo",
        "lipi",
        "cmpid",
        "icid",
        "ocid",
        "smid",
        "ncid",
        "s_cid",
        "at_medium",
        "at_campaign",
        "at_campaign_type",
        "at_format",
        "at_ptr_name",
        "at_bbc_team",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
    )
)
# Parameters that name a network through which a page was shared; with other values they may select content.
_NETWORKS = frozenset(
    [
        "facebook",
        "fb",
        "instagram",
        "linkedin",
        "twitter",
        "x",
        "threads",
        "whatsapp",
        "telegram",
        "wechat",
        "weixin",
        "weibo",
        "youtube",
        "google",
        "newsletter",
        "email",
        "share",
    ]
)
_TRACKING_VALUES = {
    "ref": _NETWORKS,
    "from": frozenset(("timeline", "groupmessage", "singlemessage")),
    "feature": frozenset(("share", "shared", "youtu.be")),
}
_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)$", re.IGNORECASE)


@deconstructible
class WebAddressValidator(URLValidator):
    """Accepts http and https; refuses an address with invisible characters or the punctuation of a text around it."""

    message = _lazy("Enter the full address, for example https://www.example.org/page.")

    def __init__(self, **kwargs):
        super().__init__(**{"schemes": ["http", "https"]} | kwargs)

    def __call__(self, value):
        super().__call__(value)
        if (visible := _ESCAPES.sub(_remove_invisible_escapes, value)) != value:
            message = _("The address contains an invisible character. Enter it without: %(address)s")
            raise ValidationError(message, code="invisible", params={"address": visible, "value": value})
        address, ending = split_ending_punctuation(value)
        if ending:
            encoded = "".join(f"%{byte:02X}" for byte in ending.encode())
            message = _(
                "The address ends in “%(ending)s”. Enter it without: %(address)s. If that is part of the address, write "
                "it as %(encoded)s."
            )
            values = {"ending": ending, "address": address, "encoded": encoded}
            raise ValidationError(message, code="ending", params=values | {"value": value})


def _remove_invisible_escapes(match: re.Match[str]) -> str:
    try:
        text = unquote(match[0], errors="strict")
    except UnicodeDecodeError:
        # Of another encoding, such as Big5.
        return match[0]
    visible = remove_invisible_characters(text)
    return match[0] if visible == text else quote(visible, safe="")


def split_ending_punctuation(address: str) -> tuple[str, str]:
    """Return the address without punctuation that is hardly part of it, and that punctuation."""
    sentence_end = SENTENCE_END.search(address)
    end = sentence_end.start() if sentence_end else len(address)
    while end and _is_ending_punctuation(address[:end]):
        end -= 1
    return address[:end], address[end:]


def _is_ending_punctuation(address: str) -> bool:
    last = address[-1]
    if opening := _CLOSING_BRACKETS.get(last):
        return address.count(last) > address.count(opening)
    return last in _ENDING_PUNCTUATION or (not last.isascii() and unicodedata.category(last).startswith("P"))


def fold_address(address: str) -> str:
    """Return the comparison key of a web address, such as `example.hk/page?id=1`; empty if it has no host.

    Without scheme, “www.” or “m.”, default port, index page, trailing slash, fragment and tracking parameters; the host
    in lower case; path and query percent-encoded in one way, whatever their encoding.
    """
    parts = _split_address(address)
    if parts is None or not (host := _fold_host(parts.hostname or "")):
        return ""
    if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme or "https"):
        host = f"{host}:{parts.port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    query = urlencode(sorted(pair for pair in pairs if not _is_tracking(*pair)), errors="surrogateescape")
    path = _INDEX_PAGE.sub("", "/".join(map(_normalize_escapes, parts.path.split("/")))).rstrip("/")
    # A fragment such as #/page or #!page chooses the content of a page.
    route = f"#{parts.fragment.rstrip('/')}" if parts.fragment.startswith(("/", "!")) else ""
    return host + path + (f"?{query}" if query else "") + route


def _normalize_escapes(segment: str) -> str:
    return quote(unquote(segment, errors="surrogateescape"), safe="", errors="surrogateescape")


# Pages compare the hosts of some hundred addresses, the same ones again and again.
@lru_cache(maxsize=8192)
def extract_host(address: str) -> str:
    """Return the host as in the comparison key; empty if there is none. The scheme may be missing."""
    parts = _split_address(address)
    return _fold_host(parts.hostname or "") if parts else ""


def list_owned_hosts(address: str) -> list[str]:
    """Return the host of an address and those above it that belong to one organisation, the lowest first.

    For `https://lab.example.edu.hk/page`: lab.example.edu.hk, example.edu.hk, edu.hk; for a shared host: none.
    """
    labels = extract_host(address).split(".")
    hosts = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return list(takewhile(lambda host: host not in SHARED_HOSTS, hosts))


def _split_address(address: str) -> SplitResult | None:
    text = remove_ignorable_characters(address).strip()
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        # Each raises ValueError: for a port that is not a number, for half of a character.
        _port, _bytes = parts.port, text.encode()
    except ValueError:
        return None
    return parts


def _fold_host(host: str) -> str:
    host = host.lower().rstrip(".")
    with suppress(UnicodeError):
        host = host.encode("ascii").decode("idna")
    labels = host.removeprefix("www.").split(".")
    # en.m.wikipedia.org, m.example.hk; but not m.hk.
    subdomains = [label for label in labels[:-2] if label != "m"]
    return ".".join([*subdomains, *labels[-2:]]) if len(labels) > 1 else ""


def _is_tracking(name: str, value: str) -> bool:
    name = name.lower()
    return (
        name in _TRACKING_PARAMETERS
        or name.startswith(_TRACKING_PREFIXES)
        or value.lower() in _TRACKING_VALUES.get(name, ())
    )
