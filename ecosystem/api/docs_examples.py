"""Examples of answers: real ones, of the first thing that each list has."""

import json

from django.http import QueryDict
from ninja.responses import NinjaJSONEncoder

from ecosystem.api import vocabularies
from ecosystem.api.lists import LISTS
from ecosystem.api.root import root
from ecosystem.models.edition_cache import kept

NOTHING = QueryDict()
ONE = QueryDict("limit=1")


def of(name: str):
    """Return what is answered at an address, written as its pattern below the version; None where there is nothing."""
    return kept(f"api-example-{name}", lambda: _read(name))


def _read(name):
    first, _slash, key = name.partition("/")
    if name == "":
        found = root()
    elif first == "vocabularies":
        found = vocabularies.whole("audiences")
        found = found if key else {"count": 1, "results": [found]}
    else:
        found = _of_list(first, is_whole=bool(key)) if first in LISTS else None
    return json.loads(json.dumps(found, cls=NinjaJSONEncoder))


def _of_list(name, *, is_whole):
    page = LISTS[name].page(ONE)
    if not is_whole:
        return page if page["results"] else None
    if not page["results"]:
        return None
    # What has no slug is named by its number.
    first = page["results"][0]
    return LISTS[name].module.whole(str(first["slug"] if "slug" in first else first["id"]))
