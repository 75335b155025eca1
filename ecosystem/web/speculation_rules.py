"""Speculation rules: browsers fetch a page when the reader points at a link to it, before the click."""

from django.http import HttpRequest, JsonResponse

PATH = "/speculation-rules.json"
CONTENT_TYPE = "application/speculationrules+json"
RULES = {
    "prefetch": [
        {
            "where": {
                "and": [
                    # Pages end with a slash, files do not.
                    {"href_matches": "/(en|zh-hant|zh-hans)/*/"},
                    # Searches that find nothing are counted; forms belong to one reader.
                    {"not": {"href_matches": ["/*/search/*", "/*/contribute/*"]}},
                    {"not": {"selector_matches": "[rel~=nofollow]"}},
                ]
            },
            # When the pointer rests on a link.
            "eagerness": "moderate",
        }
    ]
}


def render_speculation_rules(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(RULES, content_type=CONTENT_TYPE)


class SpeculationRulesMiddleware:
    """Names the rules in the header of public pages; the content security policy forbids them in the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        if is_page and not request.path_info.startswith(("/admin/", "/accounts/")):
            response["Speculation-Rules"] = f'"{PATH}"'
        return response
