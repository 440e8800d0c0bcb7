"""How reviews are put into words on the admin's pages."""

from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst

from .. import languages
from ..curation.reviewing import MOST_COUNTED, waiting
from ..models import Article, Review
from .display import EMPTY, LIST_LENGTH, TABLE_ROWS, words

Kind = Review.Kind

# One of each kind, and many.
NAMES: Mapping[str, tuple[str, str]] = {
    Kind.LINE: ("line that may be furniture", "lines that may be furniture"),
    Kind.LANGUAGE: ("uncertain language", "uncertain languages"),
    Kind.SOURCE: ("unknown source", "unknown sources"),
    Kind.DATE: ("doubtful date", "doubtful dates"),
    Kind.UNSEEN: ("article that no dump has any more", "articles that no dump has any more"),
    Kind.DUPLICATE: ("pair of near-duplicates", "pairs of near-duplicates"),
    Kind.STORY: ("pair that may be one story", "pairs that may be one story"),
    Kind.REFUSAL: ("refused block", "refused blocks"),
}


def headline(review: Review) -> SafeString:
    """What it is about: an article, both of a pair, or the dump of a refused block."""
    if review.refusal:
        return words(review.refusal.dump.name)
    articles = [one for one in (review.article, review.other) if one]
    return format_html_join("", "<div>{}</div>", ((words(one.title, one.language),) for one in articles))


def reason(review: Review) -> str:
    """Why it is asked. What an article that no dump has was before is a reason too."""
    told = f", and {review.text}" if review.kind == Kind.UNSEEN and review.text else ""
    return capfirst(review.reason) + told


def in_question(review: Review) -> str:
    """The words of the dump, or a language by its name; a headline stands beside it anyway."""
    match review.kind:
        case Kind.LANGUAGE:
            return languages.names_of(review.text).english_name
        case Kind.SOURCE | Kind.UNSEEN:
            return ""
    return review.text


def question(review: Review) -> SafeString:
    """The reason with the words in question, for a list."""
    asked = Truncator(in_question(review)).chars(LIST_LENGTH)
    if not asked:
        return format_html('<span dir="auto">{}</span>', reason(review))
    return format_html('{}: <q dir="auto">{}</q>', reason(review), asked)


def counted(number: int) -> str:
    return f"{number:,}" if number <= MOST_COUNTED else f"more than {MOST_COUNTED:,}"


def numbers() -> Mapping[str, str]:
    """How many of each kind are open, in words."""
    return {kind: counted(number) for kind, number in waiting().items()}


def queues() -> list[tuple[str, str]]:
    """What is waiting, “12 doubtful dates”, with the address of its queue."""
    queue = reverse("admin:articles_review_changelist")
    found = waiting()
    return [
        (f"{counted(found[kind])} {names[found[kind] != 1]}", f"{queue}?{urlencode({'kind': kind})}")
        for kind, names in NAMES.items()
        if found[kind]
    ]


def open_reviews(article: Article) -> SafeString:
    """Links to what a person is asked about an article."""
    of_it = Q(article=article) | Q(other=article)
    rows = Review.objects.filter(of_it, status=Review.Status.OPEN).order_by("pk")[:TABLE_ROWS]
    links = ((reverse("admin:articles_review_change", args=[row.pk]), question(row)) for row in rows)
    return format_html_join("", '<div><a href="{}">{}</a></div>', links) or EMPTY
