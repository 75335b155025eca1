"""Tell made-up records from others, and delete them."""

from reversion.models import Revision, Version

from ecosystem.management.benchmark_data.plan import MADE_UP_PREFIX
from ecosystem.management.benchmark_data.templates import NAMED_MODELS
from ecosystem.models import (
    Change,
    Citation,
    Observation,
    Place,
    SearchEntry,
    SearchMention,
    SearchText,
    SearchWord,
    Source,
)

SEARCH_MODELS = (SearchText, SearchMention, SearchEntry.themes.through, SearchEntry, SearchWord)


def count_real_records():
    """Return the number of records and indicators that are not made up, drafts and archived ones included."""
    return sum(model.objects.exclude(slug__startswith=MADE_UP_PREFIX).count() for model in NAMED_MODELS)


def delete_made_up_data():
    """The search index must be rebuilt afterwards."""
    made_up = {model: _list_made_up_keys(model) for model in NAMED_MODELS}
    for model in SEARCH_MODELS:
        _delete_rows(model.objects.all())
    for name in ("organisation", "initiative", "collaboration"):
        model = Change._meta.get_field(name).related_model
        revisions = Change.objects.for_records(name, made_up[model]).values("revision")
        _delete_rows(Version.objects.filter(revision__in=revisions))
        # The changes follow with the relations; the constraint is checked at the end of the transaction.
        _delete_rows(Revision.objects.filter(pk__in=revisions))
    for model, keys in made_up.items():
        for relation in model._meta.related_objects:
            if relation.related_model not in NAMED_MODELS and not relation.many_to_many:
                _delete_rows(relation.related_model.objects.filter(**{f"{relation.field.name}__in": keys}))
        for field in model.list_plain_m2m_fields():
            _delete_rows(field.remote_field.through.objects.filter(**{f"{field.m2m_field_name()}__in": keys}))
    for model in reversed(NAMED_MODELS):
        _delete_rows(model.objects.filter(slug__startswith=MADE_UP_PREFIX))
    _delete_rows(Place.objects.filter(slug__startswith=MADE_UP_PREFIX))
    _delete_rows(
        Source.objects.filter(url__contains=".example/")
        .exclude(pk__in=Citation.objects.order_by().values("source"))
        .exclude(pk__in=Observation.objects.order_by().values("source"))
    )


def _list_made_up_keys(model):
    return model.objects.order_by().filter(slug__startswith=MADE_UP_PREFIX).values("pk")


def _delete_rows(queryset):
    """Delete rows without collecting related ones, of which there are millions."""
    queryset.order_by()._raw_delete(using=queryset.db)
