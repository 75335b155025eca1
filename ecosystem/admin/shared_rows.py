"""The base of the admin of rows that records share: every change is a new edition, slugs are permanent."""

from ecosystem.admin.base import RowAdmin, get_translated_columns
from ecosystem.core.languages import fold_text
from ecosystem.editing import publishing
from ecosystem.models import editions


class SharedRowAdmin(RowAdmin):
    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        publishing.conclude_shared_row(form.instance)

    def delete_model(self, request, obj):
        publishing.delete_shared_row(obj)

    def delete_queryset(self, request, queryset):
        with editions.edition_transaction():
            for row in queryset:
                publishing.delete_shared_row(row)


class NamedRowAdmin(SharedRowAdmin):
    """Rows with a name are public from the beginning."""

    search_fields = ("name_en", "name_zh_hant", "name_zh_hans", "slug")
    prepopulated_fields = {"slug": ["name_en"]}

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_search_results(self, request, queryset, search_term):
        """Find parts of names in either script; the tables are small enough to be searched in Python."""
        words = fold_text(search_term).split()
        if not words:
            return queryset, False
        names = queryset.order_by().values_list("pk", *get_translated_columns("name"), "slug")
        keys = [pk for pk, *texts in names if all(word in fold_text("\n".join(texts)) for word in words)]
        return queryset.filter(pk__in=keys), False
