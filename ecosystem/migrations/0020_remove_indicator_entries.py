from django.db import migrations


def remove_indicator_entries(apps, schema_editor):
    """Remove the index entries of indicators, which an earlier version has no kind for; they can be rebuilt."""
    alias = schema_editor.connection.alias
    entry_model = apps.get_model("ecosystem", "SearchEntry")
    keys = list(entry_model.objects.using(alias).filter(kind="indicator").values_list("pk", flat=True))
    for model, column in (
        (apps.get_model("ecosystem", "SearchText"), "entry"),
        (apps.get_model("ecosystem", "SearchMention"), "entry"),
        (entry_model.themes.through, "searchentry"),
        (entry_model, "pk"),
    ):
        rows = model.objects.using(alias).filter(**{f"{column}__in": keys})
        rows._raw_delete(alias)


class Migration(migrations.Migration):
    dependencies = [("ecosystem", "0019_outcome_reports")]

    operations = [migrations.RunPython(migrations.RunPython.noop, remove_indicator_entries, elidable=True)]
