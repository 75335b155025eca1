"""The log of past values that are withheld, and the right to withhold one."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


ROLES = {"Editors": ("view_withheldvalue",), "Publishers": ("view_withheldvalue", "withhold_value")}


def grant(apps, schema_editor):
    """Let editors see what is withheld, and publishers withhold it."""
    database = schema_editor.connection.alias
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _created = ContentType.objects.using(database).get_or_create(app_label="ecosystem", model="withheldvalue")
    names = {"view_withheldvalue": "Can view withheld value", "withhold_value": "Can withhold past values"}
    permissions = {
        codename: Permission.objects.using(database).get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in names.items()
    }
    for group in apps.get_model("auth", "Group").objects.using(database).filter(name__in=ROLES):
        group.permissions.add(*(permissions[codename] for codename in ROLES[group.name]))


class Migration(migrations.Migration):

    dependencies = [
        ('ecosystem', '0008_native_checks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WithheldValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=30, verbose_name='field')),
                ('reason', models.TextField(max_length=500, verbose_name='why')),
                ('states', models.PositiveIntegerField(verbose_name='states that held it')),
                ('was_public', models.BooleanField(verbose_name='a public state held it')),
                ('withheld_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='withheld at')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='withheld_values', to='ecosystem.collaboration', verbose_name='collaboration')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='withheld_values', to='ecosystem.initiative', verbose_name='initiative')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='withheld_values', to='ecosystem.organisation', verbose_name='organisation')),
                ('withheld_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withheld by')),
            ],
            options={
                'verbose_name': 'withheld value',
                'verbose_name_plural': 'withheld values',
                'permissions': [('withhold_value', 'Can withhold past values')],
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('collaboration__isnull', True), ('initiative__isnull', True), ('organisation__isnull', False)), models.Q(('collaboration__isnull', True), ('initiative__isnull', False), ('organisation__isnull', True)), models.Q(('collaboration__isnull', False), ('initiative__isnull', True), ('organisation__isnull', True)), _connector='OR'), name='ecosystem_withheldvalue_of_one_record')],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
