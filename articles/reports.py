"""What a load tells its operator: a JSON object an article, a line a refusal, and the sum of it all."""

import json
from dataclasses import dataclass, field

from .enrichment import Enriched
from .loader import Outcome
from .readers import DumpFile, Refusal


def json_line(file: DumpFile, layout: str, one: Enriched) -> str:
    """One article as one line of JSON; null is "the dump does not say"."""
    capture = one.capture
    return json.dumps(
        {
            "file": file.name,
            "line_start": capture.span.line_start,
            "line_end": capture.span.line_end,
            "layout": layout,
            "title": capture.title,
            "section": capture.section,
            "source": one.source,
            "language": one.language,
            "language_confidence": one.language_confidence,
            "published": one.published.isoformat() if one.published else None,
            "published_precision": one.published.precision if one.published else None,
            "url": capture.url,
            "guid": capture.guid,
            "byline": capture.byline,
            "excerpt": capture.excerpt,
            "tags": [named.concept.name for named in one.concepts],
            "body": list(capture.paragraphs),
            "body_sha256": one.body_sha256,
        },
        ensure_ascii=False,
    )


def refusal_line(name: str, refusal: Refusal) -> str:
    """File, lines and reason."""
    first, last = refusal.span.line_start, refusal.span.line_end
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    return f"{name}, {lines}: refused: {refusal.reason}"


@dataclass
class Summary:
    """The sum of a run. What could not even be opened, a file or a member of one, counts as one refused
    block each."""

    files: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    unopened: int = 0

    def count(self, name: str) -> int:
        return sum(getattr(outcome, name) for outcome in self.outcomes)

    @property
    def refused(self) -> int:
        return self.count("refused") + self.unopened

    def lines(self, is_dry_run: bool) -> list[str]:
        blocks = self.count("blocks") + self.unopened
        verb = "would be " if is_dry_run else ""
        said = [
            f"{self.files} {'file' if self.files == 1 else 'files'}, {blocks} blocks = "
            f"{self.count('new')} {verb}new + {self.count('changed')} {verb}changed + "
            f"{self.count('unchanged')} unchanged + {self.refused} refused"
        ]
        if resumed := sum(1 for outcome in self.outcomes if outcome.resumed_at):
            said.append(f"{resumed} went on where an earlier load had stopped")
        return said
