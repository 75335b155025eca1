"""Measure the save path in this process: python -m benchmarks.changes prints figures as JSON."""

import json
import os
import statistics
import sys
import time

ROUNDS = 20


def measure_changes():
    """Return figures of changing one sentence of the best-connected organisation, and of publishing an organisation."""
    from ecosystem.models import Organisation, SearchEntry

    best = SearchEntry.objects.filter(kind="organisation").order_by("-prominence", "pk").first()
    record = Organisation.objects.get(pk=best.target)
    draft = _copy_as_draft(record)
    figures = {
        "saving a sentence": _measure(lambda number: _change_sentence(record.pk, number)),
        "publishing": _measure(lambda _number: _publish(draft.pk)),
    }
    _delete(draft)
    return figures


def _change_sentence(key, number):
    from ecosystem.editing import publishing
    from ecosystem.history.revisions import ChangeAttribution
    from ecosystem.models import ChangeRole, Organisation, editions

    with editions.edition_transaction():
        record = Organisation.objects.get(pk=key)
        record.summary_en = f"{record.summary_en.rsplit(' Round ', 1)[0]} Round {number}."
        record.full_clean()
        record.save()
        by = ChangeAttribution(ChangeRole.EDITOR, reason="Benchmark.")
        publishing.conclude_record_change(record, by=by)


def _publish(key):
    from ecosystem.editing import publishing
    from ecosystem.models import Organisation, Status

    Organisation.objects.filter(pk=key).update(status=Status.DRAFT)
    publishing.publish_record(Organisation.objects.get(pk=key))


def _copy_as_draft(record):
    """Return a new draft with the texts, themes and sources of a record."""
    from ecosystem.models import Citation, Organisation, Status

    Organisation.objects.filter(slug="made-up-benchmark").update(status=Status.ARCHIVED)
    draft, is_new = Organisation.objects.get_or_create(
        slug="made-up-benchmark",
        defaults={
            name: getattr(record, name)
            for name in ("name_en", "name_zh_hant", "summary_en", "summary_zh_hant", "kind", "ai", "place")
        },
    )
    if is_new:
        draft.themes.set(record.themes.all())
        for citation in record.citations.all():
            Citation.objects.create(organisation=draft, source=citation.source, supports=["summary"])
    return draft


def _delete(draft):
    from ecosystem.history import revisions
    from ecosystem.search import indexing

    revisions.delete_record_history(draft)
    key = indexing.get_index_key(draft)
    draft.delete()
    indexing.reindex_keys({key})


def _measure(action):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        action(0)
    times, before = [], time.process_time()
    for number in range(1, ROUNDS + 1):
        started = time.perf_counter()
        action(number)
        times.append((time.perf_counter() - started) * 1000)
    spent = (time.process_time() - before) * 1000
    return {
        "queries": len(queries),
        "median": round(statistics.median(times), 3),
        "p99": round(statistics.quantiles(times, n=100)[98], 3),
        "cpu": round(spent / ROUNDS, 3),
    }


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps(measure_changes()))


if __name__ == "__main__":
    main()
