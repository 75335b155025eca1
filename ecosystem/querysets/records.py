"""What holds for records of every kind: who may be seen, in which order, found by which name."""

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, F, IntegerField, Max, Prefetch, Q, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from ecosystem.querysets.keyed import KeyedQuerySet
from ecosystem.translation import column, current, fold


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


def model(name):
    """Return a model by its name: the rules of reading are made before the tables that they read."""
    return apps.get_model("ecosystem", name)


def texts(name):
    """Return the three columns of a text."""
    return [f"{name}_en", f"{name}_zh_hant", f"{name}_zh_hans"]


class RecordQuerySet(KeyedQuerySet):
    def published(self):
        """The only door to the public side."""
        return self.filter(status=Status.PUBLISHED)

    def counted(self):
        """Return how many there are, and how many of them are AI itself."""
        return self.aggregate(every=Count("pk"), core=Count("pk", filter=Q(ai="core")))

    def core(self):
        """Those that are AI itself, not what it rests on or who takes part."""
        return self.filter(ai="core")

    def in_order(self):
        """By name, as the reader's language orders names."""
        return self.order_by(column("order", current()), "slug")

    def related_to(self, field, chosen):
        """Keep records whose many-to-many `field` holds any of the chosen rows.

        A subquery rather than a join, so that no row comes back twice.
        """
        related = self.model._meta.get_field(field).remote_field.through.objects
        source = f"{self.model._meta.model_name}_id"
        target = f"{self.model._meta.get_field(field).related_model._meta.model_name}__in"
        return self.filter(pk__in=related.filter(**{target: chosen}).values(source))

    def named_like(self, text):
        """Keep records with a name, an acronym or an alias that holds `text`, in either script."""
        return self.filter(names_key__contains=fold(text.strip()))

    def by_relevance(self, text):
        """First those with just this name or acronym, then those with a name that begins so, then the rest."""
        wanted = fold(text.strip())
        lines = Concat(Value("\n"), F("names_key"), Value("\n"), output_field=models.TextField())
        return self.annotate(
            _lines=lines,
            _rank=Case(
                When(_lines__contains=f"\n{wanted}\n", then=0),
                When(_lines__contains=f"\n{wanted}", then=1),
                default=2,
                output_field=IntegerField(),
            ),
        ).order_by("_rank", column("order", current()), "slug")

    def only_names(self, *columns):
        """Read what names a record, and these columns; leave the rest in the database."""
        return self.only("slug", "kind", *texts("name"), *columns)

    def only_rows(self, *columns):
        """Read what a row of a list shows of every record, and these columns."""
        return self.only_names(*texts("summary"), *columns)

    def with_sources(self):
        """Fetch the citations and their sources, in the order of their numbers."""
        return self.prefetch_related(Prefetch("citations", model("Citation").objects.with_source()))

    def with_what_obstacles_need(self):
        """Fetch at once what `publishing.obstacles()` looks at."""
        joins = {"Initiative": ["involvements__organisation"], "Collaboration": ["participations__organisation"]}
        return self.prefetch_related("citations", "themes", *joins.get(self.model.__name__, []))

    def for_admin(self):
        """Add what the editors' lists show: how many sources, and how new the newest is."""
        citations = model("Citation").objects.all()
        name = self.model._meta.model_name
        newest = citations.order_by().filter(**{name: models.OuterRef("pk")}).values(name)
        return self.prefetch_related("themes").annotate(
            source_count=models.functions.Coalesce(models.Subquery(citations.count_by(name)), 0),
            newest_source=models.Subquery(newest.annotate(n=Max("source__published")).values("n")),
        )


class RelationQuerySet(KeyedQuerySet):
    """Joins between a body and a record; `record_field` names the record."""

    record_field = ""

    def published(self):
        """Keep joins whose two ends may both be seen."""
        return self.filter(
            **{f"{self.record_field}__status": Status.PUBLISHED, "organisation__status": Status.PUBLISHED}
        )

    def of(self, organisations):
        """Keep joins of these bodies and of their parts."""
        return self.filter(Q(organisation__in=organisations) | Q(organisation__parent__in=organisations))


def ranked(field, values):
    """Return the order of `field` by a list of its values."""
    return Case(*(When(**{field: v}, then=i) for i, v in enumerate(values)), output_field=IntegerField())


def counted_by_name(models_, text):
    """Return how many public records of each model have such a name, by the model's name; one query."""
    rows = [
        model_.objects.published()
        .named_like(text)
        .order_by()
        .annotate(_model=Value(model_._meta.model_name))
        .values_list("_model")
        .annotate(n=Count("pk"))
        for model_ in models_
    ]
    return dict(rows[0].union(*rows[1:]).order_by())
