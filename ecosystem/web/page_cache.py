"""Answers that are kept whole until the next edition or the next day: what takes long to draw and is the same for all."""

import hashlib
import zlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate

from ecosystem.models.edition_cache import current_edition
from ecosystem.web import release

SECONDS = 24 * 60 * 60


def kept_page(request: HttpRequest, query: str, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return the kept answer to this path and this question, else what `answer()` makes, which is kept if it is a page.

    `query` is the question as it was understood: what an address says beside it
    makes no other answer, nor another one to keep.
    """
    parts = (current_edition(), release.fingerprint(settings.BASE_DIR), localdate(), request.path, query)
    key = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    etag = f'"{key[:32]}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    found = cache.get(f"page:{key}")
    if found is None:
        made = answer()
        if hasattr(made, "render"):
            made.render()
        if made.status_code != 200:
            return made
        # Pictures are mostly the same words again; a cache in the process holds hundreds of pages.
        found = (zlib.compress(made.content, 1), dict(made.headers))
        cache.set(f"page:{key}", found, SECONDS)
    content, headers = found
    response = HttpResponse(zlib.decompress(content), headers=headers)
    response["ETag"] = etag
    return response


class KeptMixin:
    """Keeps the page of a view that asks nothing of its address but which thing it is about."""

    def get(self, request, *args, **kwargs):
        page = super().get
        return kept_page(request, "", lambda: page(request, *args, **kwargs))
