"""A fingerprint of the code, so that a new version uses no pages cached by an older one."""

import hashlib
from functools import cache
from pathlib import Path

SOURCES = {"ecosystem": "*.py", "templates": "*", "locale": "*.mo", "static": "*"}


@cache
def compute_code_fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for name, pattern in SOURCES.items():
        for path in sorted((folder / name).rglob(pattern)):
            if path.is_file():
                stat = path.stat()
                digest.update(f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
