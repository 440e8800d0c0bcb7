"""Sentences for readers that are made where no language of the interface is known yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence in English with places for values, `%(name)s`: what is translated is the sentence."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def of(self, **values: object) -> "Notice":
        """The same sentence with these values in its places."""
        return replace(self, values=values)

    def __str__(self) -> str:
        return self.text % {
            name: f"{value:,}" if isinstance(value, int) else value for name, value in self.values.items()
        }
