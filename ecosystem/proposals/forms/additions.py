"""The form to suggest a new record."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.core.han_characters import HAN
from ecosystem.core.languages import TRADITIONAL, get_language_column
from ecosystem.editing.duplicates import find_similar_records
from ecosystem.models import Aim
from ecosystem.models.proposals import SUGGESTIBLE_MODELS
from ecosystem.models.records import WEB_URL_VALIDATOR
from ecosystem.proposals.forms.base import ContributionForm, build_line_field, build_textarea_field


class AdditionForm(ContributionForm):
    suggests = forms.ChoiceField(
        label=gettext_lazy("What are you suggesting?"),
        choices=[
            (
                "organisation",
                gettext_lazy("An organisation, for example a company, laboratory, bank or government department"),
            ),
            (
                "initiative",
                gettext_lazy("An initiative, for example a funding scheme, strategy, guideline or AI system"),
            ),
            ("collaboration", gettext_lazy("A collaboration between two or more organisations")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select one of the three options.")},
    )
    name_en = build_line_field(gettext_lazy("Name in English"), 200)
    name_zh_hant = build_line_field(gettext_lazy("Name in Chinese"), 200)
    website = build_line_field(gettext_lazy("Website"), 1000, validators=[WEB_URL_VALIDATOR])
    right = build_textarea_field(
        gettext_lazy("What does it do, and how is it related to AI in Hong Kong?"),
        help_text=gettext_lazy("One or two sentences, in English or Chinese."),
    )
    is_another = forms.BooleanField(
        label=gettext_lazy("No, it is another one"),
        help_text=gettext_lazy("Tick this if none of the records above is the one that you are suggesting."),
        required=False,
    )
    aim = Aim.ADDITION
    # Public records that may be the suggested one; set by `clean()`.
    possible_duplicates = ()
    free_text_fields = ("name_en", "name_zh_hant", "right")

    def requires_url(self, cleaned):
        return True

    def clean(self):
        cleaned = super().clean()
        if (
            not cleaned.get("name_en")
            and not cleaned.get("name_zh_hant")
            and not {"name_en", "name_zh_hant"} & set(self.errors)
        ):
            self.add_error("name_en", ValidationError(_("Enter the name in at least one language."), code="required"))
        if not cleaned.get("right") and "right" not in self.errors:
            self.add_error("right", ValidationError(_("Enter a sentence describing it."), code="required"))
        if not self.errors:
            self._check_duplicates(cleaned)
        return cleaned

    def _check_duplicates(self, cleaned):
        """Ask about public records with the same name, of any kind, or website, once."""
        model = SUGGESTIBLE_MODELS[cleaned["suggests"]]
        record = model(**{name: cleaned[name] for name in ("name_en", "name_zh_hant", "website")})
        self.possible_duplicates = find_similar_records(record, public_only=True)
        if self.possible_duplicates and not cleaned["is_another"]:
            message = _("This may already be here. If none of these records is yours, tick “No, it is another one”.")
            self.add_error("is_another", ValidationError(message, code="duplicate"))

    @property
    def reader_fields(self):
        return [bound for bound in super().reader_fields if bound.name != "is_another" or self.possible_duplicates]

    def build_proposal(self):
        proposal = super().build_proposal()
        cleaned = self.cleaned_data
        proposal.suggests, proposal.right = cleaned["suggests"], cleaned["right"]
        summary = get_language_column("summary", TRADITIONAL) if HAN.search(cleaned["right"]) else "summary_en"
        values = {name: cleaned[name] for name in ("name_en", "name_zh_hant", "website")} | {summary: cleaned["right"]}
        proposal.changes = {name: value for name, value in values.items() if value}
        return proposal
