"""Where articles come from: wordings, the places they were seen at, and what was refused."""

from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string

from ..models import Block, Refusal, Revision, Sighting
from .display import (
    EMPTY,
    TABLE_ROWS,
    lines_of,
    list_link,
    original_link,
    reader_of,
    row_link,
    short_hash,
    table,
    words,
)
from .finding import AmongTheFirst, ByArticle
from .readonly import ReadOnlyAdmin

# Lines of a block on a page; the original page shows all of them.
SHOWN_LINES = 1_000


@admin.register(Revision)
class RevisionAdmin(ByArticle, ReadOnlyAdmin):
    list_display = ["__str__", "headline", "is_current", "hash", "loaded"]
    list_select_related = ["article__language"]
    sortable_by = ("loaded",)
    fields = [
        "article_link",
        "number",
        "is_current",
        "body_of",
        "stated_of",
        "places",
        "body_sha256",
        "digest",
        "created_at",
    ]
    readonly_fields = ["article_link", "body_of", "stated_of", "places"]
    deferred = ("body", "stated")

    @admin.display(description="loaded", ordering="id")
    def loaded(self, revision: Revision) -> datetime:
        return revision.created_at

    @admin.display(description="article")
    def headline(self, revision: Revision) -> str:
        return words(revision.article.title, revision.article.language)

    @admin.display(description="article")
    def article_link(self, revision: Revision) -> str:
        return row_link(revision.article)

    @admin.display(description="body")
    def hash(self, revision: Revision) -> str:
        return short_hash(revision.body_sha256)

    @admin.display(description="body")
    def body_of(self, revision: Revision) -> str:
        context = {"article": revision.article, "revision": revision}
        return render_to_string("admin/articles/body.html", context)

    @admin.display(description="What the dump said")
    def stated_of(self, revision: Revision) -> str:
        return table(
            ["Field", "Value"],
            [
                [name, (", ".join(value) if isinstance(value, list) else value) or EMPTY]
                for name, value in revision.stated.items()
            ],
        )

    @admin.display(description="Seen in")
    def places(self, revision: Revision) -> str:
        rows = revision.sightings.select_related("dump").defer("raw").order_by("-id")
        return table(
            ["Dump", "SHA-256", "Lines"],
            [
                [
                    row_link(row.dump),
                    short_hash(row.dump.sha256),
                    row_link(row, lines_of(row.line_start, row.line_end)),
                ]
                for row in rows[:TABLE_ROWS]
            ],
            list_link(Sighting, "all places", revision__id__exact=revision.pk),
        )


class BlockAdmin(ReadOnlyAdmin):
    """A block of a dump: where it stood, and its lines."""

    sortable_by = ("load_link",)
    deferred = ("raw",)
    place = [
        "dump_link",
        "sha256",
        "lines",
        "bytes",
        "read_by",
        "load_link",
        "created_at",
        "block",
    ]
    readonly_fields = ["dump_link", "sha256", "lines", "bytes", "read_by", "load_link", "block"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The links from an article, a dump and a load lead here."""
        links = {"revision__article__id__exact", "dump__id__exact", "load__id__exact"}
        return lookup in links or super().lookup_allowed(lookup, value, request)

    @admin.display(description="lines")
    def lines(self, block: Block) -> str:
        return lines_of(block.line_start, block.line_end)

    @admin.display(description="reader")
    def read_by(self, block: Block) -> str:
        return reader_of(block)

    @admin.display(description="bytes")
    def bytes(self, block: Block) -> str:
        return f"{block.byte_start:,} to {block.byte_end:,}, from 0, the end excluded"

    @admin.display(description="dump")
    def dump_link(self, block: Block) -> str:
        return row_link(block.dump)

    @admin.display(description="SHA-256 of the dump")
    def sha256(self, block: Block) -> str:
        return block.dump.sha256

    @admin.display(description="load", ordering="id")
    def load_link(self, block: Block) -> str:
        return row_link(block.load)

    @admin.display(description="The lines")
    def block(self, block: Block) -> str:
        lines = block.lines if block.byte_end > block.byte_start else []
        context = {"lines": lines[:SHOWN_LINES], "left_out": len(lines[SHOWN_LINES:])}
        return render_to_string("admin/articles/lines.html", context)


@admin.register(Sighting)
class SightingAdmin(ByArticle, BlockAdmin):
    list_display = ["lines", "dump_link", "headline", "wording", "read_by", "load_link"]
    list_select_related = ["dump", "load", "revision__article__language"]
    search_fields = ["revision__article"]
    deferred = ("raw", "revision__body", "revision__stated")
    fields = ["article_link", "wording", "original", *BlockAdmin.place]
    readonly_fields = ["article_link", "wording", "original", *BlockAdmin.readonly_fields]

    @admin.display(description="article")
    def headline(self, sighting: Sighting) -> str:
        article = sighting.revision.article
        return words(article.title, article.language)

    @admin.display(description="article")
    def article_link(self, sighting: Sighting) -> str:
        return row_link(sighting.revision.article)

    @admin.display(description="wording")
    def wording(self, sighting: Sighting) -> str:
        return row_link(sighting.revision)

    @admin.display(description="on the site")
    def original(self, sighting: Sighting) -> str:
        return original_link(sighting.revision.article)


@admin.register(Refusal)
class RefusalAdmin(AmongTheFirst, BlockAdmin):
    list_display = ["why", "dump_link", "lines", "read_by", "load_link"]
    list_select_related = ["dump", "load"]
    search_fields = ["reason", "dump__name", "dump__sha256"]
    fields = ["why", *BlockAdmin.place]
    readonly_fields = ["why", *BlockAdmin.readonly_fields]

    @admin.display(description="reason")
    def why(self, refusal: Refusal) -> str:
        return words(refusal.reason)
