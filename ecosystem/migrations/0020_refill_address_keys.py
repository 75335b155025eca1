from importlib import import_module

from django.db import migrations

fill_address_keys = import_module("ecosystem.migrations.0017_source_address_key").fill_address_keys


class Migration(migrations.Migration):
    dependencies = [("ecosystem", "0019_outcome_reports")]

    operations = [migrations.RunPython(fill_address_keys, migrations.RunPython.noop)]
