"""Example responses: real ones, for the first row of each list."""

import json

from django.http import QueryDict
from ninja.responses import NinjaJSONEncoder

from ecosystem.api import vocabularies
from ecosystem.api.lists import LISTS
from ecosystem.api.root import build_api_root
from ecosystem.models.edition_cache import per_edition

EMPTY_QUERY = QueryDict()
ONE_ROW_QUERY = QueryDict("limit=1")


@per_edition
def get_api_example(name: str) -> dict | None:
    """Return None if there is no row; `name` is a path below the version, such as `places/{slug}`."""
    list_name, _slash, key = name.partition("/")
    if name == "":
        example = build_api_root()
    elif list_name == "vocabularies":
        vocabulary = vocabularies.find_api_vocabulary("audiences")
        example = vocabulary if key else {"count": 1, "results": [vocabulary]}
    else:
        example = _build_list_example(list_name, is_detail=bool(key)) if list_name in LISTS else None
    return json.loads(json.dumps(example, cls=NinjaJSONEncoder))


def _build_list_example(name, *, is_detail):
    page = LISTS[name].build_page(ONE_ROW_QUERY)
    if not page["results"]:
        return None
    if not is_detail:
        return page
    # Sources have no slug.
    first = page["results"][0]
    return LISTS[name].find(str(first["slug"] if "slug" in first else first["id"]))
