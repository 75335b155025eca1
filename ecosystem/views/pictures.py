"""What every picture that stands alone as a file has: its style."""

from functools import lru_cache

from django.conf import settings

from ecosystem.pictures import style

STYLES = settings.BASE_DIR / "static" / "css"


@lru_cache
def picture_style(component: str) -> str:
    """Return the style sheet of a picture of this kind, without any token."""
    tokens, *rules = (
        (STYLES / name).read_text(encoding="utf-8")
        for name in ("tokens.css", "components/picture.css", f"components/{component}.css")
    )
    return style.standalone(tokens, "".join(rules))
