"""What the admin of rows that records share has in common: every change is a new edition, and their slugs stay."""

from ecosystem.admin.base import RowAdmin, in_three_languages
from ecosystem.core.languages import fold
from ecosystem.editing import publishing
from ecosystem.models import editions


class SharedAdmin(RowAdmin):
    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        publishing.revise(form.instance)

    def delete_model(self, request, obj):
        publishing.discard(obj)

    def delete_queryset(self, request, queryset):
        with editions.changing():
            for row in queryset:
                publishing.discard(row)


class NamedAdmin(SharedAdmin):
    """A row with a name, which is public from the moment that it is entered."""

    search_fields = ("name_en", "name_zh_hant", "name_zh_hans", "slug")
    prepopulated_fields = {"slug": ["name_en"]}

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_search_results(self, request, queryset, search_term):
        """Find a name by a part of it, in either script; these tables are small enough to be folded here."""
        words = fold(search_term).split()
        if not words:
            return queryset, False
        names = queryset.order_by().values_list("pk", *in_three_languages("name"), "slug")
        found = [pk for pk, *texts in names if all(word in fold("\n".join(texts)) for word in words)]
        return queryset.filter(pk__in=found), False
