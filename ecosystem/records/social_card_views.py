"""Social cards: the images shown when the address of a page is shared."""

import hashlib
import json
from dataclasses import astuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from ecosystem.models import RECORD_MODELS, Collaboration, Initiative, Organisation, Theme
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.visuals.geometry import card, svg_style
from ecosystem.visuals.social_cards import build_record_card, build_site_card, build_theme_card
from ecosystem.visuals.svg_files import STYLESHEETS_DIR
from ecosystem.web import code_fingerprint
from ecosystem.web.redirects import SlugRedirectMixin

# How long a card is cached.
SECONDS = 90 * 24 * 60 * 60


class SocialCardView(View):
    """An image of 1200 by 630 pixels, cached by its content."""

    def get(self, request, **kwargs):
        content = self.get_card(**kwargs)
        text = json.dumps(
            [astuple(content), code_fingerprint.compute_code_fingerprint(settings.BASE_DIR)], ensure_ascii=False
        )
        key = hashlib.sha256(text.encode()).hexdigest()
        image = caches["cards"].get(key)
        if image is None:
            image = card.render_social_card(
                content, svg_style.parse_colour_tokens((STYLESHEETS_DIR / "tokens.css").read_text(encoding="utf-8"))
            )
            caches["cards"].set(key, image, SECONDS)
        return HttpResponse(image, content_type="image/png")

    def get_card(self, **kwargs):
        raise NotImplementedError


class RecordCard(SlugRedirectMixin, SocialCardView):
    model = None

    def get_card(self, slug):
        return build_record_card(get_object_or_404(self.get_queryset(), slug=slug))

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


class ThemeCard(SocialCardView):
    def get_card(self, slug):
        theme = get_object_or_404(Theme, slug=slug)
        counts = {
            model._meta.model_name: model.objects.published().related_to_any("themes", [theme]).count()
            for model in RECORD_MODELS
        }
        return build_theme_card(theme, counts)


class SiteCard(SocialCardView):
    def get_card(self):
        counts = {model._meta.model_name: model.objects.published().count() for model in RECORD_MODELS}
        return build_site_card(counts, get_cached_vocabulary(Theme))
