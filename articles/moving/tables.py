"""Which tables an export holds, and which it does not: every model is in one of the three tables here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Field, GeneratedField, ManyToManyField, Model, Q, QuerySet

from .. import models
from ..folding import name_key
from ..models import Review
from ..search.entry import stored_terms

Row = dict[str, object]


@dataclass(frozen=True, eq=False)
class Table:
    """A table as an export has it. `made` are the columns that it has not, and what each is made of in a
    row that is imported; `left_out` are rows that are derived; `is_large`, if a row may be megabytes."""

    model: type[Model]
    made: Mapping[str, Callable[[Row], object]] = field(default_factory=dict)
    left_out: Q | None = None
    is_large: bool = False

    @property
    def part(self) -> str:
        """The name of its file."""
        return f"{self.model._meta.label_lower}.jsonl"

    @property
    def rows(self) -> QuerySet:
        rows = self.model._base_manager.order_by("pk")
        return rows if self.left_out is None else rows.exclude(self.left_out)

    @property
    def columns(self) -> list[Field]:
        """Those that are exported."""
        return [one for one in self.stored if one.attname not in self.made]

    @property
    def stored(self) -> list[Field]:
        """Those that are written; the database itself makes the others."""
        return [one for one in self.model._meta.concrete_fields if not isinstance(one, GeneratedField)]

    @property
    def lists(self) -> list[ManyToManyField]:
        """Relations of which nothing but the two ends is known."""
        own = self.model._meta.local_many_to_many
        return [one for one in own if one.remote_field.through._meta.auto_created]

    @property
    def counts_ids(self) -> bool:
        """Whether the highest id that was given is known by more than the rows. Where some are left out,
        which get other ids when they are made anew, it is not."""
        return self.model._meta.auto_field is not None and self.left_out is None


def _derived_from(kind: str) -> Q:
    """What is proposed, and nobody has decided yet."""
    return Q(kind=kind, status=Review.Status.OPEN)


# In this order: no row means one of a later table.
EXPORTED = (
    Table(Group),
    Table(User, made={"password": lambda row: make_password(None), "last_login": lambda row: None}),
    Table(models.Language),
    Table(models.Source),
    Table(models.Tag),
    Table(
        models.TagName,
        made={
            "key": lambda row: name_key(row["name"]),
            "terms": lambda row: stored_terms(row["name"], row["language"]),
        },
    ),
    Table(models.Story),
    Table(models.Article, made={"duplicates_id": lambda row: None}),
    Table(models.Withdrawal),
    Table(models.ArticleKey),
    Table(models.ArticleTag, made={"position": lambda row: 0}),
    Table(models.TagRemoval),
    Table(models.Dump),
    Table(models.Load),
    Table(models.Reading),
    Table(models.Revision, is_large=True),
    Table(models.Sighting, is_large=True),
    Table(models.Refusal, is_large=True),
    Table(Review, left_out=_derived_from(Review.Kind.DUPLICATE) | _derived_from(Review.Kind.STORY)),
    Table(models.Operation, is_large=True),
    Table(models.Tombstone),
    Table(models.TombstoneKey),
    Table(models.Source.history.model),
    Table(models.Tag.history.model),
    Table(models.TagName.history.model),
    Table(models.Article.history.model),
    Table(LogEntry),
)

# Made anew by indexing.rebuild.
DERIVED = (
    models.DuplicateGroup,
    models.FacetCount,
    models.Indexed,
    models.IndexState,
    models.Sketch,
    models.SketchBucket,
    models.WordForm,
)

# What belongs to an installation, and not to the archive in it.
LEFT_BEHIND = (
    AccessAttempt,
    AccessAttemptExpiration,
    AccessFailureLog,
    AccessLog,
    ContentType,
    Permission,
    Session,
)

# Of the tables that are exported, those that a migration fills: an import replaces what is there.
FILLED_BY_MIGRATIONS = (models.TagName, models.Tag, Group)
