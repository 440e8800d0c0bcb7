"""Roles: what a person may not do the server refuses, at every address of the desk."""

from collections.abc import Iterator

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, reverse

from articles.curation import bulk, withdrawing
from articles.models import Article, DuplicateGroup, Operation, Review, Source, Tag
from tests import pages, rows
from tests.archives import Archive
from tests.roles import ADMINISTRATOR, CURATOR, EDITOR, ROLES, VIEWER, make_roles, person

pytestmark = pytest.mark.django_db

NOBODY = None

# From which role on people may do what with the rows of a model. Of all others a Viewer may view them, and
# nobody may write them.
MAY = {
    "articles.article": {"view": VIEWER, "change": CURATOR, "delete": EDITOR},
    "articles.language": {"view": VIEWER, "add": EDITOR, "change": EDITOR, "delete": EDITOR},
    "articles.review": {"view": VIEWER, "change": CURATOR},
    "articles.source": {"view": VIEWER, "add": EDITOR, "change": EDITOR, "delete": EDITOR},
    "articles.tag": {"view": VIEWER, "add": EDITOR, "change": EDITOR, "delete": EDITOR},
    "auth.group": dict.fromkeys(("view", "add", "change", "delete"), ADMINISTRATOR),
    "auth.user": dict.fromkeys(("view", "add", "change", "delete"), ADMINISTRATOR),
    "axes.accessattempt": {"view": ADMINISTRATOR, "delete": ADMINISTRATOR},
    "axes.accesslog": {"view": ADMINISTRATOR},
}

# The pages that a model has for everybody, and what each needs to be opened and to be sent.
PAGES = {
    "changelist": ("view", "view"),
    "add": ("add", "add"),
    "change": ("view", "change"),
    "delete": ("delete", "delete"),
    "history": ("view", "view"),
}

# The other addresses of the desk: from which role on they can be opened and sent.
OTHERS = {
    "articles_article_apart": EDITOR,
    "articles_article_erase": ADMINISTRATOR,
    "articles_article_leave_story": EDITOR,
    "articles_article_lift": EDITOR,
    "articles_article_restore": CURATOR,
    "articles_dump_hide": EDITOR,
    "articles_dump_remove": ADMINISTRATOR,
    "articles_operation_undo": EDITOR,
    "articles_source_restore": EDITOR,
    "articles_tag_name": CURATOR,
    "articles_tag_name_remove": EDITOR,
    "articles_tag_names": CURATOR,
    "articles_tag_restore": EDITOR,
    "articles_tag_try": CURATOR,
    "auth_user_password_change": ADMINISTRATOR,
}

# What everybody at the desk has.
OF_EVERYBODY = {
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "app_list",
}

# From which role on it is offered for chosen rows.
ACTIONS = {
    "articles.article": {
        "publish": CURATOR,
        "hide": CURATOR,
        "retag": CURATOR,
        "set_language": CURATOR,
        "set_source": CURATOR,
        "one_story": EDITOR,
        "merge": EDITOR,
        "withdraw": EDITOR,
    },
    "articles.review": {"accept": CURATOR, "reject": CURATOR},
    "articles.source": {"merge": EDITOR},
    "articles.tag": {"merge": EDITOR, "delete_selected": EDITOR},
    "auth.group": {"delete_selected": ADMINISTRATOR},
    "auth.user": {"delete_selected": ADMINISTRATOR},
    "axes.accessattempt": {"delete_selected": ADMINISTRATOR},
}

# What each role may beside what those before it may, but for viewing.
WRITES = {
    VIEWER: "",
    CURATOR: "change_article change_review add_tagname change_tagname",
    EDITOR: "merge_article withdraw_article hide_dump undo_operation set_rights"
    " add_language change_language delete_language"
    " add_source change_source delete_source merge_source"
    " add_tag change_tag delete_tag merge_tag delete_tagname",
    ADMINISTRATOR: "erase_article remove_dump add_user change_user delete_user"
    " add_group change_group delete_group delete_accessattempt",
}

MODELS = sorted((model._meta.label_lower, model) for model in admin.site._registry)


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def may(role: str, needed: str | None) -> bool:
    return needed is not None and ROLES.index(role) >= ROLES.index(needed)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fill() -> None:
    """A row of every model that has pages to write it on."""
    article = rows.make_article(tags=["Kazakhstan"], source="EU Reporter")
    rows.add_sighting(article.revisions.get(), "Constitution\n")
    rows.make_source("Gazette")
    rows.make_language("lt")
    Review.objects.create(kind="line", article=article, reason="a short line", text="Share", mark="0" * 64)
    AccessAttempt.objects.create(username="guest", failures_since_start=5)
    Group.objects.create(name="Guests")
    User.objects.create_user("guest")


def row_of(model: type[Model]) -> Model | None:
    unused = {"source": {"name": "Gazette"}, "language": {"code": "lt"}, "user": {"username": "guest"}}
    return model.objects.filter(**unused.get(model._meta.model_name, {})).order_by("-pk").first()


def everything() -> dict[str, list[dict[str, object]]]:
    """All that can be written at the desk."""
    written = [model for _, model in MODELS if model._meta.app_label != "axes"]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in written}


def is_refused(response: HttpResponse) -> bool:
    assert response.status_code in (200, 302, 403), response.status_code
    return response.status_code == 403


# The table is whole.


def test_every_address_of_the_desk_stands_in_the_table() -> None:
    def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from names(pattern.url_patterns)
            elif pattern.name:
                yield pattern.name

    of_models = {f"{label.replace('.', '_')}_{page}" for label, _ in MODELS for page in PAGES}
    assert set(names(admin.site.urls[0])) == of_models | set(OTHERS) | OF_EVERYBODY


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_its_permissions_and_no_others(role) -> None:
    before = ROLES[: ROLES.index(role) + 1]
    held = Group.objects.get(name=role).permissions.exclude(codename__startswith="view_")
    assert sorted(held.values_list("codename", flat=True)) == sorted(
        " ".join(map(WRITES.get, before)).split()
    )


def test_all_may_view_what_the_archive_holds_and_one_who_works_at_it() -> None:
    everything = set(
        Permission.objects.filter(
            content_type__app_label="articles", codename__startswith="view_"
        ).values_list("codename", flat=True)
    ) | {"view_logentry"}
    accounts = {"view_user", "view_group", "view_accessattempt", "view_accesslog"}
    for role in ROLES:
        seen = Group.objects.get(name=role).permissions.filter(codename__startswith="view_")
        held = set(seen.values_list("codename", flat=True))
        assert held == everything | (accounts if role == ADMINISTRATOR else set())


# Every page, in every role


@pytest.mark.parametrize(("label", "model"), MODELS, ids=[label for label, _ in MODELS])
@pytest.mark.parametrize("role", ROLES)
def test_a_page_is_refused_to_whom_it_is_not_for(role, label, model) -> None:
    fill()
    client = signed_in(person(role))
    row = row_of(model)
    rules = MAY.get(label, {"view": VIEWER})
    for page, (opens, sends) in PAGES.items():
        args = [] if page in ("changelist", "add") else [row.pk if row else 1]
        address = reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)
        assert is_refused(client.get(address)) is not may(role, rules.get(opens)), (page, "GET")
        before = everything()
        refused = is_refused(client.post(address, {}))
        assert refused is not may(role, rules.get(sends)), (page, "POST")
        assert everything() == before


@pytest.mark.parametrize(("name", "needed"), OTHERS.items())
@pytest.mark.parametrize("role", ROLES)
def test_another_address_is_refused_to_whom_it_is_not_for(role, name, needed) -> None:
    address = other_address(name)
    client = signed_in(person(role))
    assert is_refused(client.get(address)) is not may(role, needed)
    before = everything()
    assert is_refused(client.post(address, {})) is not may(role, needed)
    if not may(role, needed):
        assert everything() == before


def other_address(name: str) -> str:
    """An address at which there is something to be done."""
    article, other = rows.make_article(tags=["Kazakhstan"]), rows.make_article()
    row: Model = article
    state = []
    if name.endswith("_lift"):
        withdrawing.withdraw([article], "The author asked for it.", None)
    elif name.endswith("_leave_story"):
        bulk.hide([other.pk], None)
        Article.objects.update(story=make_story())
    elif name.endswith("_apart"):
        Article.objects.update(duplicates=DuplicateGroup.objects.create())
    elif name == "articles_operation_undo":
        bulk.hide([article.pk], None)
        row = Operation.objects.get()
    elif name == "auth_user_password_change":
        row = User.objects.create_user("guest")
    elif "_dump_" in name:
        row = rows.add_sighting(article.revisions.get(), "Constitution\n").dump
    elif "_tag_" in name or "_source_" in name:
        row = Tag.objects.get() if "_tag_" in name else Source.objects.get()
    if name.endswith("_restore"):
        state = [row.history.first().history_id]
    elif name in ("articles_tag_name", "articles_tag_name_remove"):
        state = [row.names.create(language="en", name="Kazakhstan").pk]
    return reverse(f"admin:{name}", args=[row.pk, *state])


def make_story() -> Model:
    return apps.get_model("articles", "Story").objects.create()


@pytest.mark.parametrize("role", ROLES)
def test_for_chosen_rows_each_role_is_offered_what_it_may_do(role) -> None:
    request = RequestFactory().get("/")
    request.user = person(role)
    for label, model in MODELS:
        offered = set(admin.site.get_model_admin(model).get_actions(request))
        allowed = {name for name, needed in ACTIONS.get(label, {}).items() if may(role, needed)}
        assert offered == allowed, label


@pytest.mark.parametrize(
    ("label", "action", "needed"),
    [(label, action, needed) for label, actions in ACTIONS.items() for action, needed in actions.items()],
)
@pytest.mark.parametrize("role", ROLES)
def test_an_action_that_is_not_offered_does_nothing(role, label, action, needed) -> None:
    if may(role, needed):
        return
    fill()
    model = apps.get_model(label)
    client = signed_in(person(role))
    chosen = {"_selected_action": [row.pk for row in model.objects.all()], "action": action}
    sent = chosen | {"asked": "1", "post": "yes", "reason": "x", "confirmed": "1"}
    before = everything()
    client.post(reverse(f"admin:{label.replace('.', '_')}_changelist"), sent)
    assert everything() == before
    assert AccessAttempt.objects.count() == 1


def test_who_is_in_no_group_is_let_in_and_shown_nothing(client) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:articles_article_changelist")).status_code == 403


def test_who_is_in_a_group_and_no_staff_is_not_let_in(client) -> None:
    user = person(ADMINISTRATOR)
    User.objects.update(is_staff=False)
    client.force_login(user)
    assert client.get(reverse("admin:index")).url.startswith(reverse("admin:login"))


# Nobody takes more than he was given.


def account_form(user: User, **fields: object) -> dict[str, object]:
    return {
        "username": user.username,
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
        "is_active": "on",
        "is_staff": "on",
    } | fields


def account_page(user: User, page: str = "change") -> str:
    return reverse(f"admin:auth_user_{page}", args=[user.pk])


def test_an_administrator_does_not_make_himself_a_superuser() -> None:
    user = person(ADMINISTRATOR)
    client = signed_in(user)
    group = Group.objects.get(name=ADMINISTRATOR)
    sent = account_form(
        user,
        first_name="Ilze",
        groups=[group.pk],
        is_superuser="on",
        user_permissions=list(Permission.objects.values_list("pk", flat=True)),
    )
    assert client.post(account_page(user), sent).status_code == 302
    user.refresh_from_db()
    assert (user.first_name, user.is_superuser) == ("Ilze", False)
    assert not user.user_permissions.exists()
    assert list(user.groups.all()) == [group]


def test_an_administrator_makes_an_account_and_gives_it_a_role() -> None:
    client = signed_in(person(ADMINISTRATOR))
    sent = {"username": "jan", "usable_password": "true"} | dict.fromkeys(
        ("password1", "password2"), "correct horse battery"
    )
    sent |= {"is_superuser": "on", "is_staff": "on"}
    made = client.post(reverse("admin:auth_user_add"), sent)
    user = User.objects.get(username="jan")
    assert made.url == account_page(user)
    assert (user.is_superuser, user.is_staff) == (False, False)
    client.post(made.url, account_form(user, groups=[Group.objects.get(name=CURATOR).pk]))
    assert signed_in(user).get(reverse("admin:articles_article_changelist")).status_code == 200


@pytest.mark.parametrize("page", ["change", "delete", "password_change"])
def test_a_superuser_is_changed_by_no_administrator(admin_user, page) -> None:
    client = signed_in(person(ADMINISTRATOR))
    before = User.objects.filter(pk=admin_user.pk).values().get()
    sent = account_form(admin_user, is_active="", post="yes") | {
        "usable_password": "true",
        "password1": "taken over, and long",
        "password2": "taken over, and long",
    }
    assert client.post(account_page(admin_user, page), sent).status_code == 403
    assert User.objects.filter(pk=admin_user.pk).values().get() == before


def test_a_superuser_is_not_among_the_chosen_that_an_administrator_deletes(admin_user) -> None:
    client = signed_in(person(ADMINISTRATOR))
    guest = User.objects.create_user("guest")
    chosen = {"action": "delete_selected", "_selected_action": [admin_user.pk, guest.pk], "post": "yes"}
    assert client.post(reverse("admin:auth_user_changelist"), chosen).status_code == 403
    assert User.objects.filter(pk__in=[admin_user.pk, guest.pk]).count() == 2


def test_an_administrator_sees_a_superuser_and_not_the_hash_of_his_password(admin_user) -> None:
    response = signed_in(person(ADMINISTRATOR)).get(account_page(admin_user))
    assert pages.read(response).all("input", name="_save") == []
    assert admin_user.password not in response.content.decode()
    assert admin_user.password.split("$")[-1] not in response.content.decode()


def test_a_superuser_makes_another(admin_client) -> None:
    user = person(EDITOR)
    admin_client.post(account_page(user), account_form(user, is_superuser="on"))
    user.refresh_from_db()
    assert user.is_superuser


def test_a_new_password_ends_what_was_signed_in_with_the_old_one(admin_client) -> None:
    user = person(CURATOR)
    client = signed_in(user)
    new = {"usable_password": "true"} | dict.fromkeys(("password1", "password2"), "correct horse battery")
    assert admin_client.post(account_page(user, "password_change"), new).status_code == 302
    assert client.get(reverse("admin:index")).status_code == 302
    assert Session.objects.count() == 1


def test_deleting_wrong_passwords_opens_the_sign_in_again() -> None:
    client = signed_in(person(ADMINISTRATOR))
    shut = AccessAttempt.objects.create(username="guest", failures_since_start=5)
    listed = client.get(reverse("admin:axes_accessattempt_changelist"))
    assert "guest" in pages.read(listed).one("table", id="result_list").text
    client.post(reverse("admin:axes_accessattempt_delete", args=[shut.pk]), {"post": "yes"})
    assert not AccessAttempt.objects.exists()


# The migration


def test_what_an_operator_has_changed_stays() -> None:
    curator, viewer = Group.objects.get(name=CURATOR), Group.objects.get(name=VIEWER)
    curator.permissions.set([Permission.objects.get(codename="merge_article")])
    viewer.delete()
    own = Group.objects.create(name=VIEWER)
    make_roles()
    assert list(curator.permissions.values_list("codename", flat=True)) == ["merge_article"]
    assert not own.permissions.exists()


def test_an_archive_that_was_there_before_gets_the_same_roles(bare_archive: Archive) -> None:
    for step in (("auth",), ("articles", "0007")):
        assert bare_archive.manage("migrate", *step, "--verbosity", "0").returncode == 0
    permissions, groups = (
        bare_archive.rows(f"SELECT count(*) FROM auth_{table}")[0][0]  # noqa: S608
        for table in ("permission", "group")
    )
    assert (permissions > 100, groups) == (True, 0)
    assert bare_archive.manage("migrate", "--verbosity", "0").returncode == 0
    counted = bare_archive.rows(
        "SELECT name, count(*) FROM auth_group JOIN auth_group_permissions ON auth_group.id = group_id"
        " GROUP BY name"
    )
    assert dict(counted) == {role: Group.objects.get(name=role).permissions.count() for role in ROLES}
