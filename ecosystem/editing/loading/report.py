"""What a load did."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """How many objects were written for the first time, were changed, stand as they stood; and how many were left out."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    # A sentence for each source that no longer supports what the files have changed.
    withdrawn: list[str] = field(default_factory=list)

    def __str__(self):
        said = f"{self.created} created, {self.changed} changed, {self.unchanged} unchanged"
        return said if not self.left_out else f"{said}; {self.left_out} of an earlier history left out"
