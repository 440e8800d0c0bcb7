"""Response headers that Django 5.2 does not set by itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

# Everything a page may load is its own stylesheet, script, picture or font, from this host.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the same strict policy on every page, the admin's too."""

    def add_headers(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return add_headers


def no_nul_in_the_admin(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a NUL in path, query or session is no error of the admin's. PostgreSQL stores none,
    and Django's admin would hand it on."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/"):
            asked = [request.path, *(value for pair in request.GET.lists() for value in (pair[0], *pair[1]))]
            if any("\0" in text for text in [*asked, *request.COOKIES.values()]):
                return HttpResponseBadRequest(
                    "A NUL character means nothing here.", content_type="text/plain"
                )
        return get_response(request)

    return answer
