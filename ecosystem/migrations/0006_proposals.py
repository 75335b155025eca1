import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


ROLES = {"Editors": ("view",), "Publishers": ("view", "decide")}


def give(apps, schema_editor):
    """Let editors see what readers propose, and publishers decide on it."""
    database = schema_editor.connection.alias
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _made = ContentType.objects.using(database).get_or_create(app_label="ecosystem", model="proposal")
    names = {"view": "Can view proposal", "decide": "Can decide on proposals"}
    made = {
        verb: Permission.objects.using(database).get_or_create(
            content_type=kind, codename=f"{verb}_proposal", defaults={"name": name}
        )[0]
        for verb, name in names.items()
    }
    for group in apps.get_model("auth", "Group").objects.using(database).filter(name__in=ROLES):
        group.permissions.add(*(made[verb] for verb in ROLES[group.name]))


class Migration(migrations.Migration):
    dependencies = [
        ("ecosystem", "0005_link_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "aim",
                    models.CharField(
                        choices=[("correction", "Correction"), ("addition", "New record"), ("removal", "Removal")],
                        default="correction",
                        max_length=10,
                        verbose_name="asks for",
                    ),
                ),
                (
                    "suggests",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("organisation", "organisation"),
                            ("initiative", "initiative"),
                            ("collaboration", "collaboration"),
                        ],
                        max_length=15,
                        verbose_name="kind of the new record",
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=30, verbose_name="field")),
                ("changes", models.JSONField(blank=True, default=dict, verbose_name="proposed values")),
                ("found", models.JSONField(blank=True, default=dict, verbose_name="values when it came")),
                (
                    "wrong",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="what is wrong",
                    ),
                ),
                (
                    "right",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="what is right",
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=1000,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="page that shows it",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("is_about_oneself", models.BooleanField(default=False, verbose_name="speaks for the organisation")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hant", "繁體中文"), ("zh-hans", "简体中文")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="received")),
                ("sender", models.CharField(blank=True, editable=False, max_length=64)),
                ("form_key", models.CharField(editable=False, max_length=32, unique=True)),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("undecided", "Undecided"),
                            ("accepted", "Accepted"),
                            ("partly", "Partly accepted"),
                            ("declined", "Declined"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="fate",
                    ),
                ),
                ("taken", models.JSONField(blank=True, default=dict, verbose_name="what was taken")),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="reason, for everybody to read",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="note, for editors only",
                    ),
                ),
                ("shows_words", models.BooleanField(default=False, verbose_name="the reader’s words may be shown")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "unsent",
                    models.CharField(
                        blank=True,
                        choices=[("received", "That it was received"), ("decided", "What was decided")],
                        max_length=10,
                        verbose_name="letter that could not be sent",
                    ),
                ),
                (
                    "collaboration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="ecosystem.collaboration",
                        verbose_name="collaboration",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="ecosystem.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="ecosystem.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="ecosystem.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["-received_at", "-id"],
                "permissions": [("decide_proposal", "Can decide on proposals")],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["fate", "received_at"], name="proposal_waiting"),
                    models.Index(fields=["sender"], name="proposal_sender"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("collaboration__isnull", True),
                                ("indicator__isnull", True),
                                ("initiative__isnull", True),
                                ("organisation__isnull", False),
                            ),
                            models.Q(
                                ("collaboration__isnull", True),
                                ("indicator__isnull", True),
                                ("initiative__isnull", False),
                                ("organisation__isnull", True),
                            ),
                            models.Q(
                                ("collaboration__isnull", False),
                                ("indicator__isnull", True),
                                ("initiative__isnull", True),
                                ("organisation__isnull", True),
                            ),
                            models.Q(
                                ("collaboration__isnull", True),
                                ("indicator__isnull", False),
                                ("initiative__isnull", True),
                                ("organisation__isnull", True),
                            ),
                            models.Q(
                                ("aim", "addition"),
                                ("collaboration__isnull", True),
                                ("indicator__isnull", True),
                                ("initiative__isnull", True),
                                ("organisation__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="ecosystem_proposal_of_one_record",
                        violation_error_message="A proposal is about one record or series, or a new one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("aim", "addition"), models.Q(("suggests", ""), _negated=True)),
                            models.Q(models.Q(("aim", "addition"), _negated=True), ("suggests", "")),
                            _connector="OR",
                        ),
                        name="ecosystem_proposal_says_what_is_new",
                        violation_error_message="A new record has a kind, and nothing else has.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("fate__in", ("pending", "undecided"))),
                            models.Q(("decided_at__isnull", False), ("fate__in", ("accepted", "partly", "declined"))),
                            _connector="OR",
                        ),
                        name="ecosystem_proposal_decided_has_date",
                        violation_error_message="What is decided has a date, and nothing else has.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fate__in", ["pending", "undecided", "accepted", "partly", "declined"])),
                        name="ecosystem_proposal_fate_known",
                        violation_error_code="fate",
                        violation_error_message="This value is not in the vocabulary.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("aim__in", ["correction", "addition", "removal"])),
                        name="ecosystem_proposal_aim_known",
                        violation_error_code="aim",
                        violation_error_message="This value is not in the vocabulary.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("suggests__in", ["", "organisation", "initiative", "collaboration"])),
                        name="ecosystem_proposal_suggests_known",
                        violation_error_code="suggests",
                        violation_error_message="This value is not in the vocabulary.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unsent__in", ["", "received", "decided"])),
                        name="ecosystem_proposal_unsent_known",
                        violation_error_code="unsent",
                        violation_error_message="This value is not in the vocabulary.",
                    ),
                ],
            },
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
