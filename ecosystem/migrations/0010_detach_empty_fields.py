"""Take the ticks off fields in which a record says nothing: a source must not vouch for what is not there."""

from django.db import migrations
from django.db.models import F

TARGETS = ("organisation", "initiative", "collaboration", "indicator")
LANGUAGES = ("en", "zh_hant", "zh_hans")


def detach_empty_fields(apps, schema_editor):
    Citation = apps.get_model("ecosystem", "Citation")
    is_changed = False
    for citation in Citation.objects.select_related(*TARGETS).iterator(chunk_size=500):
        record = next(filter(None, (getattr(citation, name) for name in TARGETS)))
        supports = [name for name in citation.supports if not is_empty(record, name)]
        if supports == citation.supports:
            continue
        citation.supports = supports
        if supports or citation.disputes:
            citation.save(update_fields=["supports"])
        else:
            citation.delete()
        is_changed = True
    if is_changed:
        # No page that was cached before says it any more.
        apps.get_model("ecosystem", "Edition").objects.update(number=F("number") + 1)


def is_empty(record, name):
    fields = {f.name: f for f in record._meta.get_fields()}
    if f"{name}_en" in fields:
        return not any(getattr(record, f"{name}_{language}") for language in LANGUAGES)
    if name == "observations":
        return not record.observations.exists()
    if name not in fields:
        return False
    if fields[name].many_to_many:
        return not getattr(record, name).exists()
    return getattr(record, fields[name].attname) in (None, "", [])


class Migration(migrations.Migration):
    dependencies = [
        ("ecosystem", "0009_withheld_values"),
    ]

    operations = [
        migrations.RunPython(detach_empty_fields, migrations.RunPython.noop),
    ]
