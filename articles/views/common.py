"""What all public pages share."""

from django.core.handlers.wsgi import get_str_from_wsgi
from django.http import HttpRequest
from django.views.decorators.cache import cache_control

from ..filters import ArticleFilter
from ..models import Article

# How long a shared cache may hold a page, in seconds: a withdrawal is everywhere after that.
SHARED_SECONDS = 60

public_page = cache_control(public=True, max_age=0, s_maxage=SHARED_SECONDS)


def asked_of(request: HttpRequest) -> ArticleFilter:
    """What the query string asks for: the raw one, because Django's own QueryDict reads all of it."""
    return ArticleFilter(query_string_of(request), Article.objects.published())


def query_string_of(request: HttpRequest) -> str:
    return get_str_from_wsgi(request.META, "QUERY_STRING", "")
