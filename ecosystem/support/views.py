"""Find support: what somebody can get, as an answer to who they are and what they need, and as a calendar of it."""

from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView, View

from ecosystem.exports import icalendar
from ecosystem.models import Application, Initiative
from ecosystem.support.filters import SupportFilterSet
from ecosystem.support.overview import overview
from ecosystem.support.schemes import Offers, Question
from ecosystem.web.filtered_pages import Asked, instead_of_file
from ecosystem.web.lists.listing import Selection

# Of what is over, so much stays in the calendar.
KEPT = timedelta(days=365)
TITLES = {
    "starts": gettext_lazy("Opens: %(name)s"),
    "applications_close": gettext_lazy("Applications close: %(name)s"),
    "ends": gettext_lazy("Ends: %(name)s"),
}


def schemes():
    """Return what may be an answer: public initiatives that give anything."""
    return Initiative.objects.published().giving().with_state()


def offers(listing):
    """Return the answers to what an address asks."""
    asked = listing.filterset.chosen
    question = Question(
        asked.get("audience", ()),
        asked.get("support", ()),
        asked.get("application", ()),
        asked.get("amount_min"),
        asked.get("q", ""),
    )
    return Offers(listing.filterset.qs, question)


class FindSupport(Asked, TemplateView):
    """The whole question is the address."""

    page_title = gettext_lazy("Find support")
    page_description = gettext_lazy(
        "Money, mentors, desks, computing, visas and tax relief for AI in Hong Kong: who gives it, to whom, how much, "
        "until when, and where to apply."
    )
    template_name = "ecosystem/find_support.html"
    filterset_class = SupportFilterSet

    def get_queryset(self):
        return schemes()

    def get_context_data(self, **kwargs):
        found = offers(self.listing)
        return super().get_context_data(**kwargs) | {
            "offers": found,
            "calendar_address": f"{reverse('find-support-calendar')}?{self.listing.query}",
            "overview": None if found.question.is_asked else overview(),
            "audience": self.listing.choices("audience"),
            "support": self.listing.choices("support"),
            "sectors": self.sectors(),
        }

    def sectors(self):
        """Return the applications by sector, each with whether it is chosen."""
        chosen = self.listing.filterset.chosen.get("application", ())
        words = [(word, word.slug in chosen) for word in Application.objects.by_sector()]
        return [(sector, list(found)) for sector, found in groupby(words, key=lambda item: item[0].sector)]


@method_decorator(cache_control(public=True, max_age=3600), name="dispatch")
class FindSupportCalendar(View):
    """The openings and deadlines of the answers, for a calendar to fetch again and again."""

    def get(self, request):
        listing = Selection(request.path, request.GET, SupportFilterSet, schemes())
        if answer := instead_of_file(listing):
            return answer
        title = listing.titled(f"HKAI · {FindSupport.page_title}")
        body = icalendar.written(title, self.events(offers(listing).answers))
        headers = {"Content-Disposition": 'inline; filename="hkai-support.ics"'}
        return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)

    def events(self, answers):
        oldest = localdate() - KEPT
        for offer in answers:
            scheme = offer.initiative
            for field, title in TITLES.items():
                if (when := getattr(scheme, field)) and when.last_day >= oldest:
                    yield icalendar.Event(
                        key=f"{scheme.slug}.{field}",
                        when=when,
                        title=title % {"name": scheme.name},
                        text=self.text(scheme, when),
                        url=settings.SITE_URL + scheme.get_absolute_url(),
                        changed_at=scheme.updated_at,
                    )

    def text(self, scheme, when):
        date = _("By the source: %(date)s, Hong Kong time.") % {"date": when.localized()}
        return f"{date}\n{scheme.summary}"
