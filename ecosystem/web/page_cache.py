"""A cache of whole pages, valid until the next edition or the next day."""

import hashlib
import zlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate

from ecosystem.models.edition_cache import get_current_edition
from ecosystem.web import code_fingerprint

SECONDS = 24 * 60 * 60


def get_cached_page(request: HttpRequest, query: str, render_page: Callable[[], HttpResponse]) -> HttpResponseBase:
    """Return the cached page for a path and query, or render it; only responses with status 200 are cached.

    `query` is the canonical query string, so that unknown parameters do not fill the cache.
    """
    parts = (
        get_current_edition(),
        code_fingerprint.compute_code_fingerprint(settings.BASE_DIR),
        localdate(),
        request.path,
        query,
    )
    key = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    etag = f'"{key[:32]}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    cached = cache.get(f"page:{key}")
    if cached is None:
        page = render_page()
        if isinstance(page, SimpleTemplateResponse):
            page.render()
        if page.status_code != 200:
            return page
        # SVG compresses well; a cache in the process then holds hundreds of pages.
        cached = (zlib.compress(page.content, 1), dict(page.headers))
        cache.set(f"page:{key}", cached, SECONDS)
    content, headers = cached
    response = HttpResponse(zlib.decompress(content), headers=headers)
    response["ETag"] = etag
    return response


class CachedPageMixin:
    """Caches the page of a view without query parameters."""

    def get(self, request, *args, **kwargs):
        page = super().get
        return get_cached_page(request, "", lambda: page(request, *args, **kwargs))
