"""A whole dump hidden, which can be undone, or taken out of the archive, which loading it again undoes."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from ..locks import wait_to_write
from ..models import Article, Dump, Operation, Reading
from ..writing import number_of
from . import places
from .operations import act, quote
from .places import Going


def going(dump: Dump) -> Going:
    """What goes with a dump, as no other has it."""
    return places.going(Q(dump=dump))


@transaction.atomic
def hide(dump: Dump, user: AbstractBaseUser | None) -> Operation | None:
    """Hides the articles that no other dump has; None if no such article is public."""
    wait_to_write()
    shown = going(dump).shown
    with act(Operation.Kind.HIDE_DUMP, user, shown) as doing:
        doing.set(Article, sorted(shown), status=Article.Status.HIDDEN)
        doing.summary = f"{number_of(len(shown), 'article', 'articles')} of {quote(dump)} hidden"
    return doing.operation


@transaction.atomic
def remove(dump: Dump, user: AbstractBaseUser | None) -> Going:
    """Takes out what the dump said, as if it had never been loaded: its articles, unless people worked on
    them, which are hidden and wait for a decision; the others are what the other dumps say."""
    wait_to_write()
    gone = places.take_out(Q(dump=dump), f"{quote(dump)} was taken out of the archive", user)
    Reading.objects.filter(dump=dump).delete()
    dump.delete()
    return gone
