"""Editing in a browser: an editor drafts and submits, a senior editor publishes and archives."""

from dataclasses import dataclass
from itertools import count

import pytest

_numbers = count(1)
NAMES = {"en": "Harbour Test Laboratory {}", "zh-hant": "海港測試實驗室{}", "zh-hans": "海港测试实验室{}"}
COLUMNS = {"en": "en", "zh-hant": "zh_hant", "zh-hans": "zh_hans"}


@dataclass(frozen=True)
class Draft:
    number: int
    pk: str

    @property
    def form(self):
        return f"/admin/ecosystem/organisation/{self.pk}/change/"

    def address(self, language="en"):
        return f"/{language}/organisations/harbour-test-laboratory-{self.number}/"

    def name(self, language):
        return NAMES[language].format(self.number)


@pytest.fixture
def site(editors_site):
    return editors_site


@pytest.fixture
def editor(reader, sessions):
    return reader(storage_state=sessions["Editors"])


@pytest.fixture
def senior_editor(reader, sessions):
    return reader(storage_state=sessions["Senior editors"])


@pytest.fixture(scope="module")
def saved_draft(browser, editors_site, sessions):
    """Return a draft that nothing changes any more."""
    with browser.new_context(base_url=editors_site, storage_state=sessions["Editors"]) as context:
        return write(context.new_page())


@pytest.fixture
def draft(editor, saved_draft):
    """Return that draft, with its form open."""
    editor.goto(saved_draft.form)
    return saved_draft


@pytest.fixture(scope="module")
def unfinished(browser, editors_site, sessions):
    """Return a draft without a Chinese summary."""
    with browser.new_context(base_url=editors_site, storage_state=sessions["Editors"]) as context:
        return write(context.new_page(), without={"summary_zh_hant", "summary_zh_hans"})


@pytest.fixture(scope="module")
def published(browser, editors_site, sessions):
    """Return a record that an editor drafted and submitted, and a senior editor published."""
    with (
        browser.new_context(base_url=editors_site, storage_state=sessions["Editors"]) as editors,
        browser.new_context(base_url=editors_site, storage_state=sessions["Senior editors"]) as senior_editors,
    ):
        editor, senior_editor = editors.new_page(), senior_editors.new_page()
        draft = write(editor)
        press(editor, "Submit for review", until="In review")
        senior_editor.goto(draft.form)
        press(senior_editor, "Publish", until="Published")
        return draft


def write(page, *, without=()):
    """Fill in the form of an organisation as an editor does, but for the fields that are to stay empty."""
    number = next(_numbers)
    page.goto("/admin/ecosystem/organisation/add/")
    texts = {f"name_{COLUMNS[language]}": name.format(number) for language, name in NAMES.items()}
    texts |= {
        "summary_en": "A laboratory that tests write about.",
        "summary_zh_hant": "測試所寫的實驗室。",
        "summary_zh_hans": "测试所写的实验室。",
    }
    for name, text in texts.items():
        if name not in without:
            page.locator(f"#id_{name}").fill(text)
    page.get_by_label("Type:").select_option("research_centre")
    page.get_by_label("AI relevance:").select_option("core")
    choose(page, ".field-themes", "Research")
    choose(page, ".field-place", "Hong Kong Science Park")
    page.get_by_role("button", name="Add another Citation").or_(page.get_by_text("Add another Citation")).click()
    choose(page, "#citations-0 .field-source", "Subsidy Scheme")
    page.locator("#citations-0 .field-supports").get_by_label("summary").check()
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_url("**/change/")
    return Draft(number, page.url.split("/")[-3])


def choose(page, field, text):
    """Choose the first thing that the form offers for some typed letters."""
    page.locator(f"{field} .select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").fill(text)
    page.locator(".select2-results__option--highlighted").filter(has_text=text).click()


def get_publishing_steps(page):
    return page.get_by_role("region", name="Publishing steps")


def press(page, button, *, until):
    """Press a button of the record's life, and wait for the status that it leads to."""
    get_publishing_steps(page).get_by_role("button", name=button).click()
    get_publishing_steps(page).locator(".life-status").filter(has_text=until).wait_for()


class TestEditorWorkflow:
    def test_draft_has_names_in_three_languages(self, editor, draft):
        kept = {language: editor.locator(f"#id_name_{column}").input_value() for language, column in COLUMNS.items()}
        assert kept == {language: draft.name(language) for language in NAMES}

    def test_citation_keeps_the_fields_that_it_supports(self, editor, draft):
        assert editor.locator("#citations-0 .field-supports").get_by_label("summary").is_checked()

    def test_complete_draft_is_ready_to_publish(self, editor, draft):
        assert "Ready to publish." in get_publishing_steps(editor).inner_text()

    def test_editor_has_no_publish_button(self, editor, draft):
        assert get_publishing_steps(editor).get_by_role("button").all_inner_texts() == ["Submit for review"]

    def test_editor_cannot_publish_with_a_post_request(self, editor, draft):
        fields = ("csrfmiddlewaretoken", "seen")
        form = {name: get_publishing_steps(editor).locator(f"input[name={name}]").input_value() for name in fields}
        headers = {"Referer": editor.url}
        response = editor.request.post(f"/admin/ecosystem/organisation/{draft.pk}/publish/", form=form, headers=headers)
        assert response.status == 403

    def test_draft_is_not_public(self, draft, page):
        assert page.goto(draft.address()).status == 404

    def test_editor_can_submit_for_review(self, editor):
        write(editor)
        press(editor, "Submit for review", until="In review")

    def test_citation_of_an_organisation_has_no_fields_of_initiatives(self, editor, draft):
        assert editor.locator("#citations-0 .field-supports").get_by_label("amount").count() == 0


class TestSeniorEditorWorkflow:
    def test_incomplete_draft_shows_what_is_missing(self, unfinished, senior_editor):
        senior_editor.goto(unfinished.form)
        assert get_publishing_steps(senior_editor).locator(".life-missing li").all_inner_texts() == [
            "It has no Chinese summary."
        ]

    def test_incomplete_draft_has_no_publish_button(self, unfinished, senior_editor):
        senior_editor.goto(unfinished.form)
        assert get_publishing_steps(senior_editor).get_by_role("button", name="Publish").count() == 0

    def test_submitted_record_is_in_the_filtered_list(self, editor, senior_editor):
        draft = write(editor)
        press(editor, "Submit for review", until="In review")
        senior_editor.goto("/admin/ecosystem/organisation/?status__exact=in_review")
        assert senior_editor.get_by_role("link", name=draft.name("en")).is_visible()

    @pytest.mark.smoke
    def test_published_record_is_shown_in_three_languages(self, published, page):
        seen = {}
        for language in NAMES:
            page.goto(published.address(language))
            seen[language] = page.locator("h1 .title__main").inner_text()
        assert seen == {language: published.name(language) for language in NAMES}

    def test_published_record_shows_its_source(self, published, page):
        page.goto(published.address())
        page.locator(".lede .note").click()
        assert "Subsidy Scheme" in page.locator("#note-summary").inner_text()

    def test_published_record_is_in_the_public_list(self, published, page):
        page.goto(f'/en/organisations/?q="Harbour Test Laboratory {published.number}"')
        assert page.locator(".record-row__name").count() == 1

    def test_editor_cannot_change_a_published_record(self, editor, published):
        editor.goto(published.form)
        assert not editor.get_by_role("button", name="Save", exact=True).is_visible()

    def test_archived_record_is_gone(self, editor, senior_editor, page):
        draft = write(editor)
        senior_editor.goto(draft.form)
        press(senior_editor, "Publish", until="Published")
        senior_editor.get_by_text("Archive…", exact=True).click()
        senior_editor.get_by_label("Reason (shown to readers)").fill("It never existed.")
        press(senior_editor, "Archive", until="Archived")
        assert page.goto(draft.address()).status == 410
