"""Redirects from former slugs, and 410 for removed records."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from ecosystem.history.redirects import resolve_former_slug
from ecosystem.web.errors import render_gone


class SlugRedirectMixin:
    """Redirects former slugs of a view that raises Http404 if no public record has the slug."""

    model = None

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            former = resolve_former_slug(self.model, kwargs["slug"])
            if former.target:
                return HttpResponsePermanentRedirect(self._build_redirect_address(former.target, request))
            if former.is_removed:
                return render_gone(request, former.removal)
            raise

    def _build_redirect_address(self, record, request):
        match = request.resolver_match
        query = request.META.get("QUERY_STRING", "")
        return reverse(match.view_name, kwargs=match.kwargs | {"slug": record.slug}) + (f"?{query}" if query else "")
