"""A whole load taken back, as if it had never run: what it alone has read goes.

What another load has read too stays, and is that load's from then on:

- A later load was told the same of the same dump, and found it done or went on where this one was killed: it
  stands on the places that this one has read. So a load goes whole only with those that repeated it.
- An earlier load has read the dump, with other hints or an older version of the reader, or this one tried
  refused blocks again: what this one found at known places is forgotten, and the wordings that were known
  before stand there again.

The rest is curation.places: articles go, unless people worked on them, and with them the sources, languages
and tags that nothing else has. The words that were read are forgotten when the index is rebuilt.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from ..locks import wait_to_write
from ..models import Dump, Load, Reading, Refusal, Revision, Sighting
from . import places
from .learnt import forget, learnt_at
from .places import Going, Unsaid


@dataclass(frozen=True, slots=True)
class Unloaded:
    """What went with a load, and which blocks stayed, by the id of the load whose they are now."""

    gone: Going
    stayed: dict[int, int]


@transaction.atomic
def unload(load: Load, user: AbstractBaseUser | None = None) -> Unloaded:
    """Takes a load back; loading its dumps again brings everything back."""
    wait_to_write()
    stayed: dict[int, int] = {}
    unsaid: list[Unsaid] = []
    learnt = learnt_at(Q(load=load))
    for reading in load.readings.select_related("dump").order_by("pk"):
        same = _told_the_same(reading).exclude(load=load)
        if other := _furthest(same.filter(load__gt=load.pk)):
            number = _hand_over(reading, other)
        elif other := _read_before(reading):
            number, forgotten = _give_back(reading, other)
            unsaid += forgotten
        elif other := _furthest(same):
            number = _hand_over(reading, other)
        else:
            continue
        stayed[other.load_id] = stayed.get(other.load_id, 0) + number
    gone = places.take_out(Q(load=load), f"load {load.pk} was taken back", user, unsaid)
    forget(learnt)
    _forget(load)
    return Unloaded(gone, {pk: number for pk, number in stayed.items() if number})


def _told_the_same(reading: Reading) -> QuerySet:
    """The readings of a dump of which one goes on where another stopped."""
    return Reading.objects.filter(
        dump=reading.dump_id,
        reader=reading.reader,
        reader_version=reading.reader_version,
        hints=reading.hints,
    )


def _furthest(readings: QuerySet) -> Reading | None:
    return readings.order_by("-is_finished", "-cursor", "pk").first()


def _hand_over(reading: Reading, other: Reading) -> int:
    """Makes the blocks that both have read the other's; answers how many."""
    if not reading.is_finished and other.load_id > reading.load_id:
        # It went on where this one had stopped, and has counted the rest.
        counts = ("blocks", "new", "changed", "unchanged", "refused")
        for row in (other, other.load):
            added = {name: F(name) + getattr(reading, name) for name in counts}
            type(row).objects.filter(pk=row.pk).update(**added)
    both = {"load": reading.load_id, "dump": reading.dump_id}
    if not other.is_finished:
        both["byte_start__lt"] = other.cursor
    return sum(model.objects.filter(**both).update(load=other.load_id) for model in (Sighting, Refusal))


def _read_before(reading: Reading) -> Reading | None:
    """The last of the earlier loads' readings of the whole dump by the same reader."""
    others = Reading.objects.filter(
        dump=reading.dump_id, reader=reading.reader, is_finished=True, load__lt=reading.load_id
    )
    return others.order_by("-pk").first()


def _give_back(reading: Reading, earlier: Reading) -> tuple[int, list[Unsaid]]:
    """Lets the places say what was known before; answers how many blocks are the earlier load's again, and
    what is not said there any more. A block that made a new article was none before."""
    own = {"load": reading.load_id, "dump": reading.dump_id}
    number = Refusal.objects.filter(**own).update(load=earlier.load_id)
    unsaid: list[Unsaid] = []
    rows = Sighting.objects.filter(**own).select_related("revision").defer("raw", "revision__body")
    for place in rows.order_by("pk").iterator():
        before = _wording_before(place, reading.load_id)
        if before is None:
            continue
        said = place.says
        # Who says what a dump does not, the operator, said it to this load.
        stated = {**(said if before.pk == place.revision_id else before.stated), **_told(before)}
        unsaid.append(Unsaid(before.article_id, place.revision_id, said))
        place.revision, place.load_id = before, earlier.load_id
        place.stated = None if stated == before.stated else stated
        place.save(update_fields=["revision", "load", "stated"])
        number += 1
    if Sighting.objects.filter(**own).exists():
        # What goes was refused before: whoever loads the dump again reads it again.
        _told_the_same(reading).update(is_finished=False, cursor=0)
    return number, unsaid


def _wording_before(place: Sighting, load: int) -> Revision | None:
    """The wording that stood at a place before this load: the same, or the last that others had read."""
    if place.revision.load_id != load:
        return place.revision
    captured = Revision.objects.filter(article=place.revision.article_id, is_edited=False)
    return captured.exclude(load=load).order_by("-number").first()


def _told(revision: Revision) -> dict[str, object]:
    return {name: revision.stated[name] for name in ("source", "language")}


def _forget(load: Load) -> None:
    """What is left of a load whose blocks are gone, and of dumps that no other has read."""
    first_seen = Sighting.objects.filter(revision=OuterRef("pk")).order_by("pk").values("load")[:1]
    Revision.objects.filter(load=load).update(load=Subquery(first_seen))
    dumps = list(load.readings.values_list("dump", flat=True))
    load.delete()
    Dump.objects.filter(pk__in=dumps, readings=None, sightings=None, refusals=None).delete()
