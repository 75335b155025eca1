from django.db import migrations

import ecosystem.models.fields
from ecosystem.core.web_addresses import fold_address


def fill_address_keys(apps, schema_editor):
    sources = apps.get_model("ecosystem", "Source").objects.using(schema_editor.connection.alias)
    rows = list(sources.only("url"))
    for source in rows:
        source.address_key = fold_address(source.url)
    sources.bulk_update(rows, ["address_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("ecosystem", "0016_pasted_text")]

    operations = [
        migrations.AddField(
            model_name="source", name="address_key", field=ecosystem.models.fields.ComputedField(db_index=True)
        ),
        migrations.RunPython(fill_address_keys, migrations.RunPython.noop),
    ]
