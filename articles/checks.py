"""What Django checks before it starts: whether the search index is of this analysis, and the translations
of the interface are compiled."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Warning, register
from django.core.checks import Tags as Kinds
from django.db import DatabaseError

from . import databases, translations
from .models import Article, IndexState
from .search.analysis import FINGERPRINT

ADVICE = "run `manage.py rebuild_search`; pages are served meanwhile"


@register(Kinds.database)
def search_index_is_current(databases_asked: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    if not (stale := stale_index()):
        return []
    return [Warning(stale, hint=ADVICE, id="articles.W001")]


@register(Kinds.translation)
def catalogues_are_compiled(**_: object) -> list[CheckMessage]:
    if not (stale := translations.stale()):
        return []
    names = ", ".join(path.parent.parent.name for path in stale)
    return [
        Warning(
            f"the interface is not in its languages, or not as it was translated last: {names}",
            hint="run `manage.py translations`",
            id="articles.W002",
        )
    ]


def stale_index() -> str | None:
    """Why the search index has to be made anew; None if it has not, or if there is nothing in it yet."""
    try:
        if not databases.is_usable() or not Article.objects.published().exists():
            return None
        stored = IndexState.objects.values_list("analysis", flat=True).first()
    except DatabaseError:
        return None
    if stored == FINGERPRINT:
        return None
    if stored is None:
        return "the articles have no search index yet"
    return f"the search index was made by analysis {stored}, and this is analysis {FINGERPRINT}"
