"""The articles of a load or of a dump, for the links that lead from its page: no choice is offered beside the
list, only the one that was made."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from ..counts import CAP
from ..models import Dump, Load, Revision
from ..querysets import ArticleQuerySet
from .filters import number


class _ByItsPage(admin.SimpleListFilter):
    """Given by an address alone."""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        chosen = number(request.GET.get(self.parameter_name, ""))
        return [(str(chosen), self.called(chosen))] if chosen is not None else []

    def has_output(self) -> bool:
        return bool(self.lookup_choices)

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet | None:
        if not self.lookup_choices:
            return None
        ((chosen, _),) = self.lookup_choices
        wordings = self.wordings(int(chosen)).order_by()
        if wordings[: CAP + 1].count() <= CAP:
            return queryset.filter(pk__in=wordings.values("article"))
        # Among the articles of so many, a walk soon has a page full.
        return queryset.filter(Exists(wordings.filter(article=OuterRef("pk"))))

    def called(self, chosen: int) -> str:
        return str(Load(pk=chosen))

    def wordings(self, chosen: int) -> QuerySet:
        raise NotImplementedError


class MadeByLoad(_ByItsPage):
    title, parameter_name = "made by", "made_by"

    def wordings(self, chosen: int) -> QuerySet:
        return made_by(chosen)


class ChangedByLoad(_ByItsPage):
    title, parameter_name = "changed by", "changed_by"

    def wordings(self, chosen: int) -> QuerySet:
        return changed_by(chosen)


class SeenInDump(_ByItsPage):
    title, parameter_name = "seen in the dump", "seen_in"

    def called(self, chosen: int) -> str:
        return next(iter(Dump.objects.filter(pk=chosen).values_list("name", flat=True)), "none")

    def wordings(self, chosen: int) -> QuerySet:
        return seen_in(chosen)


def made_by(load: int) -> QuerySet:
    """The first wordings of the articles that a run was the first to see."""
    return Revision.objects.filter(load=load, number=1)


def changed_by(load: int) -> QuerySet:
    """The later wordings that a run was the first to see."""
    return Revision.objects.filter(load=load, number__gt=1)


def seen_in(dump: int) -> QuerySet:
    return Revision.objects.filter(sightings__dump=dump)
