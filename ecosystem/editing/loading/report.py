"""The report of a load."""

from dataclasses import dataclass, field


@dataclass
class LoadReport:
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    # A sentence for each source withdrawn from fields that the files changed.
    withdrawn: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        text = f"{self.created} created, {self.changed} changed, {self.unchanged} unchanged"
        return text if not self.left_out else f"{text}; {self.left_out} of an earlier history left out"
