"""Make the two roles: editors write, publishers answer for all that is public."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYTHING = ("add", "change", "delete", "view")
VOCABULARY = ("theme", "sector", "application", "support", "audience")
RECORDS = ("organisation", "initiative", "collaboration")
# What is written within the form of a record.
PARTS = ("citation", "initiativebody", "participation")

EDITORS = {
    **dict.fromkeys((*RECORDS, *PARTS), EVERYTHING),
    "source": ("add", "change", "view"),
    **dict.fromkeys((*VOCABULARY, "place", "indicator", "observation"), ("view",)),
}
PUBLISHERS = {
    **dict.fromkeys(RECORDS, (*EVERYTHING, "publish")),
    **dict.fromkeys((*PARTS, *VOCABULARY, "source", "place", "indicator", "observation"), EVERYTHING),
}
ROLES = {"Editors": EDITORS, "Publishers": PUBLISHERS}


def make(apps, schema_editor):
    database = schema_editor.connection.alias
    _create_permissions(apps, database)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, models in ROLES.items():
        codenames = [f"{verb}_{model}" for model, verbs in models.items() for verb in verbs]
        group, _made = Group.objects.using(database).get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.using(database).filter(
                content_type__app_label="ecosystem", codename__in=codenames
            )
        )


def remove(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=ROLES).delete()


def _create_permissions(apps, database):
    # Django makes permissions only when all migrations have run, and for none but apps whose models it sees.
    app_config = apps.get_app_config("ecosystem")
    app_config.models_module = True
    create_permissions(app_config, verbosity=0, using=database, apps=apps)
    app_config.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("ecosystem", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make, remove)]
