"""What languages, sources and tags are called on a page, in the language of the page where they have a name
in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from .languages import LEFT_TO_RIGHT, RIGHT_TO_LEFT
from .models import Language, Source, Tag, TagName
from .writing import language_name


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its language and direction, empty where the page's own will do; `value` stands for it in
    the address of a list. `note` is what the page's language calls a language."""

    value: str
    text: str
    lang: str = ""
    direction: str = ""
    note: str = ""


def languages(codes: Iterable[str]) -> dict[str, Label]:
    return {row.pk: language(row) for row in Language.objects.filter(pk__in=list(codes))}


def language(row: Language) -> Label:
    """By its own name, and beside it what the reader calls it."""
    known = language_name(row.code)
    known = row.english_name if known == row.code else known
    return Label(
        row.code, row.name, row.code, row.direction, "" if known.casefold() == row.name.casefold() else known
    )


def sources(ids: Iterable[int]) -> dict[int, Label]:
    return {row.pk: Label(row.slug, source_name(row)) for row in Source.objects.filter(pk__in=list(ids))}


def source_name(row: Source) -> str:
    return _("Unknown source") if row.is_unknown else row.name


def tags(ids: Iterable[int]) -> dict[int, Label]:
    return tag_labels(Tag.objects.filter(pk__in=list(ids)))


def tag_labels(rows: Iterable[Tag]) -> dict[int, Label]:
    """Tags by their names in the language of the page, else by the preferred one."""
    known = {row.pk: row for row in rows}
    found = {}
    here = get_language()
    if here != settings.LANGUAGE_CODE and known:
        names = TagName.objects.filter(tag__in=list(known), language=here, is_shown=True).order_by("id")
        for pk, name in names.values_list("tag", "name"):
            direction = RIGHT_TO_LEFT if get_language_bidi() else LEFT_TO_RIGHT
            found.setdefault(pk, Label(known[pk].slug, name, here, direction))
    return {pk: found.get(pk) or Label(row.slug, row.name) for pk, row in known.items()}
