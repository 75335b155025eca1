"""Errors of `loaddata` name the file, record and field, and nothing is loaded."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("existing_edition")]
NO_CHOICE = "Value '{}' is not a valid choice."
NO_DATE = "“{}” is not a valid date. Use the format 2024, 2024-10 or 2024-10-09."
NO_DAY = "“{}” is not a real date."
NO_ADDRESS = "Enter the full address, for example https://www.example.org/page."

# What is written into a sound record, and what is said of it.
ORGANISATION = [
    ({"colour": "red"}, "colour: no such field"),
    ({"names_key": "alpha"}, "names_key: no such field"),
    ({"id": 5}, "id: no such field"),
    ({"place": ["nowhere"]}, "place: there is no location “nowhere”"),
    ({"parent": ["nobody"]}, "parent: there is no organisation “nobody”"),
    ({"themes": [["ai-in-finance"], ["nothing"]]}, "themes: there is no theme “nothing”"),
    ({"founded": "2024-02-30"}, f"founded: {NO_DAY.format('2024-02-30')}"),
    ({"founded": "2024-13"}, f"founded: {NO_DAY.format('2024-13')}"),
    ({"founded": "soon"}, f"founded: {NO_DATE.format('soon')}"),
    ({"kind": "wizard"}, f"kind: {NO_CHOICE.format('wizard')}"),
    ({"ai": "very"}, f"ai: {NO_CHOICE.format('very')}"),
    ({"home_region": "moon"}, f"home_region: {NO_CHOICE.format('moon')}"),
    ({"status": "secret"}, "status: Choose a value from the list."),
    ({"website": "alpha.example"}, f"website: {NO_ADDRESS}"),
    ({"ror": "x"}, "ror: For example, 00q4vv597."),
    ({"slug": "Alpha One"}, "slug: Use lower-case letters and numbers, with “-” or “_” between words."),
    ({"name_en": ""}, "name_en: This field cannot be blank."),
    ({"name_en": None}, "name_en: This field cannot be null."),
    ({"name_en": "x" * 201}, "name_en: Ensure this value has at most 200 characters (it has 201)."),
    ({"name_en": 5}, "name_en: 5 is not text"),
    ({"name_en": "a\u0000b"}, "name_en: contains a control character or half of a character"),
    ({"name_en": "a\ud800b"}, "name_en: contains a control character or half of a character"),
    ({"aliases": ["a\u0000b"]}, "aliases: contains a control character or half of a character"),
    (
        {"name_en": "a\u202eb"},
        "name_en: There is an invisible character (U+202E) after “a”. Remove it.",
    ),
    ({"slug": "al\tpha"}, "slug: contains a control character or half of a character"),
    ({"founded": 2024}, "founded: 2024 is not text"),
    ({"place": "central"}, "place: is not a natural key"),
    ({"place": [["central"]]}, "place: is not a natural key"),
    ({"themes": "ai-in-finance"}, "themes: is not a list of natural keys"),
    ({"themes": ["ai-in-finance"]}, "themes: is not a list of natural keys"),
    ({"themes": [[["ai-in-finance"]]]}, "themes: is not a list of natural keys"),
    ({"themes": [["ai-in-finance"], ["ai-in-finance"]]}, "themes: ai-in-finance is listed twice"),
    ({"aliases": "First"}, "aliases: Enter a list of words."),
    ({"aliases": ["First", "First"]}, "aliases: A word is repeated."),
    ({"verified_on": 20261122}, "verified_on: 20261122 is not text"),
    (
        {"verified_on": "2026-02-30"},
        "verified_on: “2026-02-30” value has the correct format (YYYY-MM-DD) but it is an invalid date.",
    ),
    ({"closed": "2000"}, "The closing date must not be before the founding date."),
    ({"parent": ["alpha"]}, "A record cannot be part of itself."),
    ({"parent": ["beta"]}, "parent: This link leads back to the record itself."),
    ({"published_at": None}, "Enter a publication date."),
    ({"place": None}, "status: It has no location."),
    ({"summary_zh_hant": ""}, "status: It has no Chinese summary."),
    ({"themes": []}, "status: It has no theme."),
]
OTHERS = [
    ("initiatives", "fund", {"amount": "many"}, "fund: amount: 'many' is not a whole number"),
    ("initiatives", "fund", {"amount": 1.5}, "fund: amount: 1.5 is not a whole number"),
    ("initiatives", "fund", {"amount": True}, "fund: amount: True is not a whole number"),
    ("initiatives", "fund", {"amount": 0}, "fund: amount: Ensure this value is greater than or equal to 1."),
    ("initiatives", "fund", {"currency": ""}, "fund: Enter the amount, amount type and currency together."),
    ("initiatives", "fund", {"builds_on": [["nothing"]]}, "fund: builds_on: there is no initiative “nothing”"),
    ("initiatives", "fund", {"builds_on": [["fund"]]}, "fund: builds_on: An initiative cannot build on itself."),
    ("initiative_bodies", "fund", {"role": "boss"}, f"fund / gamma / boss: role: {NO_CHOICE.format('boss')}"),
    (
        "collaborations",
        "joint",
        {"name_en_is_descriptive": "no"},
        "joint: name_en_is_descriptive: “no” value must be either True or False.",
    ),
    (
        "places",
        "shenzhen",
        {"district": "north"},
        "shenzhen: Choose one of the 18 districts for a location in Hong Kong. Leave it blank for other locations.",
    ),
    ("places", "shenzhen", {"region": "moon"}, f"shenzhen: region: {NO_CHOICE.format('moon')}"),
    ("places", "shenzhen", {"latitude": "north"}, "shenzhen: latitude: “north” value must be a decimal number."),
    ("places", "shenzhen", {"latitude": 91}, "shenzhen: latitude: Ensure this value is less than or equal to 90."),
    (
        "themes",
        "ai-in-finance",
        {"introduction_en": "There are 15 banks."},
        "ai-in-finance: introduction_en: Put the figure in “There are 15 banks.” inside a link.",
    ),
    (
        "themes",
        "ai-in-finance",
        {"introduction_en": "[15](organisation:delta)"},
        "ai-in-finance: introduction_en: The link to organisation:delta does not lead to a public page.",
    ),
    ("themes", "ai-in-finance", {"position": "first"}, "ai-in-finance: position: 'first' is not a whole number"),
    ("indicators", "series", {"unit": "miles"}, f"series: unit: {NO_CHOICE.format('miles')}"),
]
ALPHA = "https://www.example.org/alpha"
SOURCED = [
    ("sources", {"grade": "best"}, f"{ALPHA}: grade: {NO_CHOICE.format('best')}"),
    ("sources", {"published": "2027"}, f"{ALPHA}: read_on: The date accessed must not be before the publication date."),
    ("sources", {"url": "alpha"}, f"alpha: url: {NO_ADDRESS}"),
    ("citations", {"supports": ["amount"]}, f"alpha / {ALPHA}: supports: No such field: amount."),
    (
        "citations",
        {"supports": ["name"], "disputes": ["name"]},
        f"alpha / {ALPHA}: disputes: These fields are marked as both supported and conflicting: name.",
    ),
    (
        "citations",
        {"claims": {"founded": {"value": "1998", "reason_en": "So."}}},
        f"alpha / {ALPHA}: claims: Add these fields to “Conflicts on” first: founded.",
    ),
    (
        "citations",
        {"disputes": ["founded"]},
        f"alpha / {ALPHA}: claims: Say what the source says and why we do not use it, for: founded.",
    ),
    (
        "citations",
        {"claims": []},
        f"alpha / {ALPHA}: claims: This must be a list of fields, each with what the source says and why we do not use it.",
    ),
    (
        "citations",
        {"disputes": ["founded"], "claims": {"founded": {"value": "19\x0098", "reason_en": "So."}}},
        f"alpha / {ALPHA}: claims: contains a control character or half of a character",
    ),
    (
        "citations",
        {"initiative": ["fund"]},
        f"alpha / fund / {ALPHA}: A citation must belong to exactly one record or indicator.",
    ),
]


@pytest.mark.parametrize(("values", "what"), ORGANISATION, ids=[what for _values, what in ORGANISATION])
def test_loaddata_reports_invalid_organisation(files, load_invalid, values, what):
    files.change("organisations", "alpha", **values)
    # A slug that is none is one that others do not find.
    name = values.get("slug", "alpha")
    assert f"07_organisations.json: {name}: {what}" in load_invalid()


@pytest.mark.parametrize(("file", "slug", "values", "what"), OTHERS, ids=[what for *_values, what in OTHERS])
def test_loaddata_reports_invalid_row_of_another_table(files, load_invalid, file, slug, values, what):
    files.change(file, slug, **values)
    assert load_invalid() == [f"{files.path(file).name}: {what}"]


@pytest.mark.parametrize(("file", "values", "what"), SOURCED, ids=[what for *_values, what in SOURCED])
def test_loaddata_reports_invalid_source_or_citation(files, load_invalid, file, values, what):
    objects = files.objects(file)
    for found in objects:
        if found["fields"].get("url") == ALPHA or found["fields"].get("source") == [ALPHA]:
            found["fields"] |= values
    files.save(file, objects)
    assert f"{files.path(file).name}: {what}" in load_invalid()


class TestLoaddataFieldErrors:
    @pytest.mark.parametrize("name", ["website", "parent", "themes", "slug"])
    def test_missing_field_is_an_error(self, files, load_invalid, name):
        files.change("organisations", "gamma", without=[name])
        assert any(line.endswith(f"{name}: is missing") for line in load_invalid())

    def test_repeated_field_is_an_error(self, files, load_invalid):
        path = files.path("sectors")
        path.write_text(path.read_text().replace('"position"', '"slug": "other", "position"'))
        assert "02_sectors.json: an object has slug twice" in load_invalid()


class TestLoaddataPublishedRecordErrors:
    def test_published_record_needs_a_source(self, files, load_invalid):
        files.remove("citations", "gamma")
        assert load_invalid() == ["07_organisations.json: gamma: status: It has no source."]

    def test_published_initiative_needs_a_published_lead(self, files, load_invalid):
        files.change("organisations", "gamma", status="draft")
        assert "08_initiatives.json: fund: status: No published organisation leads or operates it." in load_invalid()

    def test_published_collaboration_needs_two_published_participants(self, files, load_invalid):
        files.remove("participations", "joint")
        assert load_invalid() == [
            "10_collaborations.json: joint: status: It has fewer than two published participants."
        ]

    def test_archiving_a_required_organisation_is_an_error(self, files, read_all_rows):
        files.load()
        before = read_all_rows()
        files.change("organisations", "gamma", status="archived")
        said, _error = files.refused(files.path("organisations"), overwrite=True)
        assert "07_organisations.json: gamma: status: “Initiative" in said[0]
        assert read_all_rows() == before

    def test_archiving_a_record_linked_in_an_introduction_is_an_error(self, files, read_all_rows):
        files.change("themes", "ai-in-finance", introduction_en="[It](initiative:fund-part)")
        files.load()
        before = read_all_rows()
        files.change("initiatives", "fund-part", status="archived")
        said, _error = files.refused(files.path("initiatives"), overwrite=True)
        assert said == [
            "08_initiatives.json: fund-part: status: The introduction to “Ai in finance” links to this record."
        ]
        assert read_all_rows() == before


@pytest.mark.parametrize("others", [(), ("http://www.example.org/alpha",)])
def test_loaddata_reports_source_with_the_page_of_a_known_source(files, others):
    files.load()
    (first,) = (each for each in files.objects("sources") if each["fields"]["url"] == "https://www.example.org/alpha")
    urls = ["http://example.org/alpha/?utm_source=mail#top", *others]
    files.save("sources", [first | {"fields": first["fields"] | {"url": url}} for url in urls])
    assert files.refused(files.path("sources"))[0] == [
        f"12_sources.json: {url}: url: is the same page as the source https://www.example.org/alpha" for url in urls
    ]


def test_loaddata_error_of_a_citation_names_the_source_with_the_page(files, load_invalid):
    near = "http://example.org/alpha/?utm_source=mail"
    citation = next(each for each in files.objects("citations") if each["fields"]["organisation"] == ["alpha"])
    files.add("citations", **citation["fields"] | {"source": [near]})
    (error,) = load_invalid()
    assert error.endswith(
        f"source: there is no source “{near}”; the same page is the source https://www.example.org/alpha"
    )
