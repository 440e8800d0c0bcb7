"""Erased articles: by the hashes that are left of them loads know not to bring them back."""

from collections.abc import Sequence

from .enrichment import Enriched, sha256
from .models import Dump, Tombstone, TombstoneKey
from .outlines import Outline, outline
from .readers import Refusal
from .search.entry import analysed


def place_key(dump: Dump, byte_start: int) -> str:
    """The hash of where in a dump something stood."""
    return sha256(f"place\n{dump.sha256}\n{dump.name}\n{byte_start}")


def outline_of(title: str, body: str, language: str) -> Outline | None:
    """What a text is compared by with an erased one; None for one without a body."""
    of_title, of_body = analysed((title, body), language)
    return outline(of_title.terms, of_body.terms)


class Tombstones:
    """Those that captures of one batch may be of, in one query."""

    def __init__(self, dump: Dump, batch: Sequence[Enriched]):
        self._dump = dump
        asked = {key for one in batch for key in (*self._sure_keys(one), one.title_key)}
        rows = TombstoneKey.objects.filter(key__in=asked).select_related("tombstone").order_by("pk")
        self._sure: dict[str, Tombstone] = {}
        self._of_a_title: dict[str, list[Tombstone]] = {}
        for row in rows:
            if row.is_sure:
                self._sure[row.key] = row.tombstone
            else:
                self._of_a_title.setdefault(row.key, []).append(row.tombstone)

    def refuse(self, one: Enriched) -> Refusal | None:
        """The refusal of a capture of an erased article; nothing of its block is kept."""
        found = next((self._sure[key] for key in self._sure_keys(one) if key in self._sure), None)
        if found is None and one.title_key in self._of_a_title:
            found = self._alike(one, self._of_a_title[one.title_key])
        if found is None:
            return None
        return Refusal(f"this article was erased on {found.erased_at:%Y-%m-%d}", one.capture.span)

    def _alike(self, one: Enriched, tombstones: Sequence[Tombstone]) -> Tombstone | None:
        """Another text under the same headline is another article."""
        own = outline_of(one.capture.title, one.body, one.language)
        for tombstone in tombstones:
            erased = Outline(bytes(tombstone.hashes), tombstone.shingles) if tombstone.hashes else None
            if (own is None and erased is None) or (own and erased and own.is_alike(erased)):
                return tombstone
        return None

    def _sure_keys(self, one: Enriched) -> tuple[str, ...]:
        return (*one.keys, one.digest, place_key(self._dump, one.capture.span.byte_start))
