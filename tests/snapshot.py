"""All that loads have put into an archive, without what differs between two loads of the same dumps:
ids, the time of day, and in which run it happened. `python -m tests.snapshot` prints it as JSON."""

import hashlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime

import django
from django.db import models

# How often a load ran or an editor acted, and what was done each time, is what two archives may differ in;
# and the history of it.
RUNS = ("Load", "Reading", "Operation", "User")

Names = dict[str, dict[object, str]]


def snapshot() -> dict[str, list[dict[str, object]]]:
    """Rows by model, in an order that follows from what they say."""
    from django.apps import apps

    app = apps.get_app_config("articles")
    names = _names(app)
    return {
        model.__name__: sorted((_said(row, names) for row in model.objects.all()), key=_in_writing)
        for model in app.get_models()
        if model.__name__ not in RUNS and not hasattr(model, "instance_type")
    }


def _names(app: django.apps.AppConfig) -> Names:
    """By model and primary key: what tells a row from its like, in words of the dumps."""
    names: Names = {}

    def name(model: str, called: Callable[[models.Model], str]) -> None:
        names[model] = {row.pk: called(row) for row in app.get_model(model).objects.all()}

    name("Source", lambda row: row.key)
    name("Language", lambda row: row.code)
    name("Tag", lambda row: row.slug)
    name("Dump", lambda row: f"{row.name} {row.sha256}")
    name("Refusal", lambda row: f"{names['Dump'][row.dump_id]} {row.byte_start}")
    keys: dict[int, list[str]] = {}
    for row in app.get_model("ArticleKey").objects.order_by("key"):
        keys.setdefault(row.article_id, []).append(row.key)
    erased: dict[int, list[str]] = {}
    for row in app.get_model("TombstoneKey").objects.order_by("key"):
        erased.setdefault(row.tombstone_id, []).append(row.key)
    name("Tombstone", lambda row: _sha256(f"{erased.get(row.pk)}"))
    first = app.get_model("Revision").objects.filter(number=1)
    digests = dict(first.values_list("article", "digest"))
    name("Article", lambda row: _sha256(f"{digests[row.pk]} {keys[row.pk]}"))
    for model, column in (("DuplicateGroup", "duplicates"), ("Story", "story")):
        members: dict[int, list[str]] = {}
        grouped = app.get_model("Article").objects.exclude(**{column: None})
        for pk, group in grouped.values_list("pk", column):
            members.setdefault(group, []).append(names["Article"][pk])
        names[model] = {group: _sha256(" ".join(sorted(told))) for group, told in members.items()}
    name("Revision", lambda row: f"{names['Article'][row.article_id]} {row.number}")
    return names


def _said(row: models.Model, names: Names) -> dict[str, object]:
    said = {
        field.name: _value(getattr(row, field.attname), field, names)
        for field in row._meta.concrete_fields
        if not _is_of_the_run(field)
    }
    return said | _PARTICULARS.get(type(row).__name__, lambda *_: {})(row, names)


def _is_of_the_run(field: models.Field) -> bool:
    if field.related_model:
        return field.related_model.__name__ in RUNS
    is_clock = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return is_clock or isinstance(field, models.AutoField | models.GeneratedField)


def _value(value: object, field: models.Field, names: Names) -> object:
    if field.related_model and value is not None:
        return names[field.related_model.__name__][value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    return value


def _place_of_tag(row: models.Model, _: Names) -> dict[str, object]:
    return {"position": row.position == row.article.position}


def _counted(row: models.Model, names: Names) -> dict[str, object]:
    return {"source": names["Source"].get(row.source), "tag": names["Tag"].get(row.tag)}


def _asked(row: models.Model, names: Names) -> dict[str, object]:
    """Which of two articles is the older one is a matter of ids."""
    if row.other_id is None:
        return {}
    one, other = sorted(names["Article"][pk] for pk in (row.article_id, row.other_id))
    return {"article": one, "other": other}


def _sketched(row: models.Model, names: Names) -> dict[str, object]:
    return {"group": names["DuplicateGroup"].get(row.group)}


def _bucket(row: models.Model, names: Names) -> dict[str, object]:
    ids = None if row.articles is None else row.articles.split()
    return {"hash": row.hash, "articles": ids and sorted(names["Article"][int(pk)] for pk in ids)}


def _indexed(row: models.Model, names: Names) -> dict[str, object]:
    return {
        "source": names["Source"][row.source],
        "tags": sorted(names["Tag"][tag] for tag in row.tags),
        "facets": sorted(_facet(*term.split(":"), names) for term in row.facets.split()),
    }


def _facet(name: str, value: str, names: Names) -> str:
    called = {"source": names["Source"], "tag": names["Tag"]}.get(name, {})
    return f"{name}:{called.get(int(value)) if called else value}"


# Columns that hold an id, or something made of one, without being a relation.
_PARTICULARS: dict[str, Callable[[models.Model, Names], dict[str, object]]] = {
    "ArticleTag": _place_of_tag,
    "FacetCount": _counted,
    "Indexed": _indexed,
    "Review": _asked,
    "Sketch": _sketched,
    "SketchBucket": _bucket,
}


def _in_writing(said: object) -> str:
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    print(_in_writing(snapshot()))
