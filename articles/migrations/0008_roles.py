"""The groups of those who work at the desk. They are made once: what an operator changes of them stays, and
so does a group that had one of the names before."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

# What each may beside what those before it may: a Viewer sees everything that the archive holds.
ROLES = {
    "Viewer": ["admin.view_logentry"],
    # To change a review is to decide it.
    "Curator": [
        "articles.change_article",
        "articles.change_review",
        "articles.add_tagname",
        "articles.change_tagname",
    ],
    "Editor": [
        "articles.merge_article",
        "articles.withdraw_article",
        "articles.hide_dump",
        "articles.undo_operation",
        *(f"articles.{may}_language" for may in ("add", "change", "delete")),
        *(f"articles.{may}_source" for may in ("add", "change", "delete", "merge")),
        "articles.set_rights",
        *(f"articles.{may}_tag" for may in ("add", "change", "delete", "merge")),
        "articles.delete_tagname",
    ],
    "Administrator": [
        "articles.erase_article",
        "articles.remove_dump",
        *(f"auth.{may}_user" for may in ("view", "add", "change", "delete")),
        *(f"auth.{may}_group" for may in ("view", "add", "change", "delete")),
        "axes.view_accessattempt",
        "axes.delete_accessattempt",
        "axes.view_accesslog",
    ],
}


def make_roles(apps, schema_editor):
    database = schema_editor.connection.alias
    _make_permissions(apps, database)
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    permissions = Permission.objects.using(database)
    everything = permissions.filter(content_type__app_label="articles", codename__startswith="view_")
    held = list(everything)
    for name, added in ROLES.items():
        for label in added:
            app, codename = label.split(".")
            held.append(permissions.get(content_type__app_label=app, codename=codename))
        group, is_new = Group.objects.using(database).get_or_create(name=name)
        if is_new:
            group.permissions.set(held)


def _make_permissions(apps, database):
    """Those of the models as they are here; Django makes them when all migrations have run."""
    for label in ("admin", "articles", "auth", "axes"):
        config = apps.get_app_config(label)
        # Without it an app counts as one without models; that of a migration has none.
        config.models_module = getattr(config, "models_module", True)
        create_permissions(config, verbosity=0, using=database, apps=apps)


class Migration(migrations.Migration):

    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("articles", "0007_doubts_are_reviews"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
