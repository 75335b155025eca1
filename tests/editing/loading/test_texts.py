"""Normalization of texts by `loaddata`: the same as in forms, for files of any editor."""

import json

import pytest

from ecosystem.models import Citation, Organisation, Proposal, Source, Theme
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, get_admin_url
from tests.support.proposal_forms import submit_form

pytestmark = pytest.mark.django_db
# All that `str.strip` takes, and beside it what it leaves: a blank without width is part of a word.
BLANKS = [" ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2003", "\u2028", "\u202f", "\x85", "\x1f"]


class TestFactFileEncoding:
    def test_file_with_a_byte_order_mark_is_read(self, files):
        for path in files.paths:
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        assert files.load() == "Loaded 16 files: 34 created, 0 changed, 0 unchanged."

    def test_file_with_windows_line_endings_is_read(self, files):
        for path in files.paths:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert files.load() == "Loaded 16 files: 34 created, 0 changed, 0 unchanged."

    def test_file_of_another_table_with_a_byte_order_mark_is_read(self, files):
        path = files.folder / "groups.json"
        path.write_text(
            "\ufeff" + json.dumps([{"model": "auth.group", "fields": {"name": "Readers", "permissions": []}}])
        )
        assert "Loaded 1 file:" in files.load(path)

    def test_utf_16_file_is_rejected_with_a_message(self, files):
        path = files.path("sectors")
        path.write_bytes(path.read_text().encode("utf-16"))
        said, _error = files.refused()
        assert any(line.startswith("02_sectors.json: not UTF-8 text; save the file as UTF-8 (") for line in said)


class TestLoadedTextNormalization:
    def test_line_endings_are_normalized(self, files):
        files.change("organisations", "alpha", summary_en="One.\r\nTwo.\rThree.")
        files.load()
        assert Organisation.objects.get(slug="alpha").summary_en == "One.\nTwo.\nThree."

    @pytest.mark.parametrize("blank", BLANKS, ids=repr)
    def test_texts_are_trimmed(self, files, blank):
        files.change("organisations", "alpha", name_en=f"{blank}Al pha{blank}", aliases=[f"{blank}First{blank}"])
        files.load()
        alpha = Organisation.objects.get(slug="alpha")
        assert (alpha.name_en, alpha.aliases) == ("Al pha", ["First"])

    def test_blank_text_counts_as_empty(self, files):
        files.change("organisations", "alpha", name_en=" \u3000")
        said, _error = files.refused()
        assert "07_organisations.json: alpha: name_en: This field cannot be blank." in said

    def test_texts_of_claims_are_trimmed(self, files):
        claim = {"value": " 2000 ", "reason_en": "Older.\u00a0", "reason_zh_hant": "", "reason_zh_hans": ""}
        files.change("citations", "beta", disputes=["founded "], claims={"founded": claim})
        files.load()
        citation = Citation.objects.get(organisation__slug="beta")
        assert (citation.disputes, citation.claims["founded"]["value"]) == (["founded"], "2000")
        assert citation.claims["founded"]["reason_en"] == "Older."

    def test_natural_keys_are_trimmed(self, files):
        files.change("places", "shenzhen", slug="shenzhen ")
        files.change("organisations", "beta", place=["shenzhen\u00a0"], parent=[" alpha"], themes=[["ai-in-finance "]])
        files.load()
        beta = Organisation.objects.get(slug="beta")
        assert (beta.place.slug, beta.parent.slug, beta.themes.count()) == ("shenzhen", "alpha", 1)

    def test_texts_of_every_table_are_trimmed(self, files):
        sound = {path: path.read_text() for path in files.paths}
        for name in ("themes", "sectors", "applications", "support", "audiences", "places", "indicators", "sources"):
            objects = files.objects(name)
            for found in objects:
                found["fields"] = _pad(found["fields"])
            files.save(name, objects)
        files.load()
        for path, text in sound.items():
            path.write_text(text)
        assert files.load() == "Loaded 16 files: 0 created, 0 changed, 34 unchanged."

    def test_surrounding_spaces_are_no_difference(self, files):
        files.load()
        files.change("organisations", "alpha", name_en=f"{Organisation.objects.get(slug='alpha').name_en}  ")
        assert "0 changed" in files.load()

    def test_duplicates_after_trimming_are_rejected(self, files):
        files.change("organisations", "alpha", aliases=["First", "First "])
        said, error = files.refused()
        assert said == ["07_organisations.json: alpha: aliases: A word is repeated."]
        assert error == "1 error; nothing was loaded."


class TestLoadedPastedText:
    @pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200f", "\u200d"], ids=ascii)
    def test_invisible_characters_are_removed(self, files, invisible):
        values = {"name_en": f"Al{invisible}pha", "website": f"https://alpha.example/{invisible}"}
        files.change("organisations", "alpha", **values, aliases=[f"Fi{invisible}rst"])
        files.load()
        alpha = Organisation.objects.get(slug="alpha")
        assert (alpha.name_en, alpha.website, alpha.aliases) == ("Alpha", "https://alpha.example/", ["First"])

    def test_joiners_that_a_script_needs_are_kept(self, files):
        files.change("organisations", "alpha", aliases=["می\u200cخواهم", "葛\U000e0100"])
        files.load()
        assert Organisation.objects.get(slug="alpha").aliases == ["می\u200cخواهم", "葛\U000e0100"]

    def test_identifiers_are_normalized(self, files):
        files.change("organisations", "alpha", ror="https://ror.org/00q4vv597", wikidata="wd:q5")
        files.load()
        alpha = Organisation.objects.get(slug="alpha")
        assert (alpha.ror, alpha.wikidata) == ("00q4vv597", "Q5")
        assert "0 changed" in files.load()

    def test_identifier_with_a_wrong_checksum_is_rejected(self, files):
        files.change("organisations", "alpha", ror="00q4vv598")
        said, _error = files.refused()
        assert said == [
            "07_organisations.json: alpha: ror: 00q4vv598 is not a ROR identifier: its last two digits do not fit the "
            "others. Check each character."
        ]

    def test_url_with_sentence_punctuation_is_rejected(self, files):
        files.change("organisations", "alpha", website="https://alpha.example/。")
        said, _error = files.refused()
        assert said[0].startswith("07_organisations.json: alpha: website: The address ends in “。”.")

    def test_invalid_date_is_rejected_with_the_format(self, files):
        files.change("organisations", "alpha", founded="2024年10月")
        said, _error = files.refused()
        assert said == [
            "07_organisations.json: alpha: founded: “2024年10月” is not a valid date. Use the format 2024, 2024-10 or "
            "2024-10-09."
        ]


def _pad(value):
    """Return a JSON value with blanks around each text in it."""
    if isinstance(value, str):
        return f" {value}\u3000"
    if isinstance(value, list):
        return [_pad(part) for part in value]
    return {name: _pad(part) for name, part in value.items()} if isinstance(value, dict) else value


class TestAdminTextNormalization:
    """The admin normalizes texts as `loaddata` does."""

    @pytest.fixture(autouse=True)
    def signed_in(self, client):
        client.force_login(users.create_superuser())

    def save(self, client, row, **values):
        response = client.post(get_admin_url(row), build_admin_form_data(client.get(get_admin_url(row)), **values))
        assert response.status_code == 302, response.context["errors"]
        row.refresh_from_db()
        return row

    @pytest.mark.parametrize("blank", BLANKS, ids=repr)
    def test_texts_are_trimmed_as_in_a_file(self, files, client, blank):
        values = {
            "name_en": f"{blank}Heron{blank}",
            "summary_en": f"{blank}One.\r\nTwo.{blank}",
            "website": f"https://heron.example/{blank}",
            "acronym": f"{blank}HRN",
        }
        files.change("organisations", "alpha", **values, aliases=[f"{blank}First{blank}"])
        files.load()
        loaded = Organisation.objects.get(slug="alpha")
        draft = self.save(client, factories.organisation(status="draft"), **values, aliases=f"{blank}First{blank}")
        names = [*values, "aliases"]
        assert [getattr(draft, name) for name in names] == [getattr(loaded, name) for name in names]

    def test_line_break_in_a_title_becomes_a_space(self, client):
        source = self.save(client, factories.source(), title="A page\r\n that was read")
        assert Source.objects.get(pk=source.pk).title == "A page that was read"

    def test_browser_line_endings_are_no_change(self, client):
        theme = factories.theme(introduction_en="One.\n\nTwo.")
        self.save(client, theme, introduction_en="One.\r\n\r\nTwo.")
        assert Theme.objects.get().introduction_en == "One.\n\nTwo."
        assert "introduction_en" not in client.get(get_admin_url(theme, "history")).content.decode()

    def test_date_is_trimmed(self, client):
        assert str(self.save(client, factories.organisation(status="draft"), founded=" 2024-10 ").founded) == "2024-10"


class TestContributionFormTextNormalization:
    @pytest.mark.parametrize("blank", BLANKS, ids=repr)
    def test_texts_are_trimmed_as_in_a_file(self, files, client, settings, blank):
        settings.PROPOSAL_LEAST_SECONDS = 0
        files.change("organisations", "alpha", summary_en=f"{blank}One.\r\nTwo.{blank}")
        files.load()
        factories.organisation(slug="body")
        typed = {"summary_en": f"{blank}One.\r\nTwo.{blank}", "url": "https://news.example/"}
        submit_form(client, "/en/contribute/?organisation=body&field=summary", **typed)
        loaded = Organisation.objects.get(slug="alpha").summary_en
        assert Proposal.objects.get().changes["summary_en"] == loaded
