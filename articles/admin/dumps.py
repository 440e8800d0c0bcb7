"""Dumps and loads: which files were read, when, how their blocks ended, and what became of them."""

import shlex
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from ..counts import CAP
from ..dumppaths import STANDARD_INPUT, STREAM, file_of
from ..models import Article, BlockCounts, Dump, Load, Reading, Refusal, Sighting
from ..writing import number_of
from .display import (
    EMPTY,
    TABLE_ROWS,
    lines_of,
    list_link,
    reader_of,
    row_link,
    short_hash,
    table,
    words,
)
from .dump_pages import DumpPages
from .filters import ByReader, IsFinished
from .finding import AmongTheFirst
from .load_filters import changed_by, made_by, seen_in
from .mending import how_to_mend
from .readonly import ReadOnlyAdmin, UnlistedAdmin

COUNTS = ("blocks", "new", "changed", "unchanged", "refused")

# Of a refused block a page shows so many lines, and of each so many characters.
FIRST_LINES = 3
LINE_LENGTH = 200


def _counts(row: BlockCounts) -> list[str]:
    return [f"{getattr(row, name):,}" for name in COUNTS]


def _sum(row: BlockCounts) -> str:
    blocks, new, changed, unchanged, refused = _counts(row)
    return f"{blocks} = {new} new + {changed} changed + {unchanged} unchanged + {refused} refused"


def _progress(reading: Reading) -> str:
    return "yes" if reading.is_finished else f"to byte {reading.cursor:,}"


def _some(rows: models.QuerySet) -> str:
    """How many articles these wordings are of, counted up to a bound."""
    number = rows.order_by().values("article").distinct()[: CAP + 1].count()
    return number_of(number, "article", "articles") if number <= CAP else f"more than {CAP:,} articles"


def _refusals(rows: models.QuerySet, rest: str) -> str:
    return table(
        ["Dump", "Lines", "Reason", "The first of them", "What to do"],
        [
            [
                row_link(row.dump),
                row_link(row, lines_of(row.line_start, row.line_end)),
                row.reason,
                _first_lines(row),
                how_to_mend(row.reason),
            ]
            for row in rows.select_related("dump").order_by("dump_id", "byte_start")[:TABLE_ROWS]
        ],
        rest,
    )


def _first_lines(refusal: Refusal) -> str:
    """What was kept of a refused block, from its first written line on."""
    written = (line.strip()[:LINE_LENGTH] for _, line in refusal.lines if line.strip())
    shown = [line for line, _ in zip(written, range(FIRST_LINES), strict=False)]
    return format_html_join("", '<div dir="auto">{}</div>', ((line,) for line in shown)) or EMPTY


def command(hints: Mapping[str, str | Mapping[str, str] | None], names: Iterable[str]) -> str:
    """What loads dumps of these names again, told the same; PATH is the operator's to put in."""
    columns = [("map", f"{field}={column}") for field, column in (hints.get("columns") or {}).items()]
    named = [(name, hints[name]) for name in ("source", "language") if hints.get(name)]
    told = [f"--{name} {shlex.quote(value)}" for name, value in [*named, *columns]]
    files = [STANDARD_INPUT if name == STREAM else shlex.quote(f"PATH/{name}") for name in names]
    return " ".join(["manage.py load_dumps", *told, *files])


def _load_again(readings: models.QuerySet, *, is_open: bool, refused: int) -> str:
    """How to load the dumps of these readings again, and what that does."""
    rows = list(readings.select_related("dump").order_by("is_finished", "id")[: TABLE_ROWS + 1])
    files = dict.fromkeys(file_of(row.dump.path or row.dump.name) for row in rows[:TABLE_ROWS])
    context = {
        "command": command(rows[0].hints, files) if rows else "",
        "is_cut": len(rows) > TABLE_ROWS,
        "stopped": [row for row in rows if not row.is_finished],
        "is_open": is_open,
        "refused": refused,
    }
    return render_to_string("admin/articles/load_again.html", context)


@admin.register(Dump)
class DumpAdmin(DumpPages, AmongTheFirst, ReadOnlyAdmin):
    list_display = ["base_name", "hash", "file_size", "loaded"]
    sortable_by = ("loaded",)
    search_fields = ["name", "sha256"]
    search_help_text = "A part of the name or of the SHA-256"
    readonly_fields = ["place", "bytes", "readings", "articles", "captures", "refusals", "again"]
    fields = ["name", "sha256", "created_at", *readonly_fields]

    @admin.display(description="first loaded", ordering="id")
    def loaded(self, dump: Dump) -> datetime:
        return dump.created_at

    @admin.display(description="name")
    def base_name(self, dump: Dump) -> str:
        return words(dump.name)

    @admin.display(description="in a folder or an archive")
    def place(self, dump: Dump) -> str:
        return EMPTY if dump.path in ("", dump.name) else format_html("<bdi>{}</bdi>", dump.path)

    @admin.display(description="SHA-256")
    def hash(self, dump: Dump) -> str:
        return short_hash(dump.sha256)

    @admin.display(description="size")
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
                [row_link(row.load), row.load.started_at, reader_of(row), _progress(row), *_counts(row)]
                for row in rows[:TABLE_ROWS]
            ],
            list_link(Reading, "all loads of it", dump__id__exact=dump.pk),
        )

    @admin.display(description="Articles")
    def articles(self, dump: Dump) -> str:
        return list_link(Article, f"{_some(seen_in(dump.pk))} seen in it", seen_in=dump.pk)

    @admin.display(description="Places")
    def captures(self, dump: Dump) -> str:
        return list_link(Sighting, "the places of its articles", dump__id__exact=dump.pk)

    @admin.display(description="Refused")
    def refusals(self, dump: Dump) -> str:
        rest = list_link(Refusal, "its refused blocks", dump__id__exact=dump.pk)
        return _refusals(Refusal.objects.filter(dump=dump), rest)

    @admin.display(description="Loading it again")
    def again(self, dump: Dump) -> str:
        newest = dump.readings.order_by("-id").values_list("pk", "is_finished", "refused")[:1]
        pk, is_finished, refused = next(iter(newest), (None, True, 0))
        return _load_again(dump.readings.filter(pk=pk), is_open=not is_finished, refused=refused)


@admin.register(Load)
class LoadAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "started_at", "took", *COUNTS]
    list_filter = [IsFinished]
    sortable_by = ("started_at",)
    fields = [
        "run",
        "started_at",
        "took",
        "speed",
        "sum_of",
        "made",
        "changed_ones",
        "readings",
        "captures",
        "refusals",
        "again",
    ]
    readonly_fields = [field for field in fields if field != "started_at"]

    @admin.display(description="which run")
    def run(self, load: Load) -> str:
        before = Load.objects.filter(pk__lt=load.pk)
        after = Load.objects.filter(pk__gt=load.pk)
        number = before.count() + 1
        return format_html(
            "{} of {}; before it {}, after it {}",
            f"{number:,}",
            f"{number + after.count():,}",
            row_link(before.order_by("-pk").first()),
            row_link(after.order_by("pk").first()),
        )

    @admin.display(description="took")
    def took(self, load: Load) -> str:
        if load.finished_at is None:
            return "stopped before its end, or still running"
        minutes, seconds = divmod(_seconds(load), 60)
        return f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"

    @admin.display(description="Articles a second")
    def speed(self, load: Load) -> str:
        seconds = _seconds(load)
        return f"{(load.blocks - load.refused) / seconds:,.0f}" if seconds else EMPTY

    @admin.display(description="Blocks")
    def sum_of(self, load: Load) -> str:
        kept = load.readings.aggregate(blocks=models.Sum("blocks", default=0))["blocks"]
        if kept == load.blocks:
            return _sum(load)
        return f"{_sum(load)}; {load.blocks - kept:,} of them in dumps that have been taken out since"

    @admin.display(description="Made")
    def made(self, load: Load) -> str:
        return list_link(Article, _some(made_by(load.pk)), made_by=load.pk)

    @admin.display(description="Changed")
    def changed_ones(self, load: Load) -> str:
        return list_link(Article, _some(changed_by(load.pk)), changed_by=load.pk)

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
                    _progress(row),
                    *_counts(row),
                ]
                for row in rows[:TABLE_ROWS]
            ],
            list_link(Reading, "all its dumps", load__id__exact=load.pk),
        )

    @admin.display(description="Places")
    def captures(self, load: Load) -> str:
        return list_link(Sighting, "the places it read", load__id__exact=load.pk)

    @admin.display(description="Refused")
    def refusals(self, load: Load) -> str:
        rows = Refusal.objects.filter(load=load)
        rest = list_link(Refusal, "the blocks it refused", load__id__exact=load.pk)
        if earlier := load.refused - rows.count():
            others = number_of(earlier, "other", "others")
            rest = format_html(
                "{}; {} refused by an earlier run, or read by now: see the dumps", rest, others
            )
        return _refusals(rows, rest)

    @admin.display(description="Loading it again")
    def again(self, load: Load) -> str:
        return _load_again(load.readings.all(), is_open=load.finished_at is None, refused=load.refused)


def _seconds(load: Load) -> float:
    return (load.finished_at - load.started_at).total_seconds() if load.finished_at else 0.0


@admin.register(Reading)
class ReadingAdmin(AmongTheFirst, UnlistedAdmin):
    list_display = ["dump_link", "load_link", "read_by", *COUNTS, "is_finished"]
    list_select_related = ["dump", "load"]
    list_filter = ["is_finished", ByReader]
    sortable_by = ("load_link",)
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

    @admin.display(description="dump")
    def dump_link(self, reading: Reading) -> str:
        return row_link(reading.dump)

    @admin.display(description="load", ordering="id")
    def load_link(self, reading: Reading) -> str:
        return row_link(reading.load)

    @admin.display(description="reader")
    def read_by(self, reading: Reading) -> str:
        return reader_of(reading)

    @admin.display(description="blocks")
    def sum_of(self, reading: Reading) -> str:
        return _sum(reading)
