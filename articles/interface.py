"""The languages of the pages themselves, chosen by the address alone: what a shared cache holds under an
address is right for everybody (Django's own middleware would also ask the browser, and say Vary)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix
from django.utils import translation

from .notices import Notice
from .writing import number


def language_by_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: /lv/ and what is below it in Latvian, and so on; everything else in English."""

    def answer(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request.path_info)):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return answer


def language_of(path: str) -> str:
    code = path.removeprefix("/").partition("/")[0]
    return code if code in _prefixed() else settings.LANGUAGE_CODE


def in_each_language(path: str) -> list[tuple[str, str, str]]:
    """(code, its own name, path) of the same page in every language of the interface."""
    script = get_script_prefix().removesuffix("/")
    inside = path.removeprefix(script)
    if language_of(inside) != settings.LANGUAGE_CODE:
        inside = inside.removeprefix("/" + language_of(inside))
    return [
        (code, name, f"{script}{'' if code == settings.LANGUAGE_CODE else '/' + code}{inside}")
        for code, name in settings.LANGUAGES
    ]


def said(notice: Notice) -> str:
    """A notice in the language of the page."""
    values = {
        name: number(value) if isinstance(value, int) else value for name, value in notice.values.items()
    }
    return translation.gettext(notice.text) % values


def _prefixed() -> set[str]:
    return {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
