"""The environment of the public pages' templates (Jinja2): everything is escaped, what is not defined is an
error, and sentences are translated."""

from datetime import date
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from . import interface, labels, writing


def environment(**options: Any) -> Environment:
    options |= {"undefined": StrictUndefined, "lstrip_blocks": True}
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 - Django sets autoescape
    made.policies["ext.i18n.trimmed"] = True
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    made.install_gettext_callables(
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.filters |= {
        "number": writing.number,
        "stated": writing.stated,
        "stated_day": writing.stated_day,
        "moment": writing.moment,
        "without_marks": writing.without_marks,
        "web_link": writing.web_link,
        "opening": writing.opening,
        "language_name": writing.language_name,
        "iso": date.isoformat,
        "source_name": labels.source_name,
    }
    made.tests["crosshead"] = writing.is_crosshead
    made.globals |= {
        "url": lambda name, *values: reverse(name, args=values),
        "static": static,
        "language": translation.get_language,
        "is_right_to_left": translation.get_language_bidi,
        "in_each_language": interface.in_each_language,
        "month": writing.month,
        "month_name": writing.month_name,
        "year_name": writing.year,
        "language_label": labels.language,
        "default_language": settings.LANGUAGE_CODE,
    }
    return made
