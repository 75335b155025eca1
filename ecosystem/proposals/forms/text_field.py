"""Text as readers and editors type or paste it."""

from django import forms
from django.utils.translation import gettext_lazy

from ecosystem.core.control_characters import normalize_line_ends, writable


class TextField(forms.CharField):
    """Takes for a space whatever cannot be written everywhere; it mostly comes along with what is pasted."""

    default_error_messages = {
        "max_length": gettext_lazy("It has %(show_value)d characters; there is room for %(limit_value)d. Shorten it."),
    }

    def to_python(self, value):
        # NUL, which no database takes, the field refuses by itself.
        stays = not isinstance(value, str) or "\x00" in value
        return super().to_python(value if stays else writable(value))


class MultilineField(forms.CharField):
    """A text of several lines; that browsers send other line ends is no change of it."""

    def to_python(self, value):
        text = super().to_python(value)
        return normalize_line_ends(text) if isinstance(text, str) else text

    def has_changed(self, initial, data):
        normal = (normalize_line_ends(text) if isinstance(text, str) else text for text in (initial, data))
        return super().has_changed(*normal)


class SingleLineField(forms.CharField):
    """A text of one line, which may be shown in an area of several; a line end in it becomes a blank."""

    def to_python(self, value):
        text = super().to_python(value)
        return " ".join(line.strip() for line in text.splitlines()) if isinstance(text, str) else text
