"""What a capture means: its language, its honest date, its concepts, and the keys it is known by.

Nothing here asks the database: the vocabulary is an argument.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from . import languages
from .dates import StatedDate, read_age, read_feed_date, read_page_date, read_worded_date
from .folding import fold
from .readers import Capture, Doubt, Refusal
from .vocabulary import NamedConcept, Vocabulary

# Between paragraphs of a stored body; a paragraph itself holds no "\n".
PARAGRAPH_BREAK = "\n\n"

# Where a date may stand; a data set has records.
FEED, PAGE, RECORD = "feed", "page", "record"

# What is in doubt of a capture, beside its lines.
UNKNOWN_SOURCE = "the dump does not say whose page it is"
UNCERTAIN_LANGUAGE = "the language is not certain"
UNREADABLE_DATE = "a date that cannot be read"

# What other sites add to an address; it says nothing of what stands there.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_cid|mc_eid")


@dataclass(frozen=True, slots=True)
class Hints:
    """What the operator knows and the dump does not say; of data sets, which column is which field."""

    source: str | None = None
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identified:
    """A capture with what its text says of its language, and with what the index is to hold of that text
    (wording.Wording), where that is known already: it goes by as it is."""

    capture: Capture
    language: languages.Identified | None
    wording: object = None


@dataclass(frozen=True, slots=True)
class Enriched:
    """A capture and what follows from it. `captured_at` is when it was fetched or saved, if anybody says so.

    `digest` is the SHA-256 of all the capture states, `keys` say which article it is: those of its
    guid and address are sure, `title_key` only together with a like body. `wording` is what the index is to
    hold of the text, if that is known already.
    """

    capture: Capture
    source: str | None
    language: str
    language_confidence: float | None
    published: StatedDate | None
    captured_at: datetime | None
    concepts: tuple[NamedConcept, ...]
    doubts: tuple[Doubt, ...]
    body: str
    body_sha256: str
    digest: str
    keys: tuple[str, ...]
    title_key: str
    wording: object = None


def enrich(
    found: Iterable[Capture | Identified | Refusal],
    vocabulary: Vocabulary,
    hints: Hints | None = None,
) -> Iterator[Enriched | Refusal]:
    """Enriches the captures of one dump in order; refusals pass through."""
    hints = hints or Hints()
    neighbour: str | None = None
    for one in found:
        if isinstance(one, Refusal):
            yield one
            continue
        known = one if isinstance(one, Identified) else identified(one)
        enriched = _enrich(known, vocabulary, hints, neighbour)
        if enriched.language_confidence is not None:
            neighbour = enriched.language
        yield enriched


def is_tracking(name: str) -> bool:
    """Whether a field of a query string was added to follow the reader."""
    return _TRACKING.fullmatch(name) is not None


def canonical_url(url: str | None) -> str | None:
    """An address as identity: http or https, host in small letters, no fragment, no tracking, no
    slash at the end. None for anything else."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    query = urlencode(
        [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not is_tracking(pair[0])]
    )
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' + query if query else ''}"


def identified(capture: Capture) -> Identified:
    text = identified_by(capture.title, capture.paragraphs, capture.excerpt)
    return Identified(capture, languages.identify(text))


def body_of(capture: Capture) -> str:
    return PARAGRAPH_BREAK.join(capture.paragraphs)


def host_of(url: str | None) -> str | None:
    """The site of an address: whose page it is, where nobody gives a name."""
    canonical = canonical_url(url)
    return canonical.partition("/")[0].partition("?")[0] if canonical else None


def _enrich(known: Identified, vocabulary: Vocabulary, hints: Hints, neighbour: str | None) -> Enriched:
    capture = known.capture
    body = body_of(capture)
    doubts = list(capture.doubts)
    source = capture.source or hints.source or host_of(capture.url)
    if source is None:
        doubts.append(
            Doubt(
                UNKNOWN_SOURCE,
                capture.title,
                capture.span.line_start,
            )
        )
    language, confidence, sure = language_of(known, hints, neighbour)
    if not sure:
        doubts.append(Doubt(UNCERTAIN_LANGUAGE, language))
    captured_at = _captured_at(capture)
    published = read_date(capture.published, capture.published_origin, language, captured_at)
    if capture.published and published is None:
        doubts.append(Doubt(UNREADABLE_DATE, capture.published))
    names = [*([capture.section] if capture.section else []), *capture.tags]
    return Enriched(
        capture=capture,
        source=source,
        language=language,
        language_confidence=confidence,
        published=published,
        captured_at=captured_at,
        concepts=tuple(
            NamedConcept(vocabulary.concept(name, language), name, language) for name in dict.fromkeys(names)
        ),
        doubts=tuple(doubts),
        body=body,
        body_sha256=sha256(body),
        digest=_digest(capture, body),
        keys=sure_keys(source, capture.guid, capture.url),
        title_key=title_key(source, language, capture.title),
        wording=known.wording,
    )


def language_of(known: Identified, hints: Hints, neighbour: str | None) -> tuple[str, float | None, bool]:
    """Language, the identifier's confidence if it is the one who said so, and whether it is sure.

    A long text speaks for itself, unless the dump names a language the identifier has not learnt;
    a short one is believed less than the feed or the page, the operator, and the article before it.
    """
    capture, identified = known.capture, known.language
    text = identified_by(capture.title, capture.paragraphs, capture.excerpt)
    stated = languages.primary(capture.language)
    if stated and not languages.is_identifiable(stated):
        return stated, None, True
    if identified and languages.is_sure(identified, text):
        return identified.code, identified.confidence, True
    believed = stated or languages.primary(hints.language) or neighbour
    if believed:
        return believed, None, stated is not None or bool(hints.language)
    if identified:
        return identified.code, identified.confidence, False
    return languages.UNDETERMINED, None, False


def _captured_at(capture: Capture) -> datetime | None:
    stated = read_feed_date(capture.captured) if capture.captured else None
    return stated.at if stated else None


def identified_by(title: str, paragraphs: Iterable[str], excerpt: str | None) -> str:
    """The text of which a language is identified."""
    return "\n".join([title, *paragraphs, excerpt or ""])


def read_date(
    text: str | None, origin: str | None, language: str, captured_at: datetime | None
) -> StatedDate | None:
    """A date as a feed or a page states it, or either where that is not known; an age counts from when it was
    captured. None for one that cannot be read."""
    if not text:
        return None
    stated = read_feed_date(text) if origin != PAGE else None
    if stated or origin == FEED:
        return stated
    stated = read_page_date(text, language) or read_worded_date(text, language)
    return stated or (read_age(text, language, captured_at) if captured_at else None)


def _digest(capture: Capture, body: str) -> str:
    stated = [
        capture.title,
        capture.section,
        capture.byline,
        capture.published,
        capture.excerpt,
        body,
    ]
    return sha256(json.dumps(stated, ensure_ascii=False))


def sure_keys(source: str | None, guid: str | None, url: str | None) -> tuple[str, ...]:
    """The surest first."""
    keys = []
    if guid:
        keys.append(sha256(f"guid\n{fold(source or '')}\n{guid}"))
    if canonical := canonical_url(url):
        keys.append(sha256(f"url\n{fold(source or '')}\n{canonical}"))
    return tuple(keys)


def title_key(source: str | None, language: str, title: str) -> str:
    return sha256(f"title\n{fold(source or '')}\n{language}\n{fold(title) or title}")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
