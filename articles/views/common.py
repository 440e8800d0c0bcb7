"""What all public pages share."""

from collections.abc import Callable
from functools import wraps

from django.core.handlers.wsgi import get_str_from_wsgi
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control

from .. import addresses
from ..filters import ArticleFilter
from ..models import Article

# How long a shared cache may hold a page, in seconds: a withdrawal is everywhere after that.
SHARED_SECONDS = 60


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for everybody: shared caches may keep it for a minute, unless it says otherwise itself."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
        return response

    return answer


def asked_of(request: HttpRequest) -> ArticleFilter:
    """What the query string asks for: the raw one, because Django's own QueryDict reads all of it."""
    return ArticleFilter(query_string_of(request), Article.objects.published())


def query_string_of(request: HttpRequest) -> str:
    return get_str_from_wsgi(request.META, "QUERY_STRING", "")


def site_of(request: HttpRequest) -> str:
    """The archive's own scheme and host, for addresses that leave it."""
    return f"{request.scheme}://{request.get_host()}"


def find_or_404(pk: int) -> addresses.Found | addresses.Moved | addresses.Gone | addresses.Erased:
    try:
        return addresses.find(pk)
    except Article.DoesNotExist:
        raise Http404 from None


def moved(path: str) -> HttpResponse:
    """A merge can be undone: no browser keeps this for long."""
    response = HttpResponsePermanentRedirect(path)
    patch_cache_control(response, public=True, max_age=SHARED_SECONDS)
    return response
