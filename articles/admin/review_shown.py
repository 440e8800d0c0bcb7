"""What the page of a review shows: the article beside the lines it was read from, two articles beside each
other, or the lines that were refused."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .. import diffs
from ..curation.reviewing import is_the_line
from ..models import Article, Block, Review, Revision
from ..sightings import sightings
from ..writing import stated_day
from .display import EMPTY, outside_link, row_link

Kind = Review.Kind

# Lines of a block on a page, around those in question; and how many of an article's places are looked
# through for them.
SHOWN_LINES = 600
LOOKED_THROUGH = 10

# The field of an article that a kind is about.
_ABOUT = {Kind.LANGUAGE: "Language", Kind.SOURCE: "Source", Kind.DATE: "Published", Kind.UNSEEN: "Status"}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the dump with its number, or a paragraph of the text; whether it is in question."""

    text: str
    is_asked: bool
    number: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A block of a dump: its lines, the first of those in question, and how many are not shown."""

    block: Block
    lines: Sequence[Said]
    asked: int | None
    before: int
    behind: int


@dataclass(frozen=True, slots=True)
class Side:
    """An article as it stands; of each of its facts, whether it is in question."""

    article: Article
    facts: Sequence[tuple[str, str, bool]]
    paragraphs: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Beside:
    """What of two texts differs, one beside the other; or how many paragraphs are the same."""

    one: Sequence[diffs.Piece] = ()
    other: Sequence[diffs.Piece] = ()
    same: int = 0


def sides(review: Review) -> list[Side]:
    """The article, or both of a pair; none of a refusal."""
    articles = [one for one in (review.article, review.other) if one]
    current = Revision.objects.filter(article__in=articles, is_current=True)
    texts = {row.article_id: row.paragraphs for row in current.only("article", "body")}
    return [Side(one, _facts(review, one), _marked(review, texts[one.pk])) for one in articles]


def differences(review: Review, shown: Sequence[Side]) -> list[Beside] | None:
    """Of near-duplicates; None where it says nothing, as between two languages."""
    if review.kind != Kind.DUPLICATE or len({side.article.language_id for side in shown}) > 1:
        return None
    one, other = ([said.text for said in side.paragraphs] for side in shown)
    found = diffs.changes(one, other) or [diffs.Change(same=len(one))]
    return [
        Beside(
            [piece for piece in change.pieces if not piece.is_in],
            [piece for piece in change.pieces if not piece.is_out],
            change.same,
        )
        for change in found
    ]


def place(review: Review) -> Place | None:
    """Where the words in question stand in a dump; the newest place of the article where they stand in
    none, or no words are."""
    if review.refusal:
        return _place(review, review.refusal, is_there=_nowhere)
    if review.other_id:
        return None
    newest = list(sightings(review.article)[:LOOKED_THROUGH])
    for is_there in _ways(review):
        for block in newest:
            if any(is_there(number, line) for number, line in block.lines):
                return _place(review, block, is_there)
    return _place(review, newest[0], _nowhere) if newest else None


IsThere = Callable[[int, str], bool]


def _nowhere(_number: int, _line: str) -> bool:
    return False


def _ways(review: Review) -> Iterator[IsThere]:
    """How the words in question are found among the lines, the surest way first. Of another dump the
    number says nothing; a language is in all of them."""
    if review.kind in (Kind.LANGUAGE, Kind.UNSEEN):
        return
    if review.text:
        yield lambda _, line: is_the_line(review, line)
        yield lambda _, line: review.text in line
    yield lambda number, _: number == review.line


def _place(review: Review, block: Block, is_there: IsThere) -> Place:
    lines = block.lines if block.byte_end > block.byte_start else []
    said = [Said(line, is_there(number, line), number) for number, line in lines]
    asked = [at for at, one in enumerate(said) if one.is_asked]
    # A line that stands there often is the one whose number was noted.
    first = next((at for at in asked if said[at].number == review.line), asked[0] if asked else 0)
    start = max(0, min(first - SHOWN_LINES // 2, len(said) - SHOWN_LINES))
    shown = said[start : start + SHOWN_LINES]
    behind = len(said) - start - len(shown)
    return Place(block, shown, said[first].number if asked else None, start, behind)


def _marked(review: Review, paragraphs: Sequence[str]) -> list[Said]:
    is_asked = review.kind == Kind.LINE
    return [Said(text, is_asked and is_the_line(review, text)) for text in paragraphs]


def _facts(review: Review, article: Article) -> list[tuple[str, str, bool]]:
    """Those in question are shown whether there is something to say or not."""
    confidence = article.language_confidence
    facts = {
        "Language": f"{article.language}" + (f", {confidence:.0%} certain" if confidence is not None else ""),
        "Source": str(article.source),
        "Published": stated_day(article.published) if article.published else "not stated",
        "Date as written": article.published_text,
        "Section": article.section,
        "Byline": article.byline,
        "Excerpt": article.excerpt,
        "Address": outside_link(article.url) if article.url else "",
        "Status": article.status,
        "Merged into": row_link(article.merged_into) if article.merged_into_id else "",
        "Decided by an editor": ", ".join(article.curated),
    }
    asked = _ABOUT.get(review.kind)
    return [(name, said or EMPTY, name == asked) for name, said in facts.items() if said or name == asked]
