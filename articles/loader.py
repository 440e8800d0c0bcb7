"""From enriched captures to rows: new, changed, unchanged or refused.

A batch is one transaction, and the dump's cursor is committed with it: a load that was killed goes on
where it stopped, and loading twice changes nothing.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from types import ModuleType

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from . import indexing, reviews, tagging
from .batches import in_batches
from .catalogue import Catalogue, StoredVocabulary
from .enrichment import Enriched, Hints, enrich
from .identity import Known, Recognition, supersedes, was_captured_before
from .inserting import insert
from .locks import wait_to_write
from .models import (
    Article,
    ArticleKey,
    ArticleTag,
    Dump,
    Load,
    Reading,
    Refusal,
    Revision,
    Sighting,
    Tag,
    TagRemoval,
)
from .preparing import Preparing
from .readers import Doubt, DumpFile, Span, choose
from .readers import Refusal as RefusedBlock
from .tombstones import Tombstones
from .vocabulary import Vocabulary
from .wording import Wording

# Blocks and bytes of one transaction.
BATCH = 500
BATCH_BYTES = 4 << 20

# In characters: how much of a body lists show, and from what length a line is no crosshead.
OPENING = 300
PROSE = 100

# What a run shows its caller: every block as it is read, with its dump and its layout.
Seen = Callable[[DumpFile, str, Enriched | RefusedBlock], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the blocks of one dump ended. `resumed_at` is the byte a killed load had come to."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    resumed_at: int = 0

    @classmethod
    def of(cls, reading: Reading, resumed_at: int) -> "Outcome":
        return cls(reading.new, reading.changed, reading.unchanged, reading.refused, resumed_at)

    @property
    def blocks(self) -> int:
        return self.new + self.changed + self.unchanged + self.refused


class Loader:
    """One run over any number of dumps. Use as `with Loader(hints) as loader: loader.load(dump)`."""

    def __init__(self, hints: Hints | None = None, rereads: bool = False, retries: bool = False):
        """`rereads`: whether a dump that is done is read again for who wants to see its articles; `retries`:
        whether one with refused blocks is read again from its beginning, as if it were not done."""
        self._hints = hints or Hints()
        self._rereads = rereads
        self._retries = retries
        self._preparing = Preparing(self._hints)
        self._catalogue = Catalogue()
        self._vocabulary = StoredVocabulary()
        self._load: Load | None = None
        self._changed_rows = False

    def __enter__(self) -> "Loader":
        self._load = Load.objects.create()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._preparing.close()
        if kind is not None:
            return
        Load.objects.filter(pk=self._load.pk).update(finished_at=timezone.now())
        if self._changed_rows:
            _refresh_planner_statistics()

    def load(self, file: DumpFile, seen: Seen | None = None) -> Outcome:
        """Loads one dump, or what a killed load left of it. One transaction a batch.

        Raises DumpChanged if the file is written to meanwhile: its lines would not be those of its hash.
        """
        file = replace(file, columns=self._hints.columns)
        choice = choose(file)
        version = 0 if isinstance(choice, RefusedBlock) else choice.VERSION
        reading, resumed_at = self._open_reading(file, layout_of(choice), version)
        if reading.is_finished and not self._rereads:
            self._show_refusals(reading, file, seen)
            return Outcome.of(reading, resumed_at)
        found = iter([choice]) if isinstance(choice, RefusedBlock) else choice.read(file)
        prepared = self._preparing.prepare(found, file.size)
        enriched = enrich(prepared, self._vocabulary, self._hints)
        for batch in in_batches(enriched, BATCH, _size, BATCH_BYTES):
            if seen:
                for one in batch:
                    seen(file, layout_of(choice), one)
            fresh = [one for one in batch if _span(one).byte_start >= resumed_at]
            file.require_unchanged()
            if fresh and not reading.is_finished:
                self._store(reading, fresh)
        file.require_unchanged()
        if not reading.is_finished:
            self._close_reading(reading, file)
        return Outcome.of(reading, resumed_at)

    @transaction.atomic
    def _open_reading(self, file: DumpFile, reader: str, version: int) -> tuple[Reading, int]:
        """This load's row for the dump, and the byte to go on from.

        A dump that was read to its end by the same reader, told the same, is counted as it stands.
        """
        wait_to_write()
        dump, _ = Dump.objects.get_or_create(
            sha256=file.sha256, name=file.name, defaults={"size": file.size, "path": file.location}
        )
        reading = Reading(
            load=self._load,
            dump=dump,
            reader=reader,
            reader_version=version,
            hints=_in_order(asdict(self._hints)),
        )
        earlier = Reading.objects.filter(
            dump=dump, reader=reader, reader_version=version, hints=reading.hints
        )
        if self._retries and Refusal.objects.filter(dump=dump).exists():
            reading.save()
            return reading, 0
        if done := earlier.filter(is_finished=True).order_by("-id").first():
            reading.is_finished = True
            reading.cursor = done.cursor
            reading.save()
            seen = Sighting.objects.filter(dump=dump, reader=reader, reader_version=version).count()
            self._count(
                reading,
                unchanged=seen,
                refused=Refusal.objects.filter(dump=dump, reader=reader, reader_version=version).count(),
            )
            return reading, 0
        if killed := earlier.order_by("-id").first():
            reading.cursor = killed.cursor
        else:
            Refusal.objects.filter(dump=dump).delete()
        reading.save()
        return reading, reading.cursor

    def _show_refusals(self, reading: Reading, file: DumpFile, seen: Seen | None) -> None:
        """What was refused of a dump that is done; the rest of it is not read again."""
        if seen and reading.refused:
            for row in Refusal.objects.filter(dump=reading.dump_id).defer("raw"):
                seen(file, reading.reader, RefusedBlock(row.reason, row.span))

    @transaction.atomic
    def _store(self, reading: Reading, batch: Sequence[Enriched | RefusedBlock]) -> None:
        wait_to_write()
        self._catalogue.forget()
        captures = [one for one in batch if isinstance(one, Enriched)]
        found = Recognition(reading.dump_id, captures)
        writing = _Batch(reading, self._catalogue, found, Tombstones(reading.dump, captures))
        for one in batch:
            writing.add(one)
        changed = writing.write()
        indexing.refresh(changed, writing.wordings)
        # No two blocks begin at the same byte, but items of one compressed record all end with it.
        reading.cursor = max(_span(one).byte_start for one in batch) + 1
        reading.save(update_fields=["cursor"])
        self._count(reading, **writing.counts)
        self._changed_rows = self._changed_rows or bool(changed)

    @transaction.atomic
    def _close_reading(self, reading: Reading, file: DumpFile) -> None:
        """Ends a reading, and with it what an earlier one found in the dump and this one did not."""
        wait_to_write()
        own = {"reader": reading.reader, "reader_version": reading.reader_version}
        Refusal.objects.filter(dump=reading.dump_id).exclude(**own).delete()
        if self._retries:
            # It has read all of a dump that had any.
            Refusal.objects.filter(dump=reading.dump_id).exclude(load=self._load).delete()
        stale = Sighting.objects.filter(dump=reading.dump_id).exclude(**own)
        articles = list(stale.values_list("revision__article", flat=True).distinct())
        stale.delete()
        indexing.refresh(_hide_unseen(articles))
        reading.cursor, reading.is_finished = file.size, True
        reading.save(update_fields=["cursor", "is_finished"])

    def _count(self, reading: Reading, **counts: int) -> None:
        """Adds to what the reading and its load have counted; blocks are always the sum of it."""
        counts["blocks"] = sum(counts.values())
        for row in (reading, self._load):
            added = {name: F(name) + number for name, number in counts.items()}
            type(row).objects.filter(pk=row.pk).update(**added)
        for name, number in counts.items():
            setattr(reading, name, getattr(reading, name) + number)


class _Batch:
    """The rows that the blocks of one batch make, put together first and written at the end."""

    def __init__(
        self, reading: Reading, catalogue: Catalogue, recognition: Recognition, tombstones: Tombstones
    ):
        self.counts: Counter[str] = Counter()
        self._reading = reading
        self._catalogue = catalogue
        self._recognition = recognition
        self._tombstones = tombstones
        self._new: list[Known] = []
        self._changed: dict[int, Known] = {}
        self._superseded: list[Revision] = []
        self._revisions: list[Revision] = []
        self._keys: list[tuple[Known, str, bool]] = []
        self._tags: dict[Known, list[Tag]] = {}
        self._doubts: dict[Known, Sequence[Doubt]] = {}
        self._places: list[tuple[RefusedBlock | Enriched, Revision | None]] = []
        self._erased: set[int] = set()
        self._wordings: dict[Known, Wording] = {}

    @property
    def wordings(self) -> dict[int, Wording]:
        """What is known already of the texts of articles, once they are written."""
        return {known.article.pk: wording for known, wording in self._wordings.items()}

    def add(self, one: Enriched | RefusedBlock) -> None:
        if isinstance(one, RefusedBlock):
            self.counts["refused"] += 1
            self._places.append((one, None))
            return
        if erased := self._tombstones.refuse(one):
            self.counts["refused"] += 1
            self._places.append((erased, None))
            self._erased.add(erased.span.byte_start)
            return
        known = self._recognition.find(one)
        if known is None:
            self.counts["new"] += 1
            known = Known(Article())
            self._new.append(known)
            revision = self._revise(known, one)
        elif one.digest in known.digests:
            self.counts["unchanged"] += 1
            revision = known.digests[one.digest]
        else:
            self.counts["changed"] += 1
            revision = self._revise(known, one)
        self._tags.setdefault(known, []).extend(self._catalogue.tag(named) for named in one.concepts)
        self._learn_keys(known, one)
        self._places.append((one, revision))

    def write(self) -> list[int]:
        """Writes everything, and answers which articles are new or changed."""
        for known in self._new:
            known.article.set_derived()
        Article.objects.bulk_create([known.article for known in self._new])
        changed = [known.article for known in self._changed.values()]
        for article in changed:
            # Its history tells what people did; what dumps said is in its revisions.
            article.save_without_historical_record()
        Revision.objects.filter(pk__in=[row.pk for row in self._superseded if row.pk]).update(
            is_current=False
        )
        for revision in self._revisions:
            revision.article_id = revision.article.pk
        Revision.objects.bulk_create(self._revisions)
        insert(
            ArticleKey,
            ("article", "key", "is_sure"),
            [(known.article.pk, key, is_sure) for known, key, is_sure in self._keys],
        )
        retagged = self._write_tags()
        back = reviews.found_again([known.article.pk for known in self._tags.keys() - set(self._new)])
        reviews.doubt({known.article: doubts for known, doubts in self._doubts.items()})
        self._write_places()
        return list(
            {known.article.pk for known in self._new} | {article.pk for article in changed} | retagged | back
        )

    def _revise(self, known: Known, one: Enriched) -> Revision:
        """The capture as the article's current wording; one without a body does not take the place of
        one that has it. An editor's fields stay as they are."""
        article = known.article
        superseded = known.captured
        revision = Revision(
            article=article,
            number=len(known.digests) + 1,
            body=one.body,
            body_sha256=one.body_sha256,
            digest=one.digest,
            stated=_stated(one),
            captured_at=one.captured_at,
            load_id=self._reading.load_id,
        )
        is_last = superseded is None or supersedes(revision, superseded)
        revision.is_current = is_last and "body" not in article.curated
        is_older = superseded is not None and was_captured_before(revision, superseded)
        self._apply(article, one, is_older)
        if not is_older:
            self._doubts[known] = one.doubts
        if revision.is_current:
            article.opening = opening(one.capture.paragraphs)
            if one.wording:
                self._wordings[known] = one.wording
        if revision.is_current and superseded:
            superseded.is_current = False
            self._superseded.append(superseded)
        known.digests[one.digest] = revision
        self._revisions.append(revision)
        if article.pk:
            self._changed[article.pk] = known
        return revision

    def _apply(self, article: Article, one: Enriched, is_older: bool) -> None:
        """Lets the article say what the capture states; of one that is older than another only what that
        does not state."""
        capture = one.capture
        stated = {
            "title": capture.title,
            "section": capture.section,
            "byline": capture.byline,
            "excerpt": capture.excerpt,
            "url": capture.url,
            "guid": capture.guid,
            "source": self._catalogue.source(one.source),
            "language": self._catalogue.language(one.language),
        }
        kept = {name for name in stated if is_older and getattr(article, name) is not None}
        kept.update(article.curated)
        for name, value in stated.items():
            # What this dump does not say, an earlier one may have said.
            if value is not None and name not in kept:
                setattr(article, name, value)
        if "language" not in article.curated and not is_older:
            article.language_confidence = one.language_confidence
        if is_older and article.published_text is not None:
            kept.add("published")
        if capture.published and "published" not in kept:
            article.published_text = capture.published
            article.published_origin = capture.published_origin
            article.published_at = one.published.at if one.published else None
            article.published_precision = one.published.precision if one.published else None

    def _learn_keys(self, known: Known, one: Enriched) -> None:
        for key in (*one.keys, one.title_key):
            is_sure = key != one.title_key
            if self._recognition.learn(known, key, is_sure):
                self._keys.append((known, key, is_sure))

    def _write_tags(self) -> set[int]:
        """Adds what the dump says of tags, without what editors took off; what another dump said stays.
        Answers which articles have a tag they had not."""
        wanted = {(known.article.pk, tag.pk) for known, tags in self._tags.items() for tag in tags}
        articles = {article for article, _ in wanted}
        had = set(ArticleTag.objects.filter(article__in=articles).values_list("article", "tag"))
        removed = set(TagRemoval.objects.filter(article__in=articles).values_list("article", "tag"))
        stated = ArticleTag.objects.filter(article__in=articles, origin=ArticleTag.Origin.NAMES)
        for row in stated:
            if (row.article_id, row.tag_id) in wanted:
                row.origin = ArticleTag.Origin.DUMP
                row.save(update_fields=["origin"])
        added = sorted(wanted - had - removed)
        tagging.add(added, ArticleTag.Origin.DUMP)
        return {article for article, _ in added}

    def _write_places(self) -> None:
        """Where every block stood. A place that is known gets what stands there now."""
        sightings = [
            Sighting(
                revision=revision,
                captured_at=one.captured_at,
                stated=_stated_otherwise(one, revision),
                **self._place(one),
            )
            for one, revision in self._places
            if revision is not None
        ]
        refusals = [
            Refusal(reason=one.reason, **self._place(one))
            for one, revision in self._places
            if revision is None
        ]
        for model, rows, own in (
            (Sighting, sightings, ("revision", "captured_at", "stated")),
            (Refusal, refusals, ("reason",)),
        ):
            model.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["dump", "byte_start"],
                update_fields=[*own, *_RENEWED],
            )
        reviews.refuse(row for row in refusals if row.byte_start not in self._erased)

    def _place(self, one: Enriched | RefusedBlock) -> dict[str, object]:
        block = one if isinstance(one, RefusedBlock) else one.capture
        return {
            "dump_id": self._reading.dump_id,
            "load_id": self._reading.load_id,
            "reader": self._reading.reader,
            "reader_version": self._reading.reader_version,
            "raw": zlib.compress(block.raw),
            "encoding": block.encoding,
            **asdict(block.span),
        }


# What of a place is said anew when a dump is read again: all but the place itself.
_RENEWED = (
    *("byte_end", "line_start", "line_end", "reader", "reader_version"),
    *("raw", "encoding", "load", "created_at"),
)


def _hide_unseen(article_ids: Sequence[int]) -> list[int]:
    """Hides those of the articles that no dump has any more, unless an editor worked on them, merged or
    withdrew them; all of them are to be looked at."""
    unseen = list(Article.objects.filter(pk__in=article_ids).exclude(revisions__sightings__isnull=False))
    hidden = [one for one in unseen if not one.curated and one.status == Article.Status.PUBLISHED]
    reviews.miss(unseen, hidden)
    for article in hidden:
        article.status = Article.Status.HIDDEN
        article.save_without_historical_record()
    return list(article_ids)


def _in_order(hints: Mapping[str, object]) -> dict[str, object]:
    """The same in one order, that of an export: SQLite compares JSON as it is written."""
    return {
        name: _in_order(value) if isinstance(value, Mapping) else value
        for name, value in sorted(hints.items())
    }


def _stated(one: Enriched) -> dict[str, object]:
    """What the dump says beside the body, as it is kept with the revision."""
    capture = one.capture
    return {
        "title": capture.title,
        "section": capture.section,
        "byline": capture.byline,
        "excerpt": capture.excerpt,
        "url": capture.url,
        "guid": capture.guid,
        "source": one.source,
        "language": one.language,
        "published": capture.published,
        "published_origin": capture.published_origin,
        "tags": list(capture.tags),
    }


def _stated_otherwise(one: Enriched, revision: Revision) -> dict[str, object] | None:
    """What is stated of a wording there, if that is not what its revision holds."""
    stated = _stated(one)
    return None if stated == revision.stated else stated


def opening(paragraphs: Sequence[str]) -> str:
    """What a list shows of a body: the beginning of its first paragraph that is no crosshead."""
    prose = next((text for text in paragraphs if len(text) >= PROSE), "".join(paragraphs[:1]))
    return prose[:OPENING]


def _span(one: Enriched | RefusedBlock) -> Span:
    return one.span if isinstance(one, RefusedBlock) else one.capture.span


def _size(one: Enriched | RefusedBlock) -> int:
    span = _span(one)
    return span.byte_end - span.byte_start


def _refresh_planner_statistics() -> None:
    """ANALYZE, on a sample where SQLite would read every index whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")
        cursor.execute("ANALYZE")


def layout_of(choice: ModuleType | RefusedBlock) -> str:
    """The name of the reader that was chosen; empty for a file that none can read."""
    return "" if isinstance(choice, RefusedBlock) else choice.NAME


def read_only(file: DumpFile, hints: Hints, seen: Seen | None = None) -> Outcome:
    """Reads and enriches a dump without a database: to an archive that is empty, all of it is new."""
    counts: Counter[str] = Counter()
    file = replace(file, columns=hints.columns)
    choice = choose(file)
    found = [choice] if isinstance(choice, RefusedBlock) else choice.read(file)
    for one in enrich(found, Vocabulary(), hints):
        counts["refused" if isinstance(one, RefusedBlock) else "new"] += 1
        if seen:
            seen(file, layout_of(choice), one)
    return Outcome(**counts)
