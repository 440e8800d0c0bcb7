"""People of each role, as the archive's migration makes the roles."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection

VIEWER, CURATOR, EDITOR, ADMINISTRATOR = ROLES = ("Viewer", "Curator", "Editor", "Administrator")


def make_roles(**_: object) -> None:
    import_module("articles.migrations.0008_roles").make_roles(apps, connection.schema_editor())


def person(role: str, name: str | None = None) -> User:
    """Somebody of the staff who is in the one group."""
    user = User.objects.create_user(name or role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user
