"""Which article a capture is: by guid, else by address, else by headline with a like body.

All of it within one source, as dumps name it: what an editor changes later does not count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .enrichment import Enriched
from .models import Article, ArticleKey, Revision, Sighting
from .similarity import Shingles, containment, shingles_of

# Two captures with one headline are one article if this much of the shorter body is in the longer.
SAME_ARTICLE = 0.5


# How many articles of one headline a capture is compared with: "Weekly summary" has any number.
NAMESAKES = 50


@dataclass(eq=False)
class Known:
    """An article as a batch sees it: the row, saved or not, its wordings and its keys."""

    article: Article
    digests: dict[str, Revision] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    has_sure_key: bool = False
    _shingles: dict[str, Shingles] = field(default_factory=dict)

    @property
    def captured(self) -> Revision | None:
        """What dumps say last of it: the current wording, unless an editor wrote that."""
        return captured(self.digests.values())

    def is_alike(self, shingles: Shingles) -> bool:
        """Whether these are the shingles of the captured wording, or of most of it."""
        revision = self.captured
        if revision is None:
            return False
        if revision.digest not in self._shingles:
            self._shingles[revision.digest] = shingles_of(revision.body or revision.stated["excerpt"] or "")
        return containment(self._shingles[revision.digest], shingles) >= SAME_ARTICLE


def captured(revisions: Iterable[Revision]) -> Revision | None:
    """Of an article's revisions the one that dumps say: the last that has a body, or else the last; one
    that is known to be captured before another is not the later one, whenever it was loaded."""
    stated = sorted((one for one in revisions if not one.is_edited), key=lambda one: one.number)
    last: Revision | None = None
    for revision in stated:
        if last is None or supersedes(revision, last):
            last = revision
    return last


def supersedes(revision: Revision, last: Revision) -> bool:
    """Whether what was loaded later is also what an article says now."""
    if revision.has_body != last.has_body:
        return revision.has_body
    return not was_captured_before(revision, last)


def was_captured_before(revision: Revision, last: Revision) -> bool:
    return bool(revision.captured_at and last.captured_at and revision.captured_at < last.captured_at)


class Recognition:
    """The articles that the captures of one batch may be, in four queries, however long the batch.

    A place in a dump that has been read before names its article, whatever the operator or an other
    version of the reader now says of it.
    """

    def __init__(self, dump_id: int, batch: Sequence[Enriched]):
        self._by_key: dict[str, list[Known]] = {}
        starts = [one.capture.span.byte_start for one in batch]
        places = dict(
            Sighting.objects.filter(dump=dump_id, byte_start__in=starts).values_list(
                "byte_start", "revision__article"
            )
        )
        keys = {key for one in batch for key in (*one.keys, one.title_key)}
        found = set(ArticleKey.objects.filter(key__in=keys).values_list("article", flat=True))
        found |= set(places.values())
        known = {
            article.pk: Known(article) for article in Article.objects.filter(pk__in=found).order_by("pk")
        }
        for revision in Revision.objects.filter(article__in=found).defer("body").order_by("number"):
            known[revision.article_id].digests[revision.digest] = revision
        for row in ArticleKey.objects.filter(article__in=found).order_by("id"):
            self.learn(known[row.article_id], row.key, row.is_sure)
        self._by_place = {start: known[article] for start, article in places.items()}

    def learn(self, known: Known, key: str, is_sure: bool) -> bool:
        """Notes that the article has this key; answers whether that is news. A guid or an address
        stays with the article that had it first."""
        if key in known.keys:
            return False
        holders = self._by_key.setdefault(key, [])
        if is_sure and holders:
            return False
        known.keys.add(key)
        known.has_sure_key = known.has_sure_key or is_sure
        holders.append(known)
        return True

    def find(self, one: Enriched) -> Known | None:
        """The article this capture is of, or None if it is a new one."""
        if known := self._by_place.get(one.capture.span.byte_start):
            return known
        for key in one.keys:
            for known in self._by_key.get(key, ()):
                if key == one.keys[0] or not self._has_other_guid(known, one):
                    return known
        namesakes = [
            known for known in self._by_key.get(one.title_key, ()) if not (known.has_sure_key and one.keys)
        ]
        for known in namesakes:
            if one.digest in known.digests:
                return known
        shingles = shingles_of(one.body or one.capture.excerpt or "") if namesakes else frozenset()
        newest = namesakes[: -NAMESAKES - 1 : -1]
        return next((known for known in newest if known.is_alike(shingles)), None)

    @staticmethod
    def _has_other_guid(known: Known, one: Enriched) -> bool:
        guid = one.capture.guid
        return bool(guid and known.article.guid and guid != known.article.guid)
