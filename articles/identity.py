"""Which article a capture is: by guid, else by address, else by headline with a like body.

All of it within one source, as dumps name it: what an editor changes later does not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .enrichment import Enriched
from .models import Article, ArticleKey, Revision
from .similarity import containment

# Two captures with one headline are one article if this much of the shorter body is in the longer.
SAME_ARTICLE = 0.5


@dataclass(eq=False)
class Known:
    """An article as a batch sees it: the row, saved or not, its wordings and its keys."""

    article: Article
    digests: dict[str, Revision] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    sure_keys: set[str] = field(default_factory=set)

    @property
    def current(self) -> Revision:
        return next(revision for revision in self.digests.values() if revision.is_current)


class Recognition:
    """The articles that the captures of one batch may be. Three queries, however long the batch."""

    def __init__(self, batch: Sequence[Enriched]):
        self._by_key: dict[str, list[Known]] = {}
        keys = {key for one in batch for key in (*one.keys, one.title_key)}
        found = {row.article_id for row in ArticleKey.objects.filter(key__in=keys)}
        known = {
            article.pk: Known(article) for article in Article.objects.filter(pk__in=found).order_by("pk")
        }
        for revision in Revision.objects.filter(article__in=found).order_by("number"):
            known[revision.article_id].digests[revision.digest] = revision
        for row in ArticleKey.objects.filter(article__in=found).order_by("id"):
            self.learn(known[row.article_id], row.key, row.is_sure)

    def learn(self, known: Known, key: str, is_sure: bool) -> bool:
        """Notes that the article has this key; answers whether that is news."""
        if key in known.keys:
            return False
        known.keys.add(key)
        if is_sure:
            known.sure_keys.add(key)
        self._by_key.setdefault(key, []).append(known)
        return True

    def find(self, one: Enriched) -> Known | None:
        """The article this capture is of, or None if it is a new one."""
        for key in one.keys:
            for known in self._by_key.get(key, ()):
                if key == one.keys[0] or not self._has_other_guid(known, one):
                    return known
        namesakes = [
            known for known in self._by_key.get(one.title_key, ()) if not (known.sure_keys and one.keys)
        ]
        return next((known for known in namesakes if one.digest in known.digests), None) or next(
            (known for known in namesakes if _is_alike(known, one)), None
        )

    @staticmethod
    def _has_other_guid(known: Known, one: Enriched) -> bool:
        guid = one.capture.guid
        return bool(guid and known.article.guid and guid != known.article.guid)


def _is_alike(known: Known, one: Enriched) -> bool:
    return containment(known.current.body, one.body) >= SAME_ARTICLE
