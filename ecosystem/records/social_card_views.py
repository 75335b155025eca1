"""Social pictures: what is shown where somebody passes on the address of a page."""

import hashlib
import json
from dataclasses import astuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.generic import View

from ecosystem.models import RECORDS, Collaboration, Initiative, Organisation, Theme
from ecosystem.models.cached_vocabulary import words
from ecosystem.visuals.geometry import card, svg_style
from ecosystem.visuals.social_cards import record_card, site_card, theme_card
from ecosystem.visuals.svg_files import STYLES
from ecosystem.web import release
from ecosystem.web.redirects import PermanentMixin

# A picture is drawn once for what it says; one that nobody asks for is forgotten after this.
SECONDS = 90 * 24 * 60 * 60
# So long whoever shows it need not ask again.
FRESH = 24 * 60 * 60


class CardView(View):
    """A picture of 1200 by 630; the same facts in the same language give the same file."""

    def get(self, request, **kwargs):
        shown = self.get_card(**kwargs)
        said = json.dumps([astuple(shown), release.fingerprint(settings.BASE_DIR)], ensure_ascii=False)
        key = hashlib.sha256(said.encode()).hexdigest()
        etag = f'"{key[:32]}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            picture = caches["cards"].get(key)
            if picture is None:
                picture = card.drawn(shown, svg_style.colours((STYLES / "tokens.css").read_text(encoding="utf-8")))
                caches["cards"].set(key, picture, SECONDS)
            response = HttpResponse(picture, content_type="image/png")
        response["ETag"] = etag
        response["Cache-Control"] = f"public, max-age={FRESH}"
        return response

    def get_card(self, **kwargs):
        raise NotImplementedError


class RecordCard(PermanentMixin, CardView):
    model = None

    def get_card(self, slug):
        return record_card(get_object_or_404(self.get_queryset(), slug=slug))

    def get_queryset(self):
        return self.model.objects.published().for_detail()


class OrganisationCard(RecordCard):
    model = Organisation

    def get_queryset(self):
        return super().get_queryset().with_relation_counts()


class InitiativeCard(RecordCard):
    model = Initiative


class CollaborationCard(RecordCard):
    model = Collaboration


class ThemeCard(CardView):
    def get_card(self, slug):
        theme = get_object_or_404(Theme, slug=slug)
        counts = {
            model._meta.model_name: model.objects.published().related_to("themes", [theme]).count() for model in RECORDS
        }
        return theme_card(theme, counts)


class SiteCard(CardView):
    def get_card(self):
        counts = {model._meta.model_name: model.objects.published().count() for model in RECORDS}
        return site_card(counts, words(Theme))
