"""Structured data of whole pages (schema.org, JSON-LD): breadcrumbs, collections, the site, the directory as a dataset."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from ecosystem.core import languages
from ecosystem.exports.json_ld import DESCRIPTION, DIRECTORY_TITLE, KEYWORDS, drop_empty_values
from ecosystem.exports.licence import LICENCE

# The search term in the address of the search page.
SEARCH_TERM = "search_term_string"


def build_breadcrumb_node(steps: Sequence[tuple[object, str]]) -> dict:
    """`steps` are `(name, path)`, from the home page on."""
    items = [_build_list_item(position, name, path, "item") for position, (name, path) in enumerate(steps, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def build_page_node(
    *,
    name: object,
    description: object,
    address: str,
    items: Iterable[Any] = (),
    first: int = 1,
    total: int | None = None,
) -> dict:
    """`items` have names and addresses; `first` is the position of the first of them among `total`."""
    listed = [
        _build_list_item(position, getattr(item, "name", "") or item, item.get_absolute_url(), "url")
        for position, item in enumerate(items, first)
    ]
    main = {"@type": "ItemList", "numberOfItems": len(listed) if total is None else total, "itemListElement": listed}
    return drop_empty_values(
        {
            "@type": "CollectionPage" if listed else "WebPage",
            "@id": address,
            "url": address,
            "name": str(name),
            "description": str(description),
            "inLanguage": languages.LANG_TAGS[languages.get_current_language()],
            "isPartOf": {"@type": "WebSite", "@id": _get_site_id()},
            "mainEntity": main if listed else None,
        }
    )


def build_site_node() -> dict:
    template = f"{settings.SITE_URL}{reverse('search')}?q={{{SEARCH_TERM}}}"
    return {
        "@type": "WebSite",
        "@id": _get_site_id(),
        "url": f"{settings.SITE_URL}/",
        "name": _get_publisher()["name"],
        "description": str(DESCRIPTION),
        "inLanguage": list(languages.LANG_TAGS.values()),
        "publisher": _get_publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": template},
            "query-input": f"required name={SEARCH_TERM}",
        },
    }


def build_directory_node(
    *, version: str, changed: date, since: int | None, files: Iterable[tuple[str, str]], release: str = ""
) -> dict:
    """`files` are `(path, content type)`."""
    with override(languages.ENGLISH):
        path = reverse("release-detail", args=[release]) if release else reverse("data")
    address = settings.SITE_URL + path
    publisher = _get_publisher()
    node = {
        "@type": "Dataset",
        "@id": address,
        "name": _translate_into_all(DIRECTORY_TITLE),
        "description": _translate_into_all(DESCRIPTION),
        "url": address,
        "identifier": address,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": publisher,
        "publisher": publisher,
        "version": version,
        "dateModified": changed.isoformat(),
        "temporalCoverage": f"{since}/.." if since else "",
        "spatialCoverage": {"@type": "Place", "name": "Hong Kong", "sameAs": "http://www.wikidata.org/entity/Q8646"},
        "inLanguage": list(languages.LANG_TAGS.values()),
        "keywords": _translate_into_all(KEYWORDS),
        "distribution": build_distributions(files),
    }
    return drop_empty_values(node)


def build_table_node(*, name: object, description: object, address: str, path: str) -> dict:
    return {
        "@type": "Dataset",
        "@id": f"{address}#dataset",
        "name": str(name),
        "description": str(description),
        "url": address,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": _get_publisher(),
        "distribution": build_distributions([(path, "text/csv")]),
    }


def build_distributions(files: Iterable[tuple[str, str]]) -> list[dict]:
    return [
        {"@type": "DataDownload", "contentUrl": settings.SITE_URL + path, "encodingFormat": content_type}
        for path, content_type in files
    ]


def _build_list_item(position: int, name: object, path: str, key: str) -> dict:
    return {"@type": "ListItem", "position": position, "name": str(name), key: settings.SITE_URL + path}


def _get_site_id() -> str:
    return f"{settings.SITE_URL}/#website"


def _get_publisher() -> dict:
    address = f"{settings.SITE_URL}/"
    return {"@type": "Organization", "@id": address, "name": "HKAI · 香港AI", "url": settings.SITE_URL}


def _translate_into_all(text) -> list[dict]:
    values = []
    for language, tag in languages.LANG_TAGS.items():
        with override(language):
            values.append({"@value": str(text), "@language": tag})
    return values
