"""`apply_updates`: files of changes to existing records, all or nothing, with sources and history."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ecosystem.history import revisions
from ecosystem.models import Citation, Edition, Organisation, SearchEntry, Source
from tests.support import factories

pytestmark = pytest.mark.django_db

SITE = "https://www.example.org/about"
NEW_SOURCE = {
    "url": SITE,
    "title": "About us",
    "publisher": "Alpha",
    "published": None,
    "read_on": "2026-11-29",
    "grade": "own",
    "supports": ["founded"],
}


@pytest.fixture
def alpha():
    record = factories.organisation(slug="alpha", founded="2001", is_sourced=False)
    factories.cite(record, "summary", "founded", url="https://www.example.org/old")
    factories.rebuild_search_index()
    revisions.begin_record_histories()
    return record


@pytest.fixture
def apply(tmp_path):
    """Return what writes entries into a file, applies it, and returns the output."""

    def run(*entries, **options):
        path = tmp_path / "updates.json"
        path.write_text(json.dumps(entries), encoding="utf-8")
        out = StringIO()
        call_command("apply_updates", str(path), stdout=out, **options)
        return out.getvalue()

    return run


@pytest.fixture
def refuse(apply):
    """Return what expects a refusal that changes nothing, and returns its lines."""

    def run(*entries):
        errors = StringIO()
        before = list(Organisation.objects.values()), list(Citation.objects.values()), list(Source.objects.values())
        with pytest.raises(CommandError, match="nothing was changed"):
            apply(*entries, stderr=errors)
        assert before == (
            list(Organisation.objects.values()),
            list(Citation.objects.values()),
            list(Source.objects.values()),
        )
        return errors.getvalue().splitlines()

    return run


def entry(slug="alpha", sources=(), kind="organisation", reason="Seen on its page.", **values):
    return {"kind": kind, "slug": slug, "set": values, "sources": list(sources), "reason": reason}


def get_supports(url):
    citation = Citation.objects.filter(source__url=url).first()
    return citation and citation.supports


class TestValues:
    def test_are_set(self, alpha, apply):
        apply(entry(website="https://www.example.org", aliases=["First", "一號"]))
        alpha.refresh_from_db()
        assert (alpha.website, alpha.aliases) == ("https://www.example.org", ["First", "一號"])

    def test_are_emptied_by_null(self, alpha, apply):
        apply(entry(founded=None))
        alpha.refresh_from_db()
        assert alpha.founded is None

    def test_may_be_relations(self, alpha, apply):
        factories.organisation(slug="beta")
        apply(entry(parent="beta"))
        alpha.refresh_from_db()
        assert alpha.parent.slug == "beta"

    def test_may_be_organisations_with_roles(self, alpha, apply):
        fund = factories.initiative(slug="fund")
        apply(entry("fund", kind="initiative", bodies=[{"organisation": "alpha", "role": "lead"}]))
        assert [(row.organisation, row.role) for row in fund.involvements.all()] == [(alpha, "lead")]

    def test_are_found_by_the_search(self, alpha, apply):
        apply(entry(aliases=["Zephyrlink"]))
        assert SearchEntry.objects.get(slug="alpha").words.count("zephyrlink")

    def test_are_in_the_history_with_the_reason(self, alpha, apply):
        apply(entry(founded="2003"))
        change = alpha.changes.newest_first().first()
        assert (change.reason, change.role, "founded" in change.fields) == ("Seen on its page.", "files", True)

    def test_may_be_marked_as_a_correction(self, alpha, apply):
        apply(entry(founded="2003") | {"correction": True})
        assert alpha.changes.newest_first().first().is_correction

    def test_leave_the_record_as_unchecked_as_it_was(self, alpha, apply):
        apply(entry(founded="2003"))
        alpha.refresh_from_db()
        assert alpha.verified_on is None


class TestSources:
    def test_are_cited_after_those_that_the_record_has(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE], founded="2003"))
        assert [citation.source.url for citation in alpha.citations.all()] == ["https://www.example.org/old", SITE]

    def test_support_only_the_fields_that_they_list(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE], founded="2003", website="https://www.example.org"))
        assert get_supports(SITE) == ["founded"]

    def test_of_an_old_value_lose_it(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE], founded="2003"))
        assert get_supports("https://www.example.org/old") == ["summary"]

    def test_of_an_old_value_keep_it_if_listed_again(self, alpha, apply):
        apply(entry(sources=[{"url": "https://www.example.org/old", "supports": ["founded"]}], founded="2003"))
        assert get_supports("https://www.example.org/old") == ["summary", "founded"]

    def test_of_an_old_summary_lose_it(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE | {"supports": ["summary"]}], summary_en="It is another company now."))
        assert get_supports("https://www.example.org/old") == ["founded"]

    def test_may_be_all_that_changes(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE]))
        assert get_supports(SITE) == ["founded"]

    def test_keep_their_title_where_they_are_known(self, alpha, apply):
        factories.source(url=SITE, title="The known title")
        apply(entry(sources=[NEW_SOURCE]))
        assert Source.objects.get(url=SITE).title == "The known title"

    def test_take_the_later_day_of_reading(self, alpha, apply):
        factories.source(url=SITE)
        apply(entry(sources=[NEW_SOURCE]))
        assert str(Source.objects.get(url=SITE).read_on) == "2026-11-29"

    def test_keep_a_later_day_of_reading(self, alpha, apply):
        factories.source(url=SITE, read_on="2026-11-30")
        apply(entry(sources=[NEW_SOURCE]))
        assert str(Source.objects.get(url=SITE).read_on) == "2026-11-30"


class TestOutput:
    def test_shows_each_field(self, alpha, apply):
        assert "  founded: 2001 → 2003\n" in apply(entry(founded="2003"))

    def test_shows_each_source(self, alpha, apply):
        assert f"  + {SITE} supports founded\n" in apply(entry(sources=[NEW_SOURCE]))

    def test_shows_what_a_source_no_longer_supports(self, alpha, apply):
        assert "  - https://www.example.org/old no longer supports founded\n" in apply(entry(founded="2003"))

    def test_counts_the_records(self, alpha, apply):
        assert apply(entry(founded="2003")).endswith("Changed 1 record; 0 had these values already.\n")


class TestDryRun:
    def test_shows_the_same(self, alpha, apply):
        shown = apply(entry(sources=[NEW_SOURCE], founded="2003"), dry_run=True)
        assert shown.splitlines()[:-1] == apply(entry(sources=[NEW_SOURCE], founded="2003")).splitlines()[:-1]

    def test_changes_nothing(self, alpha, apply):
        number = Edition.objects.get().number
        apply(entry(sources=[NEW_SOURCE], founded="2003"), dry_run=True)
        alpha.refresh_from_db()
        found = alpha.founded.text, Source.objects.filter(url=SITE).exists(), Edition.objects.get().number
        assert found == ("2001", False, number)


class TestSecondTime:
    def test_changes_nothing(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE], founded="2003"))
        number = Edition.objects.get().number
        said = apply(entry(sources=[NEW_SOURCE], founded="2003"))
        assert (said, Edition.objects.get().number) == ("Changed 0 records; 1 had these values already.\n", number)


class TestReason:
    def test_may_be_given_for_the_entries_without_one(self, alpha, apply):
        bare = entry(founded="2003")
        del bare["reason"]
        apply(bare, reason="The register says so.")
        assert alpha.changes.newest_first().first().reason == "The register says so."

    def test_is_required(self, alpha, refuse):
        bare = entry(founded="2003")
        del bare["reason"]
        said = "updates.json: organisation alpha: reason: is missing; give it here or with --reason"
        assert refuse(bare) == [said]


class TestRefusal:
    def test_of_one_entry_keeps_all_out(self, alpha, refuse):
        said = "updates.json: organisation nobody: slug: there is no such organisation"
        assert refuse(entry(founded="2003"), entry("nobody", founded="2003")) == [said]

    def test_names_every_error(self, alpha, refuse):
        factories.organisation(slug="beta")
        assert len(refuse(entry(founded="soon"), entry("beta", website="nowhere"))) == 2

    def test_would_leave_a_public_record_without_source(self, alpha, refuse):
        said = "updates.json: organisation alpha: It has no source."
        assert refuse(entry(founded=None, summary_en="Another summary.")) == [said]

    @pytest.mark.parametrize(
        ("values", "field", "what"),
        [
            ({"colour": "red"}, "colour", "no such field"),
            ({"created_at": "2026-11-29"}, "created_at", "cannot be set by an update"),
            ({"status": "archived"}, "status", "cannot be set by an update"),
            ({"verified_on": "2026-11-29"}, "verified_on", "cannot be set by an update"),
            ({"founded": 2003}, "founded", "must be a text or null"),
            ({"aliases": "First"}, "aliases", "must be a list of texts"),
            ({"parent": "nobody"}, "parent", "There is no organisation called “nobody”. Enter its slug, or add it first."),
            ({"ai": "very"}, "ai", "Value 'very' is not a valid choice."),
        ],
    )  # fmt: skip
    def test_of_a_value_says_where(self, alpha, refuse, values, field, what):
        assert refuse(entry(**values)) == [f"updates.json: organisation alpha: {field}: {what}"]

    def test_of_an_amount_in_text(self, refuse):
        factories.initiative(slug="fund")
        said = "updates.json: initiative fund: amount: must be a whole number or null"
        assert refuse(entry("fund", kind="initiative", amount="HK$1 million")) == [said]

    def test_of_organisations_without_role(self, refuse):
        factories.initiative(slug="fund")
        said = "updates.json: initiative fund: bodies: must be a list of objects with “organisation” and “role”"
        assert refuse(entry("fund", kind="initiative", bodies=["alpha"])) == [said]

    def test_of_a_renamed_record_names_its_slug(self, alpha, refuse):
        factories.organisation(slug="beta").formerslugs.create(kind="organisation", slug="was-beta")
        assert refuse(entry("was-beta", founded="2003")) == ["updates.json: organisation was-beta: slug: is now “beta”"]

    def test_of_a_record_listed_twice(self, alpha, refuse):
        said = "updates.json: organisation alpha: slug: already listed in updates.json; combine both entries"
        assert refuse(entry(founded="2003"), entry(founded="2004")) == [said]

    def test_of_an_entry_that_changes_nothing(self, alpha, refuse):
        said = "updates.json: organisation alpha: changes nothing: “set” and “sources” are empty"
        assert refuse(entry()) == [said]

    def test_of_an_unknown_kind(self, refuse):
        said = "updates.json: place alpha: kind: 'place' is none of organisation, initiative, collaboration"
        assert refuse(entry(kind="place", founded="2003")) == [said]

    @pytest.mark.parametrize("odd", [None, 3, "text", ["list"]])
    def test_of_an_entry_that_is_no_object(self, refuse, odd):
        assert refuse(odd) == ["updates.json: entry 1: is not an object"]

    def test_of_an_unknown_key(self, alpha, refuse):
        assert refuse(entry(founded="2003") | {"note": "x"}) == ["updates.json: organisation alpha: note: no such key"]


class TestRefusedSource:
    def test_without_title_must_be_cited_already(self, alpha, refuse):
        said = (
            f"updates.json: organisation alpha: source 1: the record does not cite {SITE}; "
            "give its title, publisher and so on"
        )
        assert refuse(entry(sources=[{"url": SITE, "supports": ["founded"]}])) == [said]

    def test_must_not_support_an_empty_field(self, alpha, refuse):
        said = "updates.json: organisation alpha: source 1: supports closed, which the record does not have"
        assert refuse(entry(sources=[NEW_SOURCE | {"supports": ["closed"]}])) == [said]

    def test_must_not_support_an_unknown_field(self, alpha, refuse):
        said = "updates.json: organisation alpha: source 1: supports: No such field: colour."
        assert refuse(entry(sources=[NEW_SOURCE | {"supports": ["colour"]}])) == [said]

    def test_must_have_a_known_grade(self, alpha, refuse):
        said = "updates.json: organisation alpha: source 1: grade: Value 'gossip' is not a valid choice."
        assert refuse(entry(sources=[NEW_SOURCE | {"grade": "gossip"}])) == [said]

    def test_must_have_all_columns(self, alpha, refuse):
        bare = {name: value for name, value in NEW_SOURCE.items() if name != "title"}
        assert refuse(entry(sources=[bare])) == ["updates.json: organisation alpha: source 1: title: is missing"]

    def test_must_support_something(self, alpha, refuse):
        said = "updates.json: organisation alpha: source 1: supports: must be a list of fields"
        assert refuse(entry(sources=[NEW_SOURCE | {"supports": []}])) == [said]


class TestFile:
    @pytest.mark.parametrize(
        ("text", "what"), [("{}", "must be a list of objects"), ("[", "Expecting value: line 1 column 2 (char 1)")]
    )
    def test_that_is_no_list_is_refused(self, tmp_path, text, what):
        path = tmp_path / "odd.json"
        path.write_text(text, encoding="utf-8")
        errors = StringIO()
        with pytest.raises(CommandError):
            call_command("apply_updates", str(path), stderr=errors)
        assert errors.getvalue().strip() == f"odd.json: {what}"

    def test_that_is_missing_is_refused(self, tmp_path):
        errors = StringIO()
        with pytest.raises(CommandError):
            call_command("apply_updates", str(tmp_path / "none.json"), stderr=errors)
        assert "No such file or directory" in errors.getvalue()


class TestPossibleDuplicates:
    @pytest.fixture(autouse=True)
    def heron(self):
        factories.organisation(
            slug="heron", name_en="Heron Robotics", website="https://heron.example/", ror="00q4vv597", wikidata="Q5"
        )

    @pytest.mark.parametrize(
        ("column", "text", "reason"),
        [
            ("name_en", "Heron Robotics Ltd", "the same name: Heron Robotics"),
            ("aliases", ["Heron-Robotics"], "the same name: Heron Robotics"),
            ("website", "http://www.heron.example", "the same website: https://heron.example/"),
            ("ror", "https://ror.org/00q4vv597", "the same identifier: ROR 00q4vv597"),
            ("wikidata", "Q5", "the same identifier: Wikidata Q5"),
        ],
    )
    @pytest.mark.parametrize("dry_run", [True, False])
    def test_are_named(self, alpha, apply, column, text, reason, dry_run):
        said = apply(entry(**{column: text}), dry_run=dry_run)
        assert f"  ? may be the same as organisation heron: {reason}\n" in said

    def test_are_not_named_for_other_changes(self, alpha, apply):
        alpha.website = "https://heron.example"
        alpha.save()
        assert "?" not in apply(entry(summary_en="It makes robots."))

    def test_are_named_between_records_of_one_file(self, alpha, apply):
        factories.organisation(slug="beta", name_en="Beta")
        said = apply(entry(name_en="Egret"), entry("beta", name_en="Egret Ltd"), dry_run=True)
        assert said.count("? may be the same as") == 2
