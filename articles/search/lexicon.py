"""What this archive knows of words: its languages, the names of its concepts, and the words it holds."""

from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db.models import Q

from .. import addresses, counts
from ..batches import in_batches
from ..fields import begins
from ..folding import name_key
from ..models import Language, Source, TagName, WordForm
from .expression import LANGUAGE, SOURCE, Facet
from .meaning import Concept, Form, Name

# How many values one statement asks for: SQLite takes 32,766 parameters, plans sooner with fewer.
ASKED_AT_ONCE = 2_000

# How many words a beginning stands for, besides all terms that begin so.
MOST_FORMS = 300


class StoredLexicon:
    """The lexicon of the database; one request, one lexicon."""

    @cached_property
    def languages(self) -> list[str]:
        return list(Language.objects.order_by("code").values_list("code", flat=True))

    def names(self, terms: Collection[str], keys: Collection[str]) -> Iterable[Name]:
        asked = [*(("terms", one) for one in terms), *(("key", one) for one in keys)]
        for batch in in_batches(asked, ASKED_AT_ONCE):
            by = {field: [value for name, value in batch if name == field] for field in ("terms", "key")}
            rows = TagName.objects.filter(Q(terms__in=by["terms"]) | Q(key__in=by["key"])).order_by("id")
            yield from (_name(row) for row in rows)

    def concepts(self, ids: Collection[int]) -> Iterable[Concept]:
        if not ids:
            return
        names = TagName.objects.filter(tag__in=ids).select_related("tag")
        for tag, rows in groupby(names.order_by("tag_id", "language", "name"), attrgetter("tag")):
            yield Concept(tag.pk, tag.name, tuple(map(_name, rows)))

    def forms(self, forms: Collection[str]) -> Iterable[Form]:
        rows = WordForm.objects.filter(form__in=forms).order_by("form", "language", "term")
        yield from (Form(*row) for row in rows.values_list("form", "language", "term"))

    def beginning(self, beginning: str) -> Iterable[Form]:
        rows = WordForm.objects.filter(begins("form", beginning)).order_by("form", "language", "term")
        yield from (Form(*row) for row in rows.values_list("form", "language", "term")[:MOST_FORMS])

    def facet(self, field: str, text: str) -> Facet | None:
        key = name_key(text)
        if field == SOURCE:
            found = addresses.named(Source, Q(key=key) | Q(slug=text.casefold()))
            return Facet(SOURCE, found[0][1].pk) if found else None
        for language in Language.objects.filter(counts.is_held(counts.LANGUAGE)).order_by("code"):
            if key in map(name_key, (language.code, language.name, language.english_name)):
                return Facet(LANGUAGE, language.pk)
        return None


def _name(row: TagName) -> Name:
    return Name(row.tag_id, row.language, row.name, row.key, row.terms, row.is_shown, row.tags_texts)
