"""What the history of an article, a source or a tag tells: what somebody did, and what differs between the
states before and after it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import ForeignKey, Model
from django.utils.text import capfirst

from .. import history
from ..dates import Precision, StatedDate
from ..diffs import Change, Piece, Room, changes
from ..models import Article, Operation, Revision, Source, Tag, TagName
from ..writing import stated_day

CREATED, DELETED = "+", "-"

# What the history of a row says of an act on many (curation/operations.py).
_BY_OPERATION = re.compile(r"(done|undone) by operation (\d+)")

Bodies = Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two states in one thing. `language` is that of an article's words."""

    label: str
    changes: Sequence[Change]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did, as the page shows it. `state` can be put back; `operation` was one for many rows."""

    at: datetime
    who: str = ""
    what: str = ""
    differences: Sequence[Difference] = ()
    state: int | None = None
    operation: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A row of a history, or of the admin's log, before it is fetched: `before` is the state it followed."""

    at: datetime
    pk: int
    model: type[Model]
    by: int | None
    reason: str
    operation: int | None = None
    before: int | None = None


def written(row: Model) -> list[Written]:
    """All that was written of a row, newest first. The admin's log is left out where it says the same."""
    states = _named(_states_of(row.history))
    names = _states_of(TagName.history.filter(tag_id=row.pk)) if isinstance(row, Tag) else []
    told = {beside for one in states for beside in ((one.by, one.at), (one.by, one.reason))}
    log = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    ).values_list("action_time", "pk", "user", "change_message")
    logged = [
        Written(at, pk, LogEntry, by, said)
        for at, pk, by, said in log
        if not {(by, at), (by, said.removesuffix("."))} & told
    ]
    found = [one for one in names if one.reason != history.AS_FOUND]
    return sorted([*states, *found, *logged], key=lambda one: (one.at, one.pk), reverse=True)


def _named(states: Iterable[Written]) -> list[Written]:
    """With the words of an operation in place of its number."""
    acts = [(one, _BY_OPERATION.fullmatch(one.reason)) for one in states]
    pks = {int(act[2]) for _, act in acts if act}
    summaries = dict(Operation.objects.filter(pk__in=pks).values_list("pk", "summary"))
    return [_worded(one, act[1], int(act[2]), summaries) if act else one for one, act in acts]


def _worded(state: Written, how: str, operation: int, summaries: Mapping[int, str]) -> Written:
    if operation not in summaries:
        return state
    said = summaries[operation] if how == "done" else f"Undone: {summaries[operation]}"
    return replace(state, reason=said, operation=operation)


def _states_of(rows: Any) -> list[Written]:
    columns = ("id", "history_date", "history_id", "history_user", "history_change_reason")
    last: dict[int, int] = {}
    found = []
    for of, at, pk, by, reason in rows.order_by("history_id").values_list(*columns):
        found.append(Written(at, pk, rows.model, by, reason or "", before=last.get(of)))
        last[of] = pk
    return found


def entries(row: Model, shown: Sequence[Written]) -> list[Entry]:
    """In the same number of queries, however many there are."""
    found: dict[tuple[type[Model], int | None], Model] = {}
    for model in {one.model for one in shown}:
        pks = {pk for one in shown if one.model is model for pk in (one.pk, one.before) if pk}
        beside = ("user",) if model is LogEntry else ("history_user", *_BESIDE[model])
        rows = model.objects.filter(pk__in=pks).select_related(*beside)
        found |= {(model, one.pk): one for one in rows}
    pairs = [(found.get((one.model, one.before)), found[one.model, one.pk]) for one in shown]
    bodies, room = _bodies(row, pairs), Room()
    return [
        _logged(after)
        if one.model is LogEntry
        else _noted(row, one, after, _differences(before, after, bodies, room) if before else ())
        for one, (before, after) in zip(shown, pairs, strict=True)
    ]


def _logged(entry: LogEntry) -> Entry:
    return Entry(entry.action_time, entry.user.get_username(), entry.get_change_message())


def _noted(row: Model, one: Written, state: Model, differences: Sequence[Difference]) -> Entry:
    is_own = isinstance(state, row.history.model)
    what = [one.reason]
    if not is_own:
        what.append(f"name “{state.name}” ({state.language})")
    if state.history_type == DELETED or (state.history_type == CREATED and one.reason != history.AS_FOUND):
        what.append(state.get_history_type_display().lower())
    return Entry(
        at=one.at,
        who=state.history_user.get_username() if state.history_user else "",
        what=capfirst(", ".join(filter(None, what))),
        differences=differences,
        state=one.pk if is_own and state.history_type != DELETED else None,
        operation=one.operation,
    )


def since(row: Model) -> list[Entry]:
    """What has changed since the last that was written: nobody is known to have done it."""
    newest = row.history.order_by("-history_id").first()
    if newest is None:
        return []
    now = history.current(row)
    differences = between(row, newest, now)
    return [Entry(now.history_date, what="Since then", differences=differences)] if differences else []


def between(row: Model, before: Model, after: Model) -> list[Difference]:
    """What differs between two states of a row."""
    return _differences(before, after, _bodies(row, [(before, after)]), Room())


def _bodies(row: Model, pairs: Iterable[tuple[Model | None, Model]]) -> Bodies:
    """The texts that differ between states of an article, by the numbers of their revisions."""
    if not isinstance(row, Article):
        return {}
    numbers = {
        number
        for before, after in pairs
        if isinstance(before, row.history.model) and before.wording != after.wording
        for number in (before.wording, after.wording)
    }
    rows = Revision.objects.filter(article=row, number__in=numbers - {None})
    return {revision.number: revision.paragraphs for revision in rows}


def _differences(before: Model, after: Model, bodies: Bodies, room: Room) -> list[Difference]:
    found = []
    for label, write, read in _READ[after.instance_type]:
        was, is_now = read(before, bodies), read(after, bodies)
        if was != is_now:
            language = after.language_id if write is _words else ""
            found.append(Difference(label, write(was, is_now, room), language))
    return found


def _words(before: Sequence[str], after: Sequence[str], room: Room) -> list[Change]:
    """An article's: paragraph by paragraph, word by word."""
    return changes(before, after, room)


def _wholes(before: Sequence[str], after: Sequence[str], room: Room) -> list[Change]:
    """What is no more, and what is new."""
    out = [Change((Piece(one, is_out=True),)) for one in before if one not in after]
    return out + [Change((Piece(one, is_in=True),)) for one in after if one not in before]


Read = Callable[[Model, Bodies], Sequence[str]]
Write = Callable[[Sequence[str], Sequence[str], Room], list[Change]]


def _column(name: str) -> Read:
    def read(row: Model, _: Bodies) -> list[str]:
        value = getattr(row, name)
        if isinstance(value, list):
            return value
        if isinstance(value, bool):
            return ["yes" if value else "no"]
        return [str(value)] if value else []

    return read


def _relation(name: str) -> Read:
    """A row by its name, or by its number where it is no more."""

    def read(row: Model, _: Bodies) -> list[str]:
        field = row._meta.get_field(name)
        pk = getattr(row, field.attname)
        if pk is None:
            return []
        try:
            other = getattr(row, name)
        except ObjectDoesNotExist:
            other = None
        return [str(other) if other else f"{field.related_model._meta.verbose_name} {pk}, which is no more"]

    return read


def _date(row: Model, _: Bodies) -> list[str]:
    if row.published_at is None:
        return []
    precision = Precision(row.published_precision)
    if precision is Precision.TIME:
        return [f"{row.published_at:%Y-%m-%d %H:%M:%S} UTC"]
    return [stated_day(StatedDate(row.published_at, precision))]


def _body(row: Model, bodies: Bodies) -> Sequence[str]:
    return bodies.get(row.wording, [])


_READ: Mapping[type[Model], Sequence[tuple[str, Write, Read]]] = {
    Article: [
        ("Title", _words, _column("title")),
        ("Section", _words, _column("section")),
        ("Byline", _words, _column("byline")),
        ("Excerpt", _words, _column("excerpt")),
        ("URL", _wholes, _column("url")),
        ("Source", _wholes, _relation("source")),
        ("Language", _wholes, _relation("language")),
        ("Published", _wholes, _date),
        ("Tags", _wholes, _column("tags_then")),
        ("Text", _words, _body),
        ("Status", _wholes, _column("status")),
        ("Merged into", _wholes, _relation("merged_into")),
        ("Story", _wholes, _relation("story")),
        ("Why it is withdrawn", _words, _column("withdrawal_reason")),
        ("Decided by an editor", _wholes, _column("curated")),
    ],
    Source: [
        ("Name", _wholes, _column("name")),
        ("Address", _wholes, _column("slug")),
        ("The public may read", _wholes, _column("rights")),
        ("Merged into", _wholes, _relation("merged_into")),
    ],
    Tag: [
        ("Name", _wholes, _column("name")),
        ("Kind", _wholes, _column("kind")),
        ("Address", _wholes, _column("slug")),
        ("Country", _wholes, _column("territory")),
        ("Merged into", _wholes, _relation("merged_into")),
    ],
    TagName: [
        ("Name", _wholes, _column("name")),
        ("Language", _wholes, _column("language")),
        ("Is shown", _wholes, _column("is_shown")),
        ("Tags texts", _wholes, _column("tags_texts")),
        ("Tag", _wholes, _relation("tag")),
    ],
}

# What is looked up with a state.
_BESIDE = {
    model.history.model: [
        field.name for field in model.history.model.tracked_fields if isinstance(field, ForeignKey)
    ]
    for model in _READ
}
