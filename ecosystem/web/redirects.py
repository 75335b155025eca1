"""Redirects from former slugs, 410 for removed records, and errors of machine formats."""

from http import HTTPStatus

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from ecosystem.history.redirects import resolve_former_slug
from ecosystem.web.errors import render_gone_page
from ecosystem.web.problem_details import build_problem_response


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
                return self.render_gone(request, former.removal)
            raise

    def render_gone(self, request, removal):
        return render_gone_page(request, removal)

    def _build_redirect_address(self, record, request):
        match = request.resolver_match
        query = request.META.get("QUERY_STRING", "")
        return reverse(match.view_name, kwargs=match.kwargs | {"slug": record.slug}) + (f"?{query}" if query else "")


class ProblemDetailsMixin:
    """Answers Http404 of a machine format with problem details."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return build_problem_response(HTTPStatus.NOT_FOUND)


class SlugRedirectFileMixin(ProblemDetailsMixin, SlugRedirectMixin):
    """Redirects former slugs of a machine format, with errors as problem details."""

    def render_gone(self, request, removal):
        return build_problem_response(HTTPStatus.GONE, removal=(removal.made_on, removal.reason) if removal else None)
