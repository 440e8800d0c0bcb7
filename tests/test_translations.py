"""The catalogues of the interface: every sentence of the code and the pages, in every language."""

import os
import re
import shutil

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from articles import checks, translations

CODES = list(translations.po_files())

PLACE = re.compile(r"%\(\w+\)[sd]|%%|</?[a-z]+>")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return translations.sentences()


@pytest.fixture(scope="module", params=CODES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return translations.read(translations.po_files()[request.param], request.param)


def test_the_interface_has_six_languages():
    assert [code for code, _ in settings.LANGUAGES] == ["en", *CODES]
    assert len(CODES) == 5


def test_the_sentences_of_code_and_templates_are_found(template: Catalog):
    files = {place.partition("/")[0] for message in template for place, _ in message.locations}
    assert files == {"articles", "templates"}
    assert "Search in any language" in template
    assert template["%(number)s article"].pluralizable
    assert "“%(text)s” holds no word: it was left out." in template
    assert len(template) > 200


def test_every_sentence_is_translated(template: Catalog, catalogue: Catalog):
    assert {message.id for message in catalogue} == {message.id for message in template}
    assert [message.id for message in catalogue if message.id and not all(strings(message))] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_every_number_has_its_form(catalogue: Catalog):
    for message in catalogue:
        if message.pluralizable:
            assert len(message.string) == catalogue.num_plurals, message.id


def test_what_a_sentence_has_places_for_its_translation_has_too(catalogue: Catalog):
    for message in catalogue:
        wanted = PLACE.findall(message.id[-1] if message.pluralizable else message.id)
        for string in strings(message):
            assert sorted(PLACE.findall(string)) == sorted(wanted), (message.id, string)


def test_what_is_missing_is_seen(template: Catalog):
    message = template["Search in any language"]
    assert not all(strings(message))


@pytest.mark.parametrize("code", CODES)
def test_the_pages_speak_what_the_catalogues_say(code: str, catalogue_of: dict[str, Catalog]):
    with translation.override(code):
        for message in catalogue_of[code]:
            if message.id and not message.pluralizable:
                assert translation.gettext(message.id) == message.string, message.id
        for number in (1, 2, 5, 11, 21, 100, 101):
            said = translation.ngettext("%(number)s article", "%(number)s articles", number)
            assert said in catalogue_of[code]["%(number)s article"].string


@pytest.fixture(scope="module")
def catalogue_of() -> dict[str, Catalog]:
    return {code: translations.read(path, code) for code, path in translations.po_files().items()}


def strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (message.string,)


def test_what_is_not_compiled_is_said_and_compiled(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "FOLDER", shutil.copytree(translations.FOLDER, tmp_path / "locale"))
    assert checks.catalogues_are_compiled() == []
    files = translations.po_files()
    files["lv"].with_suffix(".mo").unlink()
    os.utime(files["pl"].with_suffix(".mo"), (0, 0))
    [warning] = checks.catalogues_are_compiled()
    assert warning.id == "articles.W002"
    assert warning.msg.endswith(": lv, pl")

    call_command("translations")

    assert checks.catalogues_are_compiled() == []
    assert sorted(path.name for path in files["lv"].parent.iterdir()) == ["django.mo", "django.po"]


def test_bringing_them_up_to_date_keeps_what_is_translated(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "FOLDER", shutil.copytree(translations.FOLDER, tmp_path / "locale"))
    path = translations.po_files()["lv"]
    before = path.read_bytes()
    catalogue = translations.read(path, "lv")
    catalogue.delete("Search in any language")
    catalogue.add("Nobody says this", "Neviens tā nesaka")
    with path.open("wb") as stream:
        write_po(stream, catalogue)

    call_command("translations", "--update")

    lost = translations.read(path, "lv")
    assert lost["Search in any language"].string == ""
    assert "Nobody says this" not in lost
    path.write_bytes(before)
    call_command("translations", "--update")
    assert path.read_bytes() == before
