"""Text as readers and editors type or paste it."""

from django import forms
from django.utils.translation import gettext_lazy

from ecosystem.characters import writable


class TextField(forms.CharField):
    """Takes for a space whatever cannot be written everywhere; it mostly comes along with what is pasted."""

    default_error_messages = {
        "max_length": gettext_lazy("It has %(show_value)d characters; there is room for %(limit_value)d. Shorten it."),
    }

    def to_python(self, value):
        # NUL, which no database takes, the field refuses by itself.
        stays = not isinstance(value, str) or "\x00" in value
        return super().to_python(value if stays else writable(value))
