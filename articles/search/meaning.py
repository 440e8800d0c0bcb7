"""What a query asks an index: its words in every form and language, and the concepts it names.

Nothing here asks the database: the lexicon, what the archive knows of words, is an argument.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ..folding import fold, shown
from ..notices import Notice
from .analysis import is_dense, solid, terms_of, terms_within
from .expression import (
    EVERYTHING,
    LANGUAGE,
    SOURCE,
    TAG,
    All,
    Expression,
    Facet,
    Phrase,
    any_of,
)
from .query import Query, Typed
from .smallwords import LINGUA_FRANCA, is_small, joins_names
from .stemmers import STEMMERS

# A stem of fewer letters than this could be that of many words: such a name is only found whole.
SHORTEST_STEM = 4

# No name of a concept is longer, in words and in pairs of a script without spaces.
LONGEST_NAME = 8
LONGEST_DENSE_NAME = 30

UNKNOWN = {
    LANGUAGE: Notice("The archive has no language “%(value)s”: it was left out."),
    SOURCE: Notice("The archive has no source “%(value)s”: it was left out."),
    TAG: Notice("The archive has no tag “%(value)s”: it was left out."),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a concept in a language (BCP 47): as it is written, folded (`key`), and its terms in
    that language, with a space between them. Not shown, it is only searched by."""

    concept: int
    language: str
    text: str
    key: str
    terms: str
    is_shown: bool = True
    tags_texts: bool = True


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept that a query names, with all its names, the preferred one apart."""

    id: int
    preferred: str
    names: tuple[Name, ...]

    @property
    def is_common(self) -> bool:
        """Whether its names are words like "law", which no article is tagged by."""
        return not any(name.tags_texts for name in self.names)


@dataclass(frozen=True, slots=True)
class Form:
    """A word, folded, as articles of a language write it, and its term there."""

    form: str
    language: str
    term: str


class Lexicon(Protocol):
    """What the archive knows of words."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages that articles are in."""

    def names(self, terms: Collection[str], keys: Collection[str]) -> Iterable[Name]:
        """The names of these terms, or of these folded forms."""

    def concepts(self, ids: Collection[int]) -> Iterable[Concept]: ...

    def forms(self, forms: Collection[str]) -> "Iterable[Form]":
        """Words that articles hold, by their folded forms."""

    def beginning(self, beginning: str) -> "Iterable[Form]":
        """Words that articles hold and that begin so."""

    def facet(self, field: str, text: str) -> Facet | None:
        """The language or source that a person calls so."""


@dataclass(frozen=True, slots=True)
class Operand:
    """One thing that an article is to hold: a word or a run of words that was typed, found by its own
    `phrases`, by the names of a concept that it is a name of, or by the tag."""

    typed: Typed
    phrases: tuple[Phrase, ...] = ()
    names: tuple[Phrase, ...] = ()
    facets: tuple[Facet, ...] = ()
    concepts: tuple[Concept, ...] = ()
    # Of a name of several words: each by itself, because they need not stand together.
    words: "tuple[Operand, ...]" = ()
    # The languages in which articles hold the word just as it was typed.
    spoken: frozenset[str] = frozenset()

    @property
    def expression(self) -> Expression:
        apart = (All(tuple(word.expression for word in self.words)),) if self.words else ()
        return any_of((*self.phrases, *self.names, *self.facets, *apart))

    def names_in(self, language: str) -> tuple[Phrase, ...]:
        """The names that an article of this language most probably holds."""
        return tuple(
            Phrase(terms, self.typed.part)
            for concept in self.concepts
            for name in concept.names
            if name.language == language
            for terms in dict.fromkeys((tuple(name.terms.split()), terms_of(name.text, "")))
            if terms
        )


@dataclass(frozen=True, slots=True)
class Meaning:
    """A query as an index is asked: OR inside a group, AND between them."""

    query: Query
    groups: tuple[tuple[Operand, ...], ...] = ()
    excluded: tuple[Operand, ...] = ()
    left_out: tuple[Notice, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.excluded

    @property
    def operands(self) -> tuple[Operand, ...]:
        """What is to be found, without what is to be left out."""
        return tuple(operand for group in self.groups for operand in group)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        found = [one for operand in (*self.operands, *self.excluded) for one in operand.concepts]
        return tuple(dict.fromkeys(found))

    @property
    def expression(self) -> Expression:
        parts = tuple(any_of(tuple(operand.expression for operand in group)) for group in self.groups)
        return All(parts or (EVERYTHING,), tuple(operand.expression for operand in self.excluded))


def meaning(query: Query, lexicon: Lexicon, *, expands: bool = True) -> Meaning:
    """What a query means to an archive; without `expands` its words stand for themselves alone."""
    left_out = list(query.left_out)
    groups, concepts = _with_concepts(query, lexicon, expands)
    forms = _forms([one for group in (*groups, query.excluded) for one in group], lexicon)

    def is_joining(word: str) -> bool:
        return is_small(word, {form.language for form in forms.get(fold(word), ())})

    def operand(typed: Typed) -> Operand | None:
        found = concepts.get(typed, ())
        facets = tuple(Facet(TAG, concept.id) for concept in found)
        if typed.field in (SOURCE, LANGUAGE, TAG):
            if typed.field != TAG:
                facets = tuple(filter(None, [lexicon.facet(typed.field, typed.text)]))
            if not facets:
                left_out.append(UNKNOWN[typed.field].of(value=shown(typed.text)))
                return None
            return Operand(typed, facets=facets)
        phrases = _merged(_phrases(typed, lexicon.languages, forms))
        names = _merged(name for one in found for name in _names(one, typed.part, lexicon.languages))
        if found and typed.text.isupper() and is_small(typed.text.lower(), ()):
            # "UN" is the United Nations, and not every Latvian "and".
            phrases = ()
        return Operand(
            typed,
            phrases,
            names=tuple(phrase for phrase in names if phrase not in phrases),
            facets=facets if typed.field is None else (),
            concepts=found,
            words=() if typed.is_exact else tuple(map(operand, _apart(typed, is_joining))),
            spoken=frozenset(form.language for form in forms.get(fold(typed.text), ())),
        )

    # Words that only join others are left out, if there are others.
    large = [
        group
        for group in groups
        if len(group) > 1 or not _is_plain(group[0]) or group[0] in concepts or not is_joining(group[0].text)
    ]
    parts = [tuple(filter(None, map(operand, group))) for group in large or groups]
    excluded = tuple(filter(None, map(operand, query.excluded)))
    return Meaning(query, tuple(filter(None, parts)), excluded, tuple(left_out))


def _is_plain(typed: Typed) -> bool:
    return typed.field is None and not typed.is_exact and not typed.is_prefix


def _apart(typed: Typed, is_joining: Callable[[str], bool]) -> list[Typed]:
    """The words of a name one by one, if it has several."""
    words = [word for word in typed.text.split() if terms_of(word, "") and not is_joining(word)]
    return [replace(typed, text=word) for word in words] if len(words) > 1 else []


def _forms(typed: Iterable[Typed], lexicon: Lexicon) -> dict[str, list[Form]]:
    """What the archive holds of the words that were typed, by the folded word."""
    forms: dict[str, list[Form]] = {}
    words = {word for one in typed for word in (fold(one.text), *map(fold, one.text.split()))}
    for form in lexicon.forms(words):
        forms.setdefault(form.form, []).append(form)
    for one in typed:
        if one.is_prefix:
            beginning = solid(one.text)
            # Words whose terms begin so are found by that; those with shorter ones are not.
            short = (form for form in lexicon.beginning(beginning) if not form.term.startswith(beginning))
            by_term = {(form.language, form.term): form for form in short}
            forms.setdefault(fold(one.text), []).extend(by_term.values())
    return forms


def _phrases(typed: Typed, languages: Iterable[str], forms: Mapping[str, Iterable[Form]]) -> Iterator[Phrase]:
    """A typed word or phrase as articles may hold it: as it is, in any language, as a name would be;
    under the rules of each language, in articles of that language; and as an article holds a word that
    is the same but for accents, or begins so."""
    plain = terms_of(typed.text, "")
    is_beginning = typed.is_prefix or (len(plain) == 1 and is_dense(typed.text))
    yield Phrase(plain, typed.part, is_prefix=is_beginning)
    for language in languages:
        if (terms := terms_of(typed.text, language)) and terms != plain:
            yield Phrase(terms, typed.part, (language,))
    for form in forms.get(fold(typed.text), ()):
        if (form.term,) != plain:
            yield Phrase((form.term,), typed.part, (form.language,))


def _names(concept: Concept, part: str | None, languages: Collection[str]) -> Iterator[Phrase]:
    """The names of a concept in the archive's languages, as they are and as articles inflect them; in
    articles of their own language, but for the English names, which texts in other scripts write too."""
    for name in concept.names:
        if name.language not in languages and name.language != LINGUA_FRANCA:
            continue
        plain, terms = terms_of(name.text, ""), tuple(name.terms.split())
        is_common = name.language == LINGUA_FRANCA and len(name.key) >= SHORTEST_STEM
        if plain:
            yield Phrase(plain, part, () if is_common else (name.language,))
        if terms != plain and name.language in languages and len(name.terms) >= SHORTEST_STEM:
            yield Phrase(terms, part, (name.language,))


def _merged(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Each phrase once, with all the languages it is for; one that is for any needs no others."""
    merged: dict[Phrase, tuple[str, ...]] = {}
    for phrase in phrases:
        key = replace(phrase, languages=())
        if not phrase.languages:
            merged[key] = ()
        elif merged.get(key, phrase.languages):
            merged[key] = tuple(dict.fromkeys((*merged.get(key, ()), *phrase.languages)))
    return tuple(replace(phrase, languages=languages) for phrase, languages in merged.items())


# Finding names in what was typed


def _with_concepts(
    query: Query, lexicon: Lexicon, expands: bool
) -> tuple[tuple[tuple[Typed, ...], ...], dict[Typed, tuple[Concept, ...]]]:
    """The groups of a query, each run of words that is a name as one thing, and what those things name.
    Longer names go first. Who asks for a tag names it, whether the rest `expands` or not."""
    runs = [run for run in _runs(query) if expands or run.typed.field == TAG]
    called = _called(runs, lexicon)
    chosen: list[_Run] = []
    for run in sorted(called, key=lambda run: (-run.length, run.typed.start)):
        if not any(run.meets(other) for other in chosen):
            chosen.append(run)
    concepts = {one.id: one for one in lexicon.concepts({id for run in chosen for id in called[run]})}
    found = {run.typed: tuple(concepts[id] for id in sorted(called[run])) for run in chosen}
    groups = tuple(_rejoined(query, chosen))
    if len(groups) == 1:
        # "Law in Tunisia" asks for a law in any language, "law" alone for the word.
        found = {
            typed: tuple(one for one in named if typed.field == TAG or not one.is_common)
            for typed, named in found.items()
        }
    return groups, found


@dataclass(frozen=True, slots=True)
class _Run:
    """Typed words that may be a name: what they are as one thing, and the terms they may be stored as."""

    typed: Typed
    length: int
    plain: str

    def meets(self, other: "_Run") -> bool:
        return self.typed.start < other.typed.end and other.typed.start < self.typed.end

    def stems(self) -> set[str]:
        """What it may be stored as; a script without spaces has no stems."""
        if is_dense(self.typed.text):
            return {self.plain}
        return {self.plain} | {self.terms(language) for language in STEMMERS}

    def terms(self, language: str) -> str:
        return " ".join(terms_of(self.typed.text, language))


def _runs(query: Query) -> list[_Run]:
    """Every run of words of a query that could be a name."""
    runs = [_run(typed) for group in (*query.groups, query.excluded) for typed in group if _may_name(typed)]
    plain: list[list[Typed]] = [[]]
    for group in query.groups:
        typed = group[0]
        if len(group) > 1 or not _may_name(typed) or typed.field:
            plain.append([])
        elif plain[-1] and query.text[plain[-1][-1].end : typed.start].strip():
            plain.append([typed])
        else:
            plain[-1].append(typed)
    for row in plain:
        for first in range(len(row)):
            for last in range(first + 1, min(first + LONGEST_NAME, len(row))):
                runs.append(_run(*row[first : last + 1]))
        for typed in row:
            runs += _dense_runs(typed)
    return runs


def _may_name(typed: Typed) -> bool:
    if typed.field == TAG:
        return True
    return not (typed.is_exact or typed.is_prefix or typed.field in (SOURCE, LANGUAGE))


def _run(*row: Typed) -> _Run:
    text = " ".join(typed.text for typed in row)
    joined = row[0] if len(row) == 1 else Typed(text, row[0].start, row[-1].end)
    return _Run(joined, joined.end - joined.start, " ".join(terms_of(text, "")))


def _dense_runs(typed: Typed) -> Iterator[_Run]:
    """The parts of a run without spaces: "constitution" and "Kazakhstan" are one run in Thai."""
    if not is_dense(typed.text):
        return
    pairs = terms_within(typed.text)
    for first in range(len(pairs)):
        for last in range(first + 1, min(first + LONGEST_DENSE_NAME, len(pairs))):
            start, end = pairs[first].start, pairs[last].end
            part = replace(
                typed, text=typed.text[start:end], start=typed.start + start, end=typed.start + end
            )
            if part != typed:
                yield _Run(part, end - start, " ".join(pair.text for pair in pairs[first : last + 1]))


def _called(runs: Sequence[_Run], lexicon: Lexicon) -> dict[_Run, set[int]]:
    """The concepts that runs name: by the whole name if there is one, else by its stems."""
    if not runs:
        return {}
    keys = {run: fold(run.typed.text) for run in runs}
    stems = {run: run.stems() for run in runs}
    every = set().union(*stems.values())
    names = list(lexicon.names(every, every | set(keys.values())))
    by_key: dict[str, list[Name]] = {}
    by_terms: dict[str, list[Name]] = {}
    for name in names:
        by_key.setdefault(name.key, []).append(name)
        by_terms.setdefault(name.terms, []).append(name)
        if name.key != name.terms:
            # A stemmer may take off a name what it takes for an ending, and leave it before a real one:
            # "Токаев" gives "тока", "Токаева" "токаев".
            by_terms.setdefault(name.key, []).append(name)
    called = {}
    for run in runs:
        found = by_key.get(keys[run]) or [
            name
            for terms in stems[run]
            for name in by_terms.get(terms, ())
            if len(terms) >= SHORTEST_STEM and run.terms(name.language) == terms
        ]
        if found:
            called[run] = {name.concept for name in found}
    return called


def _rejoined(query: Query, chosen: Sequence[_Run]) -> Iterator[tuple[Typed, ...]]:
    """The groups of a query with the words of a name put together, and a run without spaces parted
    where a name begins or ends."""
    for group in query.groups:
        if len(group) > 1:
            yield group
            continue
        typed = group[0]
        inside = sorted(
            (run.typed for run in chosen if run.typed.start < typed.end and typed.start < run.typed.end),
            key=lambda part: part.start,
        )
        at = typed.start
        for part in inside:
            rest = typed.text[at - typed.start : max(at, part.start) - typed.start]
            if terms_of(rest, "") and not joins_names(rest):
                yield (replace(typed, text=rest, start=at, end=part.start),)
            if part.start >= typed.start:
                yield (part,)
            at = part.end
        if not inside:
            yield group
        elif at < typed.end and (rest := typed.text[at - typed.start :]) and terms_of(rest, ""):
            if joins_names(rest):
                continue
            yield (replace(typed, text=rest, start=at),)
