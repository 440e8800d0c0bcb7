"""One act of an editor on many rows, recorded as it is done, so that it can be taken back.

A step is what was set, added or removed in one table. Undone are the steps in the opposite order, and of
each what still is as the act left it: what somebody has changed since stays.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import ForeignKey, QuerySet
from django.utils import timezone

from .. import duplicates, history, indexing
from ..batches import in_batches
from ..locks import wait_to_write
from ..models import Article, Operation, Source, Tag, TagName

BATCH = 500

# In characters.
QUOTED = 80

_WITH_HISTORY = (Source, Tag, TagName)

SET, ADDED, REMOVED = "set", "added", "removed"

# What of an article decides on its place in the index, but not on its words there.
_BESIDE_THE_TEXT = {"source_id", "story_id", "curated"}

Step = dict[str, Any]


class CannotUndo(Exception):
    """It has been undone already."""


class Act:
    """What is done in one act: it changes rows, and notes how they were."""

    def __init__(self, articles: Collection[int]):
        self.summary = ""
        self.articles = set(articles)
        self.beside: dict[type[models.Model], set[int]] = {}
        self.steps: list[Step] = []
        self.operation: Operation | None = None

    def set(self, model: type[models.Model], pks: Iterable[int], **values: object) -> int:
        """Gives columns, by their attnames, these values; answers in how many rows that was news."""
        before: dict[str, list[int]] = {}
        for batch in in_batches(pks, BATCH):
            for pk, *held in model.objects.filter(pk__in=batch).order_by("pk").values_list("pk", *values):
                before.setdefault(json.dumps(held), []).append(pk)
        before.pop(json.dumps(list(values.values())), None)
        self._remember(model, chain.from_iterable(before.values()))
        for held, changed in before.items():
            was = dict(zip(values, json.loads(held), strict=True))
            self._step(model, {"did": SET, "from": was, "to": values, "rows": changed})
            for batch in in_batches(changed, BATCH):
                model.objects.filter(pk__in=batch).update(**values, **_touched(model))
        return sum(map(len, before.values()))

    def add(self, rows: Iterable[models.Model]) -> int:
        """Writes new rows of one table; answers how many."""
        rows = list(rows)
        if rows:
            model = type(rows[0])
            model.objects.bulk_create(rows, batch_size=BATCH)
            self._step(model, {"did": ADDED, "rows": [row.pk for row in rows]})
        return len(rows)

    def remove(self, model: type[models.Model], pks: Iterable[int]) -> int:
        """Deletes rows to which nothing else refers; answers how many."""
        columns = [field.attname for field in model._meta.concrete_fields]
        held: list[dict[str, object]] = []
        for batch in in_batches(pks, BATCH):
            rows = model.objects.filter(pk__in=batch)
            held += rows.order_by("pk").values(*columns)
            rows.delete()
        if held:
            self._step(model, {"did": REMOVED, "rows": held})
        return len(held)

    def _remember(self, model: type[models.Model], pks: Iterable[int]) -> None:
        """Of articles the act does so itself, at its beginning."""
        if model in _WITH_HISTORY:
            found = self.beside.setdefault(model, set())
            found.update(pks)
            history.remember_many(found, model)

    def _step(self, model: type[models.Model], step: Step) -> None:
        self.steps.append({"model": model._meta.model_name, **step})


def having(rows: QuerySet, column: str, values: Iterable[object]) -> list[int]:
    """The keys of those of the rows whose column has one of any number of values."""
    found: list[int] = []
    for batch in in_batches(values, BATCH):
        found += rows.filter(**{f"{column}__in": batch}).order_by("pk").values_list("pk", flat=True)
    return found


@contextmanager
def act(kind: str, user: AbstractBaseUser | None, articles: Iterable[int] = ()) -> Iterator[Act]:
    """One act that concerns these articles: a transaction, at whose end everything derived from them is up
    to date, their history tells of it, and an Operation takes it back. Of an act that changed nothing,
    nothing is left. The block sets `summary`."""
    with transaction.atomic():
        wait_to_write()
        doing = Act(articles)
        history.remember_many(doing.articles)
        yield doing
        if not doing.steps:
            return
        doing.operation = Operation.objects.create(
            kind=kind,
            summary=doing.summary,
            articles=len(articles_of(doing.steps)),
            steps=doing.steps,
            made_by=user,
        )
        _derive(doing.steps, doing.articles)
        _note(doing.operation, user, {Article: doing.articles, **doing.beside})


@transaction.atomic
def undo(operation: Operation, user: AbstractBaseUser | None) -> int:
    """Takes an act back; answers how many of its rows have been changed since, and stay as they are."""
    wait_to_write()
    operation = Operation.objects.select_for_update().get(pk=operation.pk)
    if operation.undone_at:
        raise CannotUndo(f"“{operation}” was undone on {operation.undone_at:%Y-%m-%d}.")
    articles = articles_of(operation.steps)
    beside = {model: _rows_of(operation.steps, model) for model in _WITH_HISTORY}
    for model, pks in {Article: articles, **beside}.items():
        history.remember_many(pks, model)
    stayed = 0
    for step in reversed(operation.steps):
        model = apps.get_model("articles", step["model"])
        stayed += len(step["rows"]) - _TAKE_BACK[step["did"]](model, step)
    operation.undone_by, operation.undone_at = user, timezone.now()
    operation.save(update_fields=["undone_by", "undone_at"])
    articles |= articles_of(operation.steps)
    _derive(operation.steps, articles)
    _note(operation, user, {Article: articles, **beside}, "undone")
    return stayed


def _note(
    operation: Operation,
    user: AbstractBaseUser | None,
    rows: Mapping[type[models.Model], Collection[int]],
    how: str = "done",
) -> None:
    for model, pks in rows.items():
        history.note_many(pks, user, f"{how} by operation {operation.pk}", model)


def _rows_of(steps: Iterable[Step], model: type[models.Model]) -> set[int]:
    sets = (step for step in steps if step["did"] == SET and step["model"] == model._meta.model_name)
    return {pk for step in sets for pk in step["rows"]}


def articles_of(steps: Iterable[Step]) -> set[int]:
    """The articles that steps are about, as far as the rows are there to tell."""
    found: set[int] = set()
    for step in steps:
        model = apps.get_model("articles", step["model"])
        if model is Article:
            found.update(step["rows"])
        elif "article" not in {field.name for field in model._meta.concrete_fields}:
            continue
        elif step["did"] == REMOVED:
            found.update(row["article_id"] for row in step["rows"])
        else:
            for batch in in_batches(step["rows"], BATCH):
                found.update(model.objects.filter(pk__in=batch).values_list("article", flat=True))
    return found


def quote(row: models.Model) -> str:
    """A row by its name, as summaries write it."""
    return f"“{str(row)[:QUOTED]}”"


def _unset(model: type[models.Model], step: Step) -> int:
    done = 0
    for batch in in_batches(step["rows"], BATCH):
        same = model.objects.filter(pk__in=batch, **step["to"])
        done += same.update(**step["from"], **_touched(model))
    return done


def _take_away(model: type[models.Model], step: Step) -> int:
    done = 0
    for batch in in_batches(step["rows"], BATCH):
        done += model.objects.filter(pk__in=batch).delete()[1].get(model._meta.label, 0)
    return done


def _put_back(model: type[models.Model], step: Step) -> int:
    """What belongs to a row that is no more cannot come back, nor what is there again."""
    rows = step["rows"]
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            asked = {row[field.attname] for row in rows} - {None}
            there = set(having(field.related_model.objects, "pk", asked))
            rows = [row for row in rows if row[field.attname] is None or row[field.attname] in there]
    made = [model(**{name: _value(model, name, value) for name, value in row.items()}) for row in rows]
    pks = [row.pk for row in made]
    there = len(having(model.objects, "pk", pks))
    model.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    return len(having(model.objects, "pk", pks)) - there


_TAKE_BACK = {SET: _unset, ADDED: _take_away, REMOVED: _put_back}


def _value(model: type[models.Model], attname: str, value: object) -> object:
    field = model._meta.get_field(attname)
    return value if field.is_relation else field.to_python(value)


def _touched(model: type[models.Model]) -> Mapping[str, object]:
    """So that a form that was opened before is told."""
    return {"updated_at": timezone.now()} if model is Article else {}


def _derive(steps: Iterable[Step], articles: Collection[int]) -> None:
    if any(step["model"] == "review" for step in steps):
        duplicates.regroup(articles)
    is_beside = all(
        step["model"] != "article" or step["to"].keys() <= _BESIDE_THE_TEXT for step in steps
    ) and not any(step["model"] == "revision" for step in steps)
    (indexing.reclassify if is_beside else indexing.refresh)(articles)
