"""What holds for records of every kind: who may be seen, in which order, found by which name."""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, IntegerField, Max, Prefetch, Q, When
from django.utils.translation import gettext_lazy as _

from ecosystem.querysets.keyed import BY_POSITION, KeyedQuerySet, by_position
from ecosystem.translation import column, current


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


# Bodies take part by rows of their own.
JOINED = {"bodies": "InitiativeBody", "participants": "Participation"}
UNCOUNTED = {"name", "aliases", "place", "home_region"}


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

    def at(self, slugs):
        """Return what stands at these slugs, or what stood there once: an old slug leads to the present record."""
        found = super().at(slugs)
        if rest := [slug for slug in slugs if slug not in found]:
            led = model("FormerSlug").objects.keys_at(self.model._meta.model_name, rest)
            rows = self.in_bulk(led.values()) if led else {}
            found |= {slug: rows[key] for slug, key in led.items() if key in rows}
        return found

    def removed(self):
        """Those that were public once and are archived now: that much may be said of them."""
        return self.filter(status=Status.ARCHIVED, published_at__isnull=False)

    def counted(self):
        """Return how many there are, and how many of them are AI itself."""
        return self.aggregate(every=Count("pk"), core=Count("pk", filter=Q(ai="core")))

    def newest_by(self, field):
        """Return the subquery of when the newest record was changed, for each outer row that `field` points at."""
        rows = self.order_by().filter(**{field: models.OuterRef("pk")}).values(field)
        return rows.annotate(n=Max("updated_at")).values("n")

    def core(self):
        """Those that are AI itself, not what it rests on or who takes part."""
        return self.filter(ai="core")

    def usable_for(self, applications):
        """Keep records for any of these applications, and those that name none, as most funds do."""
        return self.related_or_unknown("applications", model("Application").objects.filter(slug__in=applications))

    def in_order(self):
        """By name, as the reader's language orders names."""
        return self.order_by(column("order", current()), "slug")

    def in_found_order(self, candidates):
        """As the search weighed these candidates; what it did not weigh follows by name."""
        found = by_position(self, [candidate.target for candidate in candidates])
        return found.order_by(*BY_POSITION, column("order", current()), "slug")

    def only_names(self, *columns):
        """Read what names a record, and these columns; leave the rest in the database."""
        return self.only("slug", "kind", *texts("name"), *columns)

    def only_rows(self, *columns):
        """Read what a row of a list shows of every record, and these columns."""
        return self.only_names(*texts("summary"), *columns)

    def for_citing(self):
        """Read what a reference to a record says."""
        return self.only("slug", "updated_at", *texts("name"))

    def with_sources(self):
        """Fetch the citations and their sources, in the order of their numbers."""
        return self.prefetch_related(Prefetch("citations", model("Citation").objects.with_source()))

    def with_last_check(self):
        """Add the day on which a record was compared with its sources, else that on which the newest was read."""
        name = self.model._meta.model_name
        read = model("Citation").objects.order_by().filter(**{name: models.OuterRef("pk")}).values(name)
        newest = models.Subquery(read.annotate(n=Max("source__read_on")).values("n"))
        return self.annotate(last_check=models.functions.Coalesce("verified_on", newest))

    def due_by(self, day):
        """Keep records that are to be compared with their sources again before this day."""
        return self.with_last_check().filter(last_check__lt=day - timedelta(days=settings.CHECK_AFTER_DAYS["other"]))

    def with_a_dead_source(self):
        """Keep records of which at least one source no longer answers."""
        dead = model("Citation").objects.filter(source__in=model("Source").objects.dead())
        name = f"{self.model._meta.model_name}_id"
        return self.filter(pk__in=dead.filter(**{f"{name}__isnull": False}).values(name))

    def on_weak_sources_alone(self):
        """Keep records of which every source is a copy or a reference work."""
        name = f"{self.model._meta.model_name}_id"
        cited = model("Citation").objects.filter(**{f"{name}__isnull": False})
        sound = cited.exclude(source__grade__in=model("Source").weak_grades)
        return self.filter(pk__in=cited.values(name)).exclude(pk__in=sound.values(name))

    def with_unsourced_facts(self):
        """Keep records with a date, an amount or a relation that no source bears out.

        Names and places are left out, for of most of them no source is recorded, which would hide all else.
        """
        cited = model("Citation").objects.filter(**{self.model._meta.model_name: models.OuterRef("pk")})
        cited = cited.annotate(words=models.functions.Cast("supports", models.TextField()))
        lacking = Q()
        for name in self.model.sourced_fields:
            if name not in UNCOUNTED:
                lacking |= self._says(name) & ~models.Exists(cited.filter(words__contains=f'"{name}"'))
        return self.filter(lacking)

    def _says(self, name):
        """Return the condition that a record says anything in a field."""
        if name in JOINED:
            joins = model(JOINED[name]).objects.published()
            return Q(models.Exists(joins.filter(**{self.model._meta.model_name: models.OuterRef("pk")})))
        columns = {f.name: f for f in self.model._meta.get_fields()}
        if name not in columns:
            return ~Q(**dict.fromkeys(texts(name), ""))
        if columns[name].many_to_many:
            through = columns[name].remote_field.through
            return Q(models.Exists(through.objects.filter(**{columns[name].m2m_field_name(): models.OuterRef("pk")})))
        return Q(**{f"{name}__isnull": False}) if columns[name].null else ~Q(**{name: ""})

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
