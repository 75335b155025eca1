"""The admin of the words that records are sorted by."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import in_three_languages
from ecosystem.admin.shared_rows import NamedAdmin
from ecosystem.models import Application, Audience, Sector, Support, Theme
from ecosystem.proposals.forms import MultilineField


class WordAdmin(NamedAdmin):
    list_display = ("name_en", "name_zh_hant", "slug", "position")
    fields = (in_three_languages("name"), ("slug", "position"))
    view_on_site = False


@admin.register(Theme)
class ThemeAdmin(WordAdmin):
    formfield_overrides = WordAdmin.formfield_overrides | {
        models.TextField: {"form_class": MultilineField, "widget": AdminTextareaWidget(attrs={"rows": 16})}
    }
    fieldsets = (
        (_("Names"), {"fields": (in_three_languages("name"), ("slug", "position"), in_three_languages("tagline"))}),
        (
            _("Introduction"),
            {
                "fields": (in_three_languages("introduction"),),
                "description": _(
                    "Every figure stands in a link to the record or series that bears it:"
                    " [HK$3 billion](initiative:slug), [200](indicator:slug)."
                ),
            },
        ),
    )
    fields = None

    def view_on_site(self, obj):
        return obj.get_absolute_url()


@admin.register(Application)
class ApplicationAdmin(WordAdmin):
    list_display = ("name_en", "name_zh_hant", "sector", "slug", "position")
    list_filter = ("sector",)
    list_select_related = ("sector",)
    autocomplete_fields = ("sector",)
    fields = (in_three_languages("name"), ("slug", "position"), "sector", in_three_languages("description"))


admin.site.register((Sector, Support, Audience), WordAdmin)
