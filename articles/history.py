"""What people did to articles, sources, tags and their names: the states they left, one row each.

Loads write no history. So the state that a person finds is remembered before it is changed, unless the
newest row tells it already, and the state the person leaves is noted behind it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Max, Model
from django.dispatch import receiver
from django.utils import timezone
from simple_history.signals import pre_create_historical_record

from .batches import in_batches
from .models import Article, ArticleTag, Revision, Withdrawal

BATCH = 500

# The reason of a state that no person made, or at least none is known to have made.
AS_FOUND = "as found before the change"

_CREATED, _CHANGED = "+", "~"

# The columns of a row, and of an article those beside it (BesideAnArticle), by their names in the history.
State = dict[str, object]


def remember(row: Model) -> None:
    """To be called before a person changes the row: the state it is stored in, whatever the object says."""
    remember_many([row.pk], type(row))


def note(
    row: Model, user: AbstractBaseUser | None, reason: str | None = None, at: datetime | None = None
) -> None:
    """To be called when everything is written: the state that the person left, if it is another one."""
    note_many([row.pk], user, reason, type(row), at)


def remember_many(pks: Iterable[int], model: type[Model] = Article) -> None:
    """The same for many rows, in few queries."""
    for batch in in_batches(pks, BATCH):
        _write(model, batch, history_change_reason=AS_FOUND)


def note_many(
    pks: Iterable[int],
    user: AbstractBaseUser | None,
    reason: str | None,
    model: type[Model] = Article,
    at: datetime | None = None,
) -> None:
    at = at or timezone.now()
    for batch in in_batches(pks, BATCH):
        _write(model, batch, at, history_user=user, history_change_reason=reason)


def current(row: Model) -> Model:
    """The state a row is stored in, as the history would hold it. It is not saved."""
    model = type(row)
    state, changed_at = _states(model, [row.pk])[row.pk]
    return model.history.model(history_date=changed_at, history_type=_CHANGED, **state)


def drafted(row: Model) -> Model:
    """The state that a row would be in if it were saved as it is. It is not saved."""
    model = type(row)
    names = [field.attname for field in model.history.model.tracked_fields]
    return model.history.model(**{name: getattr(row, name) for name in names})


def _write(model: type[Model], pks: Collection[int], at: datetime | None = None, **by: object) -> None:
    """Rows for those whose state is not the newest in their history. Without a date it is that of the state,
    if that is known, but none before what is in the history already."""
    newest = _newest(model, pks)
    rows = []
    for pk, (state, changed_at) in _states(model, pks).items():
        before = newest.get(pk)
        if before and all(getattr(before, name) == value for name, value in state.items()):
            continue
        date = at or max(changed_at, before.history_date if before else changed_at)
        kind = _CHANGED if before else _CREATED
        rows.append(model.history.model(history_date=date, history_type=kind, **by, **state))
    model.history.bulk_create(rows)


def _newest(model: type[Model], pks: Collection[int]) -> dict[int, Model]:
    own = model.history.filter(id__in=pks).order_by()
    last = own.values("id").annotate(last=Max("history_id")).values("last")
    return {row.id: row for row in model.history.filter(history_id__in=last)}


def _states(model: type[Model], pks: Collection[int]) -> dict[int, tuple[State, datetime]]:
    """What is stored, and since when as far as that is known."""
    names = [field.attname for field in model.history.model.tracked_fields]
    rows = model._base_manager.filter(pk__in=pks).order_by("pk")
    if model is not Article:
        now = timezone.now()
        return {row["id"]: (row, now) for row in rows.values(*names)}
    beside = _beside(pks)
    found = {}
    for row in rows.values(*names, "updated_at"):
        changed_at = row.pop("updated_at")
        found[row["id"]] = (row | beside[row["id"]], changed_at)
    return found


def _beside(articles: Collection[int]) -> dict[int, State]:
    found: dict[int, State] = {
        pk: {"tags_then": [], "wording": None, "withdrawal_reason": ""} for pk in articles
    }
    links = ArticleTag.objects.filter(article__in=articles).order_by("tag__slug")
    for pk, slug in links.values_list("article", "tag__slug"):
        found[pk]["tags_then"].append(slug)
    current = Revision.objects.filter(article__in=articles, is_current=True).order_by()
    for pk, number in current.values_list("article", "number"):
        found[pk]["wording"] = number
    withdrawn = Withdrawal.objects.filter(article__in=articles)
    for pk, reason in withdrawn.values_list("article", "reason"):
        found[pk]["withdrawal_reason"] = reason
    return found


@receiver(pre_create_historical_record, sender=Article.history.model)
def _look_beside(instance: Article, history_instance: Model, **_: object) -> None:
    """For a row of an article that was saved or deleted by itself."""
    for name, value in _beside([instance.pk])[instance.pk].items():
        setattr(history_instance, name, value)
