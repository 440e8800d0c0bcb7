"""Dumps and loads: which files were read, when, and how their blocks ended."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat

from ..models import BlockCounts, Dump, Load, Reading, Refusal, Sighting
from .display import TABLE_ROWS, list_link, reader_of, row_link, short_hash, table, words
from .filters import ByReader, IsFinished
from .readonly import ReadOnlyAdmin, UnlistedAdmin

COUNTS = ("blocks", "new", "changed", "unchanged", "refused")


def _counts(row: BlockCounts) -> list[str]:
    return [f"{getattr(row, name):,}" for name in COUNTS]


def _sum(row: BlockCounts) -> str:
    blocks, new, changed, unchanged, refused = _counts(row)
    return f"{blocks} = {new} new + {changed} changed + {unchanged} unchanged + {refused} refused"


@admin.register(Dump)
class DumpAdmin(ReadOnlyAdmin):
    list_display = ["base_name", "hash", "file_size", "created_at"]
    list_filter = ["created_at"]
    search_fields = ["name", "sha256"]
    search_help_text = "A part of the name or of the SHA-256"
    fields = ["name", "sha256", "bytes", "created_at", "readings", "captures", "refusals"]
    readonly_fields = ["bytes", "readings", "captures", "refusals"]

    @admin.display(description="name", ordering="name")
    def base_name(self, dump: Dump) -> str:
        return words(dump.name)

    @admin.display(description="SHA-256", ordering="sha256")
    def hash(self, dump: Dump) -> str:
        return short_hash(dump.sha256)

    @admin.display(description="size", ordering="size")
    def file_size(self, dump: Dump) -> str:
        return filesizeformat(dump.size)

    @admin.display(description="bytes")
    def bytes(self, dump: Dump) -> str:
        return f"{dump.size:,}"

    @admin.display(description="Loads")
    def readings(self, dump: Dump) -> str:
        rows = dump.readings.select_related("load").order_by("-id")
        return table(
            ["Load", "Started", "Reader", "Read to its end", *COUNTS],
            [
                [
                    row_link(row.load),
                    row.load.started_at,
                    reader_of(row),
                    "yes" if row.is_finished else f"to byte {row.cursor:,}",
                    *_counts(row),
                ]
                for row in rows[:TABLE_ROWS]
            ],
            list_link(Reading, "all loads of it", dump__id__exact=dump.pk),
        )

    @admin.display(description="Articles")
    def captures(self, dump: Dump) -> str:
        return list_link(Sighting, "the places of its articles", dump__id__exact=dump.pk)

    @admin.display(description="Refused")
    def refusals(self, dump: Dump) -> str:
        return list_link(Refusal, "its refused blocks", dump__id__exact=dump.pk)


@admin.register(Load)
class LoadAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "started_at", "took", *COUNTS]
    list_filter = [IsFinished, "started_at"]
    fields = ["started_at", "took", "sum_of", "readings", "captures", "refusals"]
    readonly_fields = ["took", "sum_of", "readings", "captures", "refusals"]

    @admin.display(description="took")
    def took(self, load: Load) -> str:
        if load.finished_at is None:
            return "stopped before its end, or still running"
        seconds = (load.finished_at - load.started_at).total_seconds()
        minutes, seconds = divmod(seconds, 60)
        return f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"

    @admin.display(description="Blocks")
    def sum_of(self, load: Load) -> str:
        return _sum(load)

    @admin.display(description="Dumps")
    def readings(self, load: Load) -> str:
        rows = load.readings.select_related("dump").order_by("id")
        return table(
            ["Dump", "SHA-256", "Reader", "Read to its end", *COUNTS],
            [
                [
                    row_link(row.dump),
                    short_hash(row.dump.sha256),
                    reader_of(row),
                    "yes" if row.is_finished else f"to byte {row.cursor:,}",
                    *_counts(row),
                ]
                for row in rows[:TABLE_ROWS]
            ],
            list_link(Reading, "all its dumps", load__id__exact=load.pk),
        )

    @admin.display(description="Articles")
    def captures(self, load: Load) -> str:
        return list_link(Sighting, "the places it was the first to see", load__id__exact=load.pk)

    @admin.display(description="Refused")
    def refusals(self, load: Load) -> str:
        return list_link(Refusal, "the blocks it refused", load__id__exact=load.pk)


@admin.register(Reading)
class ReadingAdmin(UnlistedAdmin):
    list_display = ["dump_link", "load_link", "read_by", *COUNTS, "is_finished"]
    list_select_related = ["dump", "load"]
    list_filter = ["is_finished", ByReader]
    search_fields = ["dump__name", "dump__sha256"]
    fields = [
        "load_link",
        "dump_link",
        "read_by",
        "hints",
        "cursor",
        "is_finished",
        "sum_of",
    ]
    readonly_fields = ["load_link", "dump_link", "read_by", "sum_of"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description="dump", ordering="dump__name")
    def dump_link(self, reading: Reading) -> str:
        return row_link(reading.dump)

    @admin.display(description="load", ordering="load")
    def load_link(self, reading: Reading) -> str:
        return row_link(reading.load)

    @admin.display(description="reader", ordering="reader")
    def read_by(self, reading: Reading) -> str:
        return reader_of(reading)

    @admin.display(description="blocks")
    def sum_of(self, reading: Reading) -> str:
        return _sum(reading)
