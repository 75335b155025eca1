"""Form fields for text that readers and editors type or paste."""

from django import forms
from django.utils.translation import gettext_lazy

from ecosystem.core.control_characters import normalize_line_ends, replace_control_characters
from ecosystem.models.form_fields import TextFormField


class CleanTextField(forms.CharField):
    """Removes invisible characters, and replaces control characters, which come with pasted text, by spaces."""

    default_error_messages = {
        "max_length": gettext_lazy(
            "Your text is %(show_value)d characters long. Shorten it to %(limit_value)d or fewer."
        ),
    }

    def to_python(self, value):
        # CharField itself rejects NUL.
        is_unchanged = not isinstance(value, str) or "\x00" in value
        return super().to_python(value if is_unchanged else replace_control_characters(value))


class MultilineField(TextFormField):
    """A text of several lines; the line ends that browsers send do not count as a change."""

    def to_python(self, value):
        text = super().to_python(value)
        return normalize_line_ends(text) if isinstance(text, str) else text

    def has_changed(self, initial, data):
        normalized = (normalize_line_ends(text) if isinstance(text, str) else text for text in (initial, data))
        return super().has_changed(*normalized)


class SingleLineField(TextFormField):
    """A text of one line, which a textarea may show; a line end in it becomes a space."""

    def to_python(self, value):
        text = super().to_python(value)
        return " ".join(line.strip() for line in text.splitlines()) if isinstance(text, str) else text
