"""Text patterns: the database matches exactly what the regular expression matches."""

import re
from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Value

from ecosystem.models import Organisation, SearchMiss
from ecosystem.models.text_patterns import CURRENCY_PATTERN, DATE_PATTERN, SLUG_PATTERN
from tests.support import factories

pytestmark = pytest.mark.django_db
# As they were before GLOB.
FORMER = {
    "slug": (SLUG_PATTERN, r"^[a-z0-9]+([-_][a-z0-9]+)*\Z"),
    "date": (DATE_PATTERN, r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z"),
    "currency": (CURRENCY_PATTERN, r"^[A-Z]{3}\Z"),
}
ODD = [
    *("a", "a-b", "a_b-c9", "a--b", "a-_b", "-a", "a-", "_", "A", "aB", "a b", "a ", " a", "a\n", "\na", "a\n-b"),
    *("é", "ａ", "٣", "a*", "a?", "[a]", "a]", "^", "a.b", "a%", "a'", 'a"', "a\\", "中", "a" * 60, "a" * 61),
    *("2024", "2024-10", "2024-10-09", "2024-13", "2024-00", "2024-10-32", "2024-10-00", "2024-02-31", "2024-1"),
    *("2024-10-9", "2024-10 ", "2024\n", "2024-10-09\n", " 2024", "02024", "20240", "202", "２０２４", "2024-10-09-1"),
    *("٢٠٢٤", "2024/10", "2024--10", "-2024", "2024-", "2024-10-", "0000", "9999-12-31", "2024-10-09T00:00"),
    *("HKD", "hkd", "HK", "HKDD", "HKD\n", "ＨＫＤ", "H1D", "ÀÉÎ", "H D"),
]
SHORT = ["".join(letters) for length in (1, 2, 3, 4) for letters in product("aZ9-_\né", repeat=length)]
DIGITS = [
    "".join(parts)
    for parts in product(("2024", "٢٠٢٤"), ("-", ""), ("00", "01", "12", "13"), ("", "-31", "-32", "-00"))
]


@pytest.fixture
def texts():
    """Save many unusual texts in a column without a pattern."""
    found = sorted({*ODD, *SHORT, *DIGITS})
    SearchMiss.objects.bulk_create([SearchMiss(day=date(2026, 1, 1), text=text) for text in found], batch_size=500)
    return found


@pytest.mark.parametrize("name", FORMER)
def test_text_pattern_in_the_database_matches_like_its_regex(name, texts):
    pattern, regex = FORMER[name]
    matched = set(SearchMiss.objects.filter(text__matches=pattern).values_list("text", flat=True))
    expected = {text for text in texts if re.search(regex, text)}
    assert (matched, len(expected) > 1) == (expected, True)


@pytest.mark.parametrize("name", FORMER)
def test_text_pattern_does_not_match_an_empty_text(name):
    SearchMiss.objects.create(day=date(2026, 1, 1), text="")
    assert not SearchMiss.objects.filter(text__matches=FORMER[name][0]).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes no NUL in any text")
@pytest.mark.parametrize("name", FORMER)
def test_text_pattern_checks_text_after_a_nul(name):
    text = {"slug": "a\0B", "date": "2024\0-99", "currency": "HKD\0D"}[name]
    SearchMiss.objects.create(day=date(2026, 1, 1), text=text)
    assert not SearchMiss.objects.filter(text__matches=FORMER[name][0]).exists()


@pytest.mark.parametrize("slug", ["", "a\n", "A", "a--b", "a-", "é", "a b"])
def test_database_rejects_malformed_slug(slug):
    record = factories.organisation()
    with pytest.raises(IntegrityError, match="slug_form"), transaction.atomic():
        Organisation.objects.filter(pk=record.pk).update(slug=Value(slug, output_field=CharField()))


@pytest.mark.parametrize("value", ["", "2024\n", "2024-13", "2024-00", "2024-10-32", "2024 ", "٢٠٢٤"])
def test_database_rejects_malformed_date(value):
    record = factories.organisation()
    with pytest.raises(IntegrityError, match="founded_is_date"), transaction.atomic():
        Organisation.objects.filter(pk=record.pk).update(founded=Value(value, output_field=CharField()))


def test_validation_reports_malformed_slug():
    record = factories.organisation()
    record.slug = "No Slug"
    with pytest.raises(ValidationError) as raised:
        record.full_clean()
    assert "slug" in raised.value.message_dict


def test_database_rejects_currency_with_a_line_break():
    initiative = factories.initiative(amount=5, amount_basis="total", currency="HKD")
    with pytest.raises(IntegrityError, match=r"amount_whole|too long"), transaction.atomic():
        type(initiative).objects.filter(pk=initiative.pk).update(currency=Value("HK\n", output_field=CharField()))
