"""The one app of the project."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Archive"

    def ready(self) -> None:
        from . import checks, history  # noqa: F401  (registers them)
