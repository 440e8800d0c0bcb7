"""What Django checks before it works with the database: whether the search index is of this analysis."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Warning, register
from django.core.checks import Tags as Kinds
from django.db import DatabaseError

from . import databases
from .models import Indexed, IndexState
from .search.analysis import FINGERPRINT

ADVICE = "run `manage.py rebuild_search`; pages are served meanwhile"


@register(Kinds.database)
def search_index_is_current(databases_asked: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    stored = stored_analysis()
    if stored in (None, FINGERPRINT):
        return []
    return [
        Warning(
            f"the search index was made by analysis {stored}, and this is analysis {FINGERPRINT}",
            hint=ADVICE,
            id="articles.W001",
        )
    ]


def stored_analysis() -> str | None:
    """The analysis that the index was made with, empty if nobody knows; None if there is no index yet."""
    try:
        if not databases.is_usable() or not Indexed.objects.exists():
            return None
        return IndexState.objects.values_list("analysis", flat=True).first() or ""
    except DatabaseError:
        return None
