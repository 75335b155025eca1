"""Admin forms in a browser: warnings about unsaved changes, confirmation of sources, and edit conflicts."""

import re

import pytest


@pytest.fixture
def site(editors_site):
    return editors_site


@pytest.fixture
def senior_editor(reader, sessions):
    return reader(storage_state=sessions["Senior editors"])


@pytest.fixture
def colleague(reader, sessions):
    return reader(storage_state=sessions["Senior editors"])


@pytest.fixture
def dialogs(senior_editor):
    """Return the dialogs that the browser has shown, each as its type and text; each was answered with Cancel."""
    shown = []

    def cancel(dialog):
        shown.append((dialog.type, dialog.message))
        dialog.dismiss()

    senior_editor.on("dialog", cancel)
    return shown


def open_first(page, query, kind="organisation"):
    """Open the first row that a list of the admin finds."""
    page.goto(f"/admin/ecosystem/{kind}/?q={query}")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url("**/change/**")
    # The scripts of the form have run.
    page.locator("#id_themes + .select2, .submit-row").first.wait_for()
    return page.url.split("?")[0]


def choose_theme(page):
    page.locator(".field-themes .select2-selection").click()
    page.locator(".select2-results__option").first.click()


def press_today(page):
    page.locator(".field-verified_on .datetimeshortcuts a").first.click()


def add_citation(page):
    page.get_by_role("button", name="Add another Citation").or_(page.get_by_text("Add another Citation")).click()


def remove_citation(page):
    page.locator("#citations-0 .delete input").check()


def leave(page, way):
    """Click on something that leads away, and wait until the browser asks."""
    with page.expect_event("dialog"):
        way.click(no_wait_after=True)


class TestUnsavedChangesWarning:
    @pytest.mark.parametrize("change", [choose_theme, press_today, add_citation, remove_citation])
    def test_appears_after_every_kind_of_change(self, senior_editor, dialogs, change):
        address = open_first(senior_editor, "cyberport")
        change(senior_editor)
        leave(senior_editor, senior_editor.locator("a.historylink"))
        assert ([kind for kind, _text in dialogs], senior_editor.url.split("?")[0]) == (["beforeunload"], address)

    def test_does_not_appear_when_the_change_was_undone(self, senior_editor, dialogs):
        open_first(senior_editor, "cyberport")
        before = senior_editor.locator("#id_acronym").input_value()
        senior_editor.locator("#id_acronym").fill("Typed")
        senior_editor.locator("#id_acronym").fill(before)
        senior_editor.locator("a.historylink").click()
        senior_editor.wait_for_url("**/history/**")
        assert dialogs == []

    def test_cancelling_stops_a_button_outside_the_form(self, senior_editor, dialogs):
        address = open_first(senior_editor, "cyberport")
        choose_theme(senior_editor)
        leave(senior_editor, senior_editor.get_by_role("button", name="Checked, no changes needed"))
        assert len(dialogs) == 1
        assert "“Checked, no changes needed”" in dialogs[0][1]
        senior_editor.close(run_before_unload=False)
        fresh = senior_editor.context.new_page()
        fresh.goto(address)
        assert fresh.locator("#id_verified_on").input_value() == ""

    def test_accepting_runs_a_button_outside_the_form(self, senior_editor):
        open_first(senior_editor, "hkust")
        choose_theme(senior_editor)
        senior_editor.on("dialog", lambda dialog: dialog.accept())
        senior_editor.get_by_role("button", name="Checked, no changes needed").click()
        senior_editor.locator(".messagelist .success").wait_for()
        assert senior_editor.locator("#id_verified_on").input_value() != ""

    def test_appears_after_a_refused_save(self, senior_editor, dialogs):
        open_first(senior_editor, "cyberport")
        senior_editor.locator("#id_name_en").fill("")
        senior_editor.get_by_role("button", name="Save and continue editing").click()
        senior_editor.locator(".errornote").wait_for()
        senior_editor.mouse.click(5, 5)
        leave(senior_editor, senior_editor.locator("a.historylink"))
        assert [kind for kind, _text in dialogs] == ["beforeunload"]

    def test_appears_after_an_interrupted_save(self, senior_editor, dialogs):
        open_first(senior_editor, "cyberport")
        senior_editor.locator("#id_acronym").fill("Typed")
        # The browser stays on a page that answers so, as it does when somebody stops it.
        senior_editor.route("**/change/**", lambda route: route.fulfill(status=204))
        with senior_editor.expect_response("**/change/**"):
            senior_editor.get_by_role("button", name="Save and continue editing").click(no_wait_after=True)
        leave(senior_editor, senior_editor.locator("a.historylink"))
        assert [kind for kind, _text in dialogs] == ["beforeunload"]

    def test_appears_on_the_rename_page(self, senior_editor, dialogs):
        address = open_first(senior_editor, "cyberport").removesuffix("change/") + "rename/"
        senior_editor.goto(address)
        senior_editor.locator("#id_reason").fill("Shorter.")
        leave(senior_editor, senior_editor.get_by_role("link", name="Back to the record"))
        assert [kind for kind, _text in dialogs] == ["beforeunload"]


class TestSourceConfirmationInBrowser:
    def test_checkbox_is_shown_for_a_changed_field_only(self, senior_editor, watch_console):
        heard = watch_console(senior_editor)
        open_first(senior_editor, "cyberport-incubation", kind="initiative")
        question = senior_editor.locator("input.source-question").first
        column = senior_editor.locator(f"#id_{question.get_attribute('data-columns').split()[0]}")
        assert not question.is_visible()
        column.fill("Another")
        assert question.is_visible()
        assert heard == []

    def test_changed_field_loses_its_sources_by_default(self, senior_editor):
        open_first(senior_editor, "hkust")
        senior_editor.locator("#id_founded").fill("1992")
        assert not senior_editor.locator("#id_sources_agree_founded").is_checked()
        senior_editor.locator("#id_reason").fill("The page says so.")
        senior_editor.get_by_role("button", name="Save and continue editing").click()
        senior_editor.locator(".messagelist .success").wait_for()
        said = senior_editor.locator(".messagelist .warning").all_inner_texts()
        assert any("no longer cited for: Date founded" in each for each in said)
        assert senior_editor.locator("[name^=citations-][name$=-supports][value=founded]:checked").count() == 0


class TestEditConflictInBrowser:
    def test_second_editor_chooses_between_both_versions(
        self, senior_editor, colleague, watch_console, find_wcag_violations
    ):
        heard = watch_console(senior_editor)
        address = open_first(senior_editor, "policyaddress", kind="source")
        colleague.goto(address)
        for name, text in (("title", "A title of theirs"), ("publisher", "A publisher of theirs")):
            colleague.locator(f"#id_{name}").fill(text)
        colleague.get_by_role("button", name="Save and continue editing").click()
        colleague.locator(".messagelist .success").wait_for()

        senior_editor.locator("#id_title").fill("A title of mine")
        senior_editor.get_by_role("button", name="Save and continue editing").click()
        conflict = senior_editor.get_by_role("region", name="Changed by someone else after you opened the form")
        assert re.search(r"Changed by senior-editor-of-tests on \d+ \w+ \d{4}", conflict.inner_text())
        assert conflict.get_by_role("group").all_inner_texts()[0].startswith("Title")
        assert senior_editor.locator("#id_publisher").input_value() == "A publisher of theirs"
        assert (heard, find_wcag_violations(senior_editor)) == ([], [])

        conflict.get_by_role("group", name="Title").get_by_label("Use theirs: A title of theirs").check()
        senior_editor.get_by_role("button", name="Save and continue editing").click()
        senior_editor.locator(".messagelist .success").wait_for()
        assert senior_editor.locator("#id_title").input_value() == "A title of theirs"
        assert senior_editor.locator("#id_publisher").input_value() == "A publisher of theirs"
