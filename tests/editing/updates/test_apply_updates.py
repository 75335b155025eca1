"""The `apply_updates` command changes existing records from a file, all or nothing."""

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
    """Return a function that applies a file of entries and returns the output."""

    def run(*entries, **options):
        path = tmp_path / "updates.json"
        path.write_text(json.dumps(entries), encoding="utf-8")
        out = StringIO()
        call_command("apply_updates", str(path), stdout=out, **options)
        return out.getvalue()

    return run


@pytest.fixture
def refuse(apply):
    """Return a function that applies invalid entries, checks that nothing changed and returns the errors."""

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


class TestApplyUpdatesValues:
    def test_values_are_set(self, alpha, apply):
        apply(entry(website="https://www.example.org", aliases=["First", "一號"]))
        alpha.refresh_from_db()
        assert (alpha.website, alpha.aliases) == ("https://www.example.org", ["First", "一號"])

    def test_null_clears_a_value(self, alpha, apply):
        apply(entry(founded=None))
        alpha.refresh_from_db()
        assert alpha.founded is None

    def test_relations_can_be_set(self, alpha, apply):
        factories.organisation(slug="beta")
        apply(entry(parent="beta"))
        alpha.refresh_from_db()
        assert alpha.parent.slug == "beta"

    def test_organisations_with_roles_can_be_set(self, alpha, apply):
        fund = factories.initiative(slug="fund")
        apply(entry("fund", kind="initiative", bodies=[{"organisation": "alpha", "role": "lead"}]))
        assert [(row.organisation, row.role) for row in fund.involvements.all()] == [(alpha, "lead")]

    def test_search_index_is_updated(self, alpha, apply):
        apply(entry(aliases=["Zephyrlink"]))
        assert SearchEntry.objects.get(slug="alpha").words.count("zephyrlink")

    def test_history_has_the_reason(self, alpha, apply):
        apply(entry(founded="2003"))
        change = alpha.changes.newest_first().first()
        assert (change.reason, change.role, "founded" in change.fields) == ("Seen on its page.", "files", True)

    def test_change_can_be_marked_as_a_correction(self, alpha, apply):
        apply(entry(founded="2003") | {"correction": True})
        assert alpha.changes.newest_first().first().is_correction

    def test_verification_date_is_not_set(self, alpha, apply):
        apply(entry(founded="2003"))
        alpha.refresh_from_db()
        assert alpha.verified_on is None


class TestApplyUpdatesSources:
    def test_new_source_is_cited_after_the_existing_ones(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE], founded="2003"))
        assert [citation.source.url for citation in alpha.citations.all()] == ["https://www.example.org/old", SITE]

    def test_source_supports_only_the_listed_fields(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE], founded="2003", website="https://www.example.org"))
        assert get_supports(SITE) == ["founded"]

    def test_source_of_the_old_value_loses_the_field(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE], founded="2003"))
        assert get_supports("https://www.example.org/old") == ["summary"]

    def test_source_of_the_old_value_keeps_the_field_if_listed(self, alpha, apply):
        apply(entry(sources=[{"url": "https://www.example.org/old", "supports": ["founded"]}], founded="2003"))
        assert get_supports("https://www.example.org/old") == ["summary", "founded"]

    def test_source_of_the_old_summary_loses_the_field(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE | {"supports": ["summary"]}], summary_en="It is another company now."))
        assert get_supports("https://www.example.org/old") == ["founded"]

    def test_source_can_be_added_without_values(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE]))
        assert get_supports(SITE) == ["founded"]

    def test_known_source_keeps_its_title(self, alpha, apply):
        factories.source(url=SITE, title="The known title")
        apply(entry(sources=[NEW_SOURCE]))
        assert Source.objects.get(url=SITE).title == "The known title"

    def test_later_date_accessed_is_set(self, alpha, apply):
        factories.source(url=SITE)
        apply(entry(sources=[NEW_SOURCE]))
        assert str(Source.objects.get(url=SITE).read_on) == "2026-11-29"

    def test_later_date_accessed_is_kept(self, alpha, apply):
        factories.source(url=SITE, read_on="2026-11-30")
        apply(entry(sources=[NEW_SOURCE]))
        assert str(Source.objects.get(url=SITE).read_on) == "2026-11-30"


class TestApplyUpdatesOutput:
    def test_changed_field_is_shown(self, alpha, apply):
        assert "  founded: 2001 → 2003\n" in apply(entry(founded="2003"))

    def test_new_source_is_shown(self, alpha, apply):
        assert f"  + {SITE} supports founded\n" in apply(entry(sources=[NEW_SOURCE]))

    def test_lost_support_is_shown(self, alpha, apply):
        assert "  - https://www.example.org/old no longer supports founded\n" in apply(entry(founded="2003"))

    def test_changed_records_are_counted(self, alpha, apply):
        assert apply(entry(founded="2003")).endswith("Changed 1 record; 0 had these values already.\n")


class TestApplyUpdatesDryRun:
    def test_output_equals_that_of_the_real_run(self, alpha, apply):
        shown = apply(entry(sources=[NEW_SOURCE], founded="2003"), dry_run=True)
        assert shown.splitlines()[:-1] == apply(entry(sources=[NEW_SOURCE], founded="2003")).splitlines()[:-1]

    def test_changes_nothing(self, alpha, apply):
        number = Edition.objects.get().number
        apply(entry(sources=[NEW_SOURCE], founded="2003"), dry_run=True)
        alpha.refresh_from_db()
        found = alpha.founded.text, Source.objects.filter(url=SITE).exists(), Edition.objects.get().number
        assert found == ("2001", False, number)


class TestApplyUpdatesAgain:
    def test_second_run_changes_nothing(self, alpha, apply):
        apply(entry(sources=[NEW_SOURCE], founded="2003"))
        number = Edition.objects.get().number
        said = apply(entry(sources=[NEW_SOURCE], founded="2003"))
        assert (said, Edition.objects.get().number) == ("Changed 0 records; 1 had these values already.\n", number)


class TestApplyUpdatesReason:
    def test_option_is_the_default_reason(self, alpha, apply):
        bare = entry(founded="2003")
        del bare["reason"]
        apply(bare, reason="The register says so.")
        assert alpha.changes.newest_first().first().reason == "The register says so."

    def test_reason_is_required(self, alpha, refuse):
        bare = entry(founded="2003")
        del bare["reason"]
        said = "updates.json: organisation alpha: reason: is missing; give it here or with --reason"
        assert refuse(bare) == [said]


class TestApplyUpdatesErrors:
    def test_one_invalid_entry_prevents_all_changes(self, alpha, refuse):
        said = "updates.json: organisation nobody: slug: there is no such organisation"
        assert refuse(entry(founded="2003"), entry("nobody", founded="2003")) == [said]

    def test_every_error_is_listed(self, alpha, refuse):
        factories.organisation(slug="beta")
        assert len(refuse(entry(founded="soon"), entry("beta", website="nowhere"))) == 2

    def test_published_record_left_without_a_source_is_rejected(self, alpha, refuse):
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
    def test_invalid_value_is_reported_with_its_field(self, alpha, refuse, values, field, what):
        assert refuse(entry(**values)) == [f"updates.json: organisation alpha: {field}: {what}"]

    def test_amount_as_text_is_rejected(self, refuse):
        factories.initiative(slug="fund")
        said = "updates.json: initiative fund: amount: must be a whole number or null"
        assert refuse(entry("fund", kind="initiative", amount="HK$1 million")) == [said]

    def test_organisations_without_role_are_rejected(self, refuse):
        factories.initiative(slug="fund")
        said = "updates.json: initiative fund: bodies: must be a list of objects with “organisation” and “role”"
        assert refuse(entry("fund", kind="initiative", bodies=["alpha"])) == [said]

    def test_former_slug_is_rejected_with_the_current_one(self, alpha, refuse):
        factories.organisation(slug="beta").formerslugs.create(kind="organisation", slug="was-beta")
        assert refuse(entry("was-beta", founded="2003")) == ["updates.json: organisation was-beta: slug: is now “beta”"]

    def test_record_listed_twice_is_rejected(self, alpha, refuse):
        said = "updates.json: organisation alpha: slug: already listed in updates.json; combine both entries"
        assert refuse(entry(founded="2003"), entry(founded="2004")) == [said]

    def test_entry_without_changes_is_rejected(self, alpha, refuse):
        said = "updates.json: organisation alpha: changes nothing: “set” and “sources” are empty"
        assert refuse(entry()) == [said]

    def test_unknown_kind_is_rejected(self, refuse):
        said = "updates.json: place alpha: kind: 'place' is none of organisation, initiative, collaboration"
        assert refuse(entry(kind="place", founded="2003")) == [said]

    @pytest.mark.parametrize("odd", [None, 3, "text", ["list"]])
    def test_entry_that_is_no_object_is_rejected(self, refuse, odd):
        assert refuse(odd) == ["updates.json: entry 1: is not an object"]

    def test_unknown_key_is_rejected(self, alpha, refuse):
        assert refuse(entry(founded="2003") | {"note": "x"}) == ["updates.json: organisation alpha: note: no such key"]


class TestApplyUpdatesSourceErrors:
    def test_source_without_title_must_be_cited_already(self, alpha, refuse):
        said = (
            f"updates.json: organisation alpha: source 1: the record does not cite {SITE}; "
            "give its title, publisher and so on"
        )
        assert refuse(entry(sources=[{"url": SITE, "supports": ["founded"]}])) == [said]

    def test_support_of_an_empty_field_is_rejected(self, alpha, refuse):
        said = "updates.json: organisation alpha: source 1: supports closed, which the record does not have"
        assert refuse(entry(sources=[NEW_SOURCE | {"supports": ["closed"]}])) == [said]

    def test_support_of_an_unknown_field_is_rejected(self, alpha, refuse):
        said = "updates.json: organisation alpha: source 1: supports: No such field: colour."
        assert refuse(entry(sources=[NEW_SOURCE | {"supports": ["colour"]}])) == [said]

    def test_unknown_grade_is_rejected(self, alpha, refuse):
        said = "updates.json: organisation alpha: source 1: grade: Value 'gossip' is not a valid choice."
        assert refuse(entry(sources=[NEW_SOURCE | {"grade": "gossip"}])) == [said]

    def test_missing_title_of_a_new_source_is_rejected(self, alpha, refuse):
        bare = {name: value for name, value in NEW_SOURCE.items() if name != "title"}
        assert refuse(entry(sources=[bare])) == ["updates.json: organisation alpha: source 1: title: is missing"]

    def test_source_that_supports_nothing_is_rejected(self, alpha, refuse):
        said = "updates.json: organisation alpha: source 1: supports: must be a list of fields"
        assert refuse(entry(sources=[NEW_SOURCE | {"supports": []}])) == [said]


class TestApplyUpdatesFile:
    @pytest.mark.parametrize(
        ("text", "what"), [("{}", "must be a list of objects"), ("[", "Expecting value: line 1 column 2 (char 1)")]
    )
    def test_malformed_file_is_rejected(self, tmp_path, text, what):
        path = tmp_path / "odd.json"
        path.write_text(text, encoding="utf-8")
        errors = StringIO()
        with pytest.raises(CommandError):
            call_command("apply_updates", str(path), stderr=errors)
        assert errors.getvalue().strip() == f"odd.json: {what}"

    def test_missing_file_is_rejected(self, tmp_path):
        errors = StringIO()
        with pytest.raises(CommandError):
            call_command("apply_updates", str(tmp_path / "none.json"), stderr=errors)
        assert "No such file or directory" in errors.getvalue()


class TestApplyUpdatesDuplicateWarnings:
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
    def test_possible_duplicate_is_named(self, alpha, apply, column, text, reason, dry_run):
        said = apply(entry(**{column: text}), dry_run=dry_run)
        assert f"  ? may be the same as organisation heron: {reason}\n" in said

    def test_other_changes_show_no_duplicates(self, alpha, apply):
        alpha.website = "https://heron.example"
        alpha.save()
        assert "?" not in apply(entry(summary_en="It makes robots."))

    def test_duplicates_within_the_file_are_named(self, alpha, apply):
        factories.organisation(slug="beta", name_en="Beta")
        said = apply(entry(name_en="Egret"), entry("beta", name_en="Egret Ltd"), dry_run=True)
        assert said.count("? may be the same as") == 2
