"""Where articles come from: dumps, the loads that read them, and the exact place of every block."""

import zlib

from django.db import models
from django.db.models import F, Q

from ..readers import Span
from .articles import Revision


class Dump(models.Model):
    """A file that was loaded: its base name, its size in bytes and the SHA-256 of those bytes. A compressed
    file counts by its content, and so does a file in an archive; `path` is where in those it was."""

    name = models.TextField()
    path = models.TextField(blank=True, default="")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("bytes")
    created_at = models.DateTimeField("first loaded", auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["sha256", "name"], name="a_dump_once")]
        permissions = [
            ("hide_dump", "Can hide all articles of a dump"),
            ("remove_dump", "Can take a dump out of the archive"),
        ]

    def __str__(self) -> str:
        return self.name


class BlockCounts(models.Model):
    """How the blocks of a dump ended. The four add up, and the database holds them to it."""

    blocks = models.PositiveBigIntegerField(default=0)
    new = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(blocks=F("new") + F("changed") + F("unchanged") + F("refused")),
                name="%(class)s_blocks_add_up",
            )
        ]


class Load(BlockCounts):
    """One run of `load_dumps`. Unfinished, it was killed: the next run goes on where it stopped."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(BlockCounts.Meta):
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"load {self.pk}"


class Reading(BlockCounts):
    """What one load did with one dump. All blocks that begin before the byte `cursor` are done, committed
    with the rows; `hints` is what the operator said, which is part of what was read."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="readings")
    dump = models.ForeignKey(Dump, on_delete=models.CASCADE, related_name="readings")
    reader = models.CharField(max_length=40)
    reader_version = models.PositiveIntegerField()
    hints = models.JSONField(default=dict)
    cursor = models.BigIntegerField(default=0)
    is_finished = models.BooleanField(default=False)

    class Meta(BlockCounts.Meta):
        ordering = ["load", "id"]

    def __str__(self) -> str:
        return f"{self.dump_id} in {self.load_id}"


class Block(models.Model):
    """Where in a dump something stood: bytes from 0, the end excluded, lines from 1, both included;
    and the block itself, compressed, in `encoding`, so that it can be shown when the file is gone."""

    dump = models.ForeignKey(Dump, on_delete=models.PROTECT, related_name="%(class)ss")
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="%(class)ss")
    byte_start = models.BigIntegerField()
    byte_end = models.BigIntegerField()
    line_start = models.BigIntegerField()
    line_end = models.BigIntegerField()
    reader = models.CharField(max_length=40)
    reader_version = models.PositiveIntegerField()
    raw = models.BinaryField()
    encoding = models.CharField(max_length=40, default="utf-8")
    created_at = models.DateTimeField("loaded", auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dump", "byte_start"], name="%(class)s_once_a_place"),
            models.CheckConstraint(
                condition=Q(
                    byte_start__gte=0,
                    byte_end__gte=F("byte_start"),
                    line_end__gte=F("line_start"),
                ),
                name="%(class)s_span_is_in_order",
            ),
        ]

    @property
    def span(self) -> Span:
        return Span(self.byte_start, self.byte_end, self.line_start, self.line_end)

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The block's lines with their numbers in the dump."""
        text = zlib.decompress(self.raw).decode(self.encoding, errors="replace").removesuffix("\n")
        return [
            (number, line.removesuffix("\r")) for number, line in enumerate(text.split("\n"), self.line_start)
        ]


class Sighting(Block):
    """A revision was seen in a dump, exactly there. An article may have many."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="sightings")
    captured_at = models.DateTimeField("fetched or saved", null=True)
    # Two feeds file one wording under two tags. Null: what the revision says is stated here too.
    stated = models.JSONField("what is stated there and not in the revision", null=True)

    class Meta(Block.Meta):
        pass

    def __str__(self) -> str:
        if self.line_start == self.line_end:
            return f"line {self.line_start:,}"
        return f"lines {self.line_start:,}–{self.line_end:,}"

    @property
    def says(self) -> dict[str, object]:
        """What is stated there beside the body."""
        return self.revision.stated if self.stated is None else self.stated


class Refusal(Block):
    """A block, or a whole file, that no article came out of, and why."""

    reason = models.TextField()

    class Meta(Block.Meta):
        pass

    def __str__(self) -> str:
        return self.reason
