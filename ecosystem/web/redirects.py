"""Addresses are for ever: an old one leads to the new, one whose record was removed says when and why."""

from http import HTTPStatus

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from ecosystem.history.redirects import whereabouts
from ecosystem.web.errors import gone
from ecosystem.web.problem_details import problem


class PermanentMixin:
    """For a view of one record by its `slug`, which raises Http404 where no public record stands there."""

    model = None

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            found = whereabouts(self.model, kwargs["slug"])
            if found.target:
                return HttpResponsePermanentRedirect(self._same_page_of(found.target, request))
            if found.is_removed:
                return self.gone(request, found.removal)
            raise

    def gone(self, request, removal):
        return gone(request, removal)

    def _same_page_of(self, record, request):
        match = request.resolver_match
        query = request.META.get("QUERY_STRING", "")
        return reverse(match.view_name, kwargs=match.kwargs | {"slug": record.slug}) + (f"?{query}" if query else "")


class PermanentFileMixin(PermanentMixin):
    """The same for what machines read."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return problem(HTTPStatus.NOT_FOUND)

    def gone(self, request, removal):
        return problem(HTTPStatus.GONE, removal=(removal.made_on, removal.reason) if removal else None)
