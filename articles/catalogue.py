"""Sources, languages and tags by the names that dumps use, made on first use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from . import languages
from .folding import fold, name_key, slug_of
from .models import Language, Source, Tag, TagName
from .vocabulary import Concept, Kind, NamedConcept, Vocabulary, territory_names


@dataclass
class Catalogue:
    """Looks rows up by name, keeps what it found, and makes what is missing. One load, one catalogue."""

    _sources: dict[str, Source] = field(default_factory=dict)
    _languages: dict[str, Language] = field(default_factory=dict)
    _tags: dict[Concept, Tag] = field(default_factory=dict)

    def source(self, name: str | None) -> Source:
        """The source of this name; None is the one that stands for "the dump does not say"."""
        name = name or Source.UNKNOWN
        key = fold(name) or name
        if key not in self._sources:
            source = Source.objects.filter(key=key[:200]).first()
            if source is None:
                slug = free_slug(Source, name, "source")
                source = Source(key=key[:200], name=name[:200], slug=slug)
                source.save_without_historical_record()
            self._sources[key] = standing_for(source)
        return self._sources[key]

    def language(self, code: str) -> Language:
        if code not in self._languages:
            names = languages.names_of(code)
            self._languages[code], _ = Language.objects.get_or_create(
                code=code,
                defaults={
                    "name": names.name,
                    "english_name": names.english_name,
                    "direction": names.direction,
                },
            )
        return self._languages[code]

    def tag(self, named: NamedConcept) -> Tag:
        """The tag of a concept. A new one gets the name it was called by, a country all of CLDR's."""
        if named.concept not in self._tags:
            self._tags[named.concept] = self.known_tag(named) or self._new_tag(named)
        return self._tags[named.concept]

    def known_tag(self, named: NamedConcept) -> Tag | None:
        """The tag of a concept, if there is one."""
        known = self._known_tag(named)
        return standing_for(known) if known else None

    def forget(self) -> None:
        """At the start of a transaction: what the last one saw may have been changed since."""
        self._sources.clear()
        self._languages.clear()
        self._tags.clear()

    def _known_tag(self, named: NamedConcept) -> Tag | None:
        concept = named.concept
        if concept.tag:
            return Tag.objects.filter(pk=concept.tag).first()
        if concept.territory:
            return Tag.objects.filter(territory=concept.territory).first()
        # One that was made since the vocabulary was read.
        key = name_key(named.called)
        own = Tag.objects.filter(names__language=named.language, names__key=key)
        return own.first() or Tag.objects.filter(names__key=key).order_by("names__id").first()

    def _new_tag(self, named: NamedConcept) -> Tag:
        concept = named.concept
        tag = Tag(
            name=concept.name[:200],
            slug=free_slug(Tag, concept.name, "tag"),
            kind=concept.kind,
            territory=concept.territory,
        )
        tag.save_without_historical_record()
        names = {named.language: named.called}
        if concept.territory:
            names |= territory_names(concept.territory, sorted(languages.NEWS_LANGUAGES))
        # What a dump calls its sections is no name to look for in texts, and which texts it would be
        # found in would depend on the order of loads.
        is_known = concept.territory is not None
        rows = [
            TagName(tag=tag, language=language, name=name[:200], tags_texts=is_known)
            for language, name in names.items()
        ]
        for row in rows:
            row.set_derived()
        TagName.objects.bulk_create(rows, ignore_conflicts=True)
        return tag


class StoredVocabulary(Vocabulary):
    """The names of all tags, each looked up when it is first met."""

    def meanings(self, folded: str) -> Mapping[str, Concept]:
        if folded not in self._names:
            rows = TagName.objects.filter(key=name_key(folded)).select_related("tag").order_by("id")
            # What is neither shown nor tags is a common word: a dump's label says more than that.
            rows = rows.exclude(is_shown=False, tags_texts=False)
            self._names[folded] = {
                row.language: Concept(row.tag.name, Kind(row.tag.kind), row.tag.territory, row.tag_id)
                for row in rows
            }
        return self._names[folded]


Merged = TypeVar("Merged", Source, Tag)


def standing_for(row: Merged) -> Merged:
    """The source or tag that stands for one that may have been merged. A circle, which no merge makes, would
    be walked once."""
    passed = {row.pk}
    while row.merged_into_id and row.merged_into_id not in passed:
        passed.add(row.merged_into_id)
        row = row.merged_into
    return row


def free_slug(model: type[Source] | type[Tag], name: str, fallback: str) -> str:
    """The name's slug, with a number behind it if another name has taken it."""
    slug = slug_of(name, fallback)[:70]
    taken = set(model.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(free for free in numbered if free not in taken)
