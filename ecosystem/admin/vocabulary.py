"""The admin of the vocabularies: themes, applications, sectors, support, audiences."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import get_translated_columns
from ecosystem.admin.shared_rows import NamedRowAdmin
from ecosystem.models import Application, Audience, Sector, Support, Theme
from ecosystem.proposals.forms import MultilineField


class VocabularyAdmin(NamedRowAdmin):
    list_display = ("name_en", "name_zh_hant", "slug", "position")
    fields = (get_translated_columns("name"), ("slug", "position"))
    view_on_site = False


@admin.register(Theme)
class ThemeAdmin(VocabularyAdmin):
    formfield_overrides = VocabularyAdmin.formfield_overrides | {
        models.TextField: {"form_class": MultilineField, "widget": AdminTextareaWidget(attrs={"rows": 16})}
    }
    fieldsets = (
        (
            _("Names"),
            {"fields": (get_translated_columns("name"), ("slug", "position"), get_translated_columns("tagline"))},
        ),
        (
            _("Introduction"),
            {
                "fields": (get_translated_columns("introduction"),),
                "description": _(
                    "Put every figure in a link to the record or indicator that supports it: [HK$3 "
                    "billion](initiative:slug), [200](indicator:slug)."
                ),
            },
        ),
    )
    fields = None

    def view_on_site(self, obj):
        return obj.get_absolute_url()


@admin.register(Application)
class ApplicationAdmin(VocabularyAdmin):
    list_display = ("name_en", "name_zh_hant", "sector", "slug", "position")
    list_filter = ("sector",)
    list_select_related = ("sector",)
    autocomplete_fields = ("sector",)
    fields = (get_translated_columns("name"), ("slug", "position"), "sector", get_translated_columns("description"))


@admin.register(Support, Audience)
class DescribedTermAdmin(VocabularyAdmin):
    fields = (get_translated_columns("name"), ("slug", "position"), get_translated_columns("description"))


admin.site.register(Sector, VocabularyAdmin)
