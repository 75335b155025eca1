"""Say the form of slugs, dates and currencies in SQL that each database knows by itself, without REGEXP."""

import django.core.validators
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import CheckConstraint, Q

from ecosystem.models.text_patterns import TextPattern

SLUG = TextPattern(
    r"^[a-z0-9]+([-_][a-z0-9]+)*\Z",
    any_of=["[a-z0-9]*"],
    none_of=["*[^a-z0-9_-]*", "*[_-][_-]*", "*[_-]"],
)
CURRENCY = TextPattern(r"^[A-Z]{3}\Z", any_of=["[A-Z][A-Z][A-Z]"])
DATE = TextPattern(
    r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z",
    any_of=[
        "[0-9][0-9][0-9][0-9]",
        "[0-9][0-9][0-9][0-9]-0[1-9]",
        "[0-9][0-9][0-9][0-9]-1[0-2]",
        "[0-9][0-9][0-9][0-9]-0[1-9]-0[1-9]",
        "[0-9][0-9][0-9][0-9]-0[1-9]-[12][0-9]",
        "[0-9][0-9][0-9][0-9]-0[1-9]-3[01]",
        "[0-9][0-9][0-9][0-9]-1[0-2]-0[1-9]",
        "[0-9][0-9][0-9][0-9]-1[0-2]-[12][0-9]",
        "[0-9][0-9][0-9][0-9]-1[0-2]-3[01]",
    ],
)


def slug_check(model):
    return CheckConstraint(
        name=f"ecosystem_{model}_slug_form",
        condition=Q(slug__matches=SLUG),
        violation_error_message="A slug has lower-case letters and digits only, words joined by “-” or “_”.",
    )


def date_checks(model, *names):
    return [
        CheckConstraint(
            name=f"ecosystem_{model}_{name}_is_date",
            condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__matches": DATE}),
            violation_error_message="Write 2024, 2024-10 or 2024-10-09.",
        )
        for name in names
    ]


AMOUNT_CHECK = CheckConstraint(
    name="ecosystem_initiative_amount_whole",
    condition=(
        Q(amount__isnull=True, amount_basis="", currency="")
        | (Q(amount__gt=0) & ~Q(amount_basis="") & Q(currency__matches=CURRENCY))
    ),
    violation_error_message="An amount, how it is counted and its currency go together.",
)
CONSTRAINTS = {
    "application": [slug_check("application")],
    "audience": [slug_check("audience")],
    "collaboration": [slug_check("collaboration"), *date_checks("collaboration", "announced", "starts", "ends")],
    "indicator": [slug_check("indicator")],
    "initiative": [
        slug_check("initiative"),
        *date_checks("initiative", "announced", "starts", "ends", "applications_close"),
        AMOUNT_CHECK,
    ],
    "observation": date_checks("observation", "period"),
    "organisation": [slug_check("organisation"), *date_checks("organisation", "founded", "closed")],
    "place": [slug_check("place")],
    "sector": [slug_check("sector")],
    "source": date_checks("source", "published"),
    "support": [slug_check("support")],
    "theme": [slug_check("theme")],
}


class ReplaceConstraints(Operation):
    """Replace constraints of one table by others of the same names.

    SQLite makes a table anew for each constraint that is removed or added; here it does so once a table.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name, constraints):
        self.model_name = model_name
        self.constraints = constraints

    def state_forwards(self, app_label, state):
        for constraint in self.constraints:
            state.alter_constraint(app_label, self.model_name, constraint.name, constraint)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        before = from_state.apps.get_model(app_label, self.model_name)
        after = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, after):
            return
        if schema_editor.connection.vendor == "sqlite":
            schema_editor._remake_table(after)
            return
        names = {constraint.name for constraint in self.constraints}
        for constraint in before._meta.constraints:
            if constraint.name in names:
                schema_editor.remove_constraint(before, constraint)
        for constraint in after._meta.constraints:
            if constraint.name in names:
                schema_editor.add_constraint(after, constraint)

    # The state to reach is always the last argument.
    database_backwards = database_forwards

    def describe(self):
        return f"Replace constraints of {self.model_name}"


class Migration(migrations.Migration):
    dependencies = [("ecosystem", "0007_disputes")]

    operations = [
        migrations.AlterField(
            model_name="initiative",
            name="currency",
            field=models.CharField(
                blank=True,
                max_length=3,
                validators=[django.core.validators.RegexValidator("^[A-Z]{3}\\Z", "ISO 4217, such as HKD.")],
                verbose_name="currency",
            ),
        ),
        *(ReplaceConstraints(model, constraints) for model, constraints in CONSTRAINTS.items()),
    ]
