"""What people at the desk leave in an archive, in every table there is: for who compares whole archives."""

from datetime import UTC, datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType

from articles import history, indexing
from articles.curation import bulk, editing, merging, withdrawing
from articles.models import Article, Review, Source, Tag
from tests import everything, rows


def furnish() -> None:
    """To be called in an archive with the samples in it."""
    editor = _people()
    everything.fill(3)
    one, two, three, four, gone = Article.objects.published().order_by("pk")[:5]
    history.remember(one)
    editing.decide(one, ["title", "body", "published"])
    one.title, one.published_at = "An editor’s headline", datetime(2024, 1, 8, 7, 30, tzinfo=UTC)
    editing.write_body(one, "An editor's own words, beginning with “.")
    one.save_without_historical_record()
    history.note(one, editor, "as the newspaper has corrected it")
    indexing.refresh([one.pk])
    bulk.retag([one.pk, two.pk], [Tag.objects.get(slug="poland")], [], editor)
    bulk.retag([two.pk], [], [two.tags.first()], editor)
    merging.merge_articles(two, [three], editor)
    merging.join_story([one, two], editor)
    withdrawing.withdraw([four], "The author asked for it.", editor)
    withdrawing.erase(gone, editor)
    kept, copy = rows.make_source("The Chronicle"), rows.make_source("Chronicle, The")
    merging.merge_sources(kept, [copy], editor)
    Source.objects.get(pk=kept.pk).save()
    tag = rows.make_tag("Council of Elders")
    tag.names.create(language="ar", name="مجلس حكماء القرى")
    tag.names.create(language="en", name="Elders' council").save()
    merging.merge_tags(tag, [rows.make_tag("Elders")], editor)
    _decide(one, two, editor)
    LogEntry.objects.create(
        user=editor,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(one.pk),
        object_repr=str(one),
        action_flag=CHANGE,
        change_message="[]",
    )
    # Ids that are given and taken back.
    rows.make_article(title="Not for long").delete()


def _people() -> User:
    editor = User.objects.create_user(
        "editor", "editor@example.org", "a secret, and long enough", is_staff=True
    )
    editor.groups.add(Group.objects.get(name="Editor"), Group.objects.get(name="Viewer"))
    editor.user_permissions.add(Permission.objects.get(codename="erase_article"))
    User.objects.create_superuser("operator").groups.clear()
    Group.objects.create(name="Guests").permissions.add(Permission.objects.get(codename="view_dump"))
    Group.objects.get(name="Curator").permissions.remove(Permission.objects.get(codename="change_review"))
    return editor


def _decide(one: Article, other: Article, editor: User) -> None:
    older, newer = sorted((one, other), key=lambda article: article.pk)
    Review.objects.create(
        kind=Review.Kind.DUPLICATE,
        status=Review.Status.REJECTED,
        article=older,
        other=newer,
        reason="alike",
        decided_by=editor,
        decided_at=datetime(2024, 1, 9, tzinfo=UTC),
    )
