"""manage.py translations: collects the sentences of the pages, and compiles their translations."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from articles import translations


class Command(BaseCommand):
    help = "Compiles the translations of the interface (articles/locale)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--update",
            action="store_true",
            help="first bring the catalogues up to date with the code and the templates",
        )

    def handle(self, *, update: bool, **_: object) -> None:
        if update:
            translations.update()
        translations.compile_all()
