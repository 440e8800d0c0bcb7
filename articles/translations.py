"""The catalogues of the interface (gettext): sentences collected from the code and the templates, and made
into the form that Django reads. Babel does both, so that no system tool is needed."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

FOLDER = Path(__file__).parent / "locale"

# The functions that hold a sentence, and which of their arguments it is. Notice is notices.py's.
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "Notice": None}

# Babel's own header holds the time of day, by which nothing would stay the same.
_HEADER = """\
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""

_TEMPLATES = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}

# The admin speaks English alone.
_NOT_SHOWN = {"admin", "migrations", "management", "readers"}


def po_files() -> dict[str, Path]:
    """The catalogue of each language of the interface but the one the sentences are in."""
    codes = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return {code: FOLDER / code / "LC_MESSAGES" / "django.po" for code in codes}


def sentences() -> Catalog:
    """Every sentence of the pages, with the files it stands in."""
    found = Catalog(project="Reform Archive", charset="utf-8")
    for path, method, options in _files():
        place = path.relative_to(settings.BASE_DIR).as_posix()
        for _line, message, comments, context in extract_from_file(
            method, path, KEYWORDS, ["Note:"], options
        ):
            found.add(message, locations=[(place, None)], auto_comments=comments, context=context)
    return found


def read(path: Path, code: str) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=code)


def update() -> None:
    """Brings the sentences of every catalogue up to date; what is new waits for its translation."""
    template = sentences()
    for code, path in po_files().items():
        catalogue = read(path, code) if path.exists() else Catalog(locale=code)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.write(_HEADER.format(code=code, plural=catalogue.plural_forms).encode())
            write_po(stream, catalogue, width=110, sort_by_file=True, omit_header=True)


def stale() -> list[Path]:
    """The catalogues that have not been compiled since they were changed."""
    return [path for path in po_files().values() if not _is_compiled(path)]


def compile_all() -> None:
    for code, path in po_files().items():
        made = path.with_suffix(".mo.new")
        with made.open("wb") as stream:
            write_mo(stream, read(path, code))
        # In one step: a server that starts meanwhile reads the old one or the new.
        made.replace(path.with_suffix(".mo"))


def _is_compiled(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime


def _files() -> Iterator[tuple[Path, str, dict[str, str]]]:
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        if not _NOT_SHOWN & set(path.relative_to(package).parts):
            yield path, "python", {}
    for path in sorted((settings.BASE_DIR / "templates" / "pages").rglob("*.html")):
        yield path, "jinja2.ext:babel_extract", _TEMPLATES
