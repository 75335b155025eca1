"""Middleware that removes invisible characters from query parameters."""

from django.http import QueryDict

from ecosystem.core.control_characters import remove_invisible_characters


class QueryTextMiddleware:
    """Replaces `request.GET` if a parameter holds invisible characters, which come with copied text.

    Here, because pages, files, the API, reconciliation and the admin all read it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.META.get("QUERY_STRING"):
            request.GET = clean_query_parameters(request.GET)
        return self.get_response(request)


def clean_query_parameters(query: QueryDict) -> QueryDict:
    cleaned = query.copy()
    for name, values in query.lists():
        cleaned.setlist(name, [remove_invisible_characters(value) for value in values])
    cleaned._mutable = False
    return cleaned
