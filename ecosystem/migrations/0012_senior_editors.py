"""Rename the group Publishers to Senior editors, also where its name is stored."""

from django.db import migrations, models

OLD_NAME, NEW_NAME = "Publishers", "Senior editors"


def rename_group(apps, schema_editor):
    _rename(apps, schema_editor.connection.alias, OLD_NAME, NEW_NAME)


def restore_group_name(apps, schema_editor):
    _rename(apps, schema_editor.connection.alias, NEW_NAME, OLD_NAME)


def _rename(apps, database, old, new):
    """Rename the group in place, so that its users and permissions stay, and the name in invitations and events.

    A group that already has the new name was made by hand, for other rights: it is set aside under another name, so
    that none of its users gains or loses a right.
    """
    groups = apps.get_model("auth", "Group").objects.using(database)
    for group in groups.filter(name=new):
        group.name = f"{new} (group {group.pk})"
        group.save(update_fields=["name"])
    groups.filter(name=old).update(name=new)
    apps.get_model("ecosystem", "Invitation").objects.using(database).filter(role=old).update(role=new)
    events = apps.get_model("ecosystem", "AccountEvent").objects.using(database)
    for event in events.filter(kind="role_changed", detail__contains=old):
        parts = [f"{part[:1]}{new}" if part[1:] == old else part for part in event.detail.split(", ")]
        event.detail = ", ".join(parts)
        event.save(update_fields=["detail"])
    for event in events.filter(kind__startswith="invit", detail__endswith=f" ({old})"):
        event.detail = f"{event.detail.removesuffix(f'({old})')}({new})"
        event.save(update_fields=["detail"])


def _build_role_constraint(names):
    return models.CheckConstraint(
        condition=models.Q(("role__in", names)),
        name="ecosystem_invitation_role_known",
        violation_error_code="role",
        violation_error_message="Choose a value from the list.",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("ecosystem", "0011_invitations"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="invitation", name="ecosystem_invitation_role_known"),
        migrations.RunPython(rename_group, restore_group_name),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[("Editors", "Editor"), (NEW_NAME, "Senior editor")],
                default="Editors",
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(model_name="invitation", constraint=_build_role_constraint(["Editors", NEW_NAME])),
    ]
