"""Text as readers and editors type or paste it."""

import re

from django import forms

# No feed and no file of XML can hold these; NUL, which no database takes either, the field refuses by itself.
UNWRITABLE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TextField(forms.CharField):
    """Takes for a space whatever cannot be written everywhere; it mostly comes along with what is pasted."""

    def to_python(self, value):
        return super().to_python(UNWRITABLE.sub(" ", value) if isinstance(value, str) else value)
