"""Accounts: who may sign in and do what, and who has tried to."""

from collections.abc import Sequence
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from .readonly import ReadOnlyAdmin

# What only a superuser gives: with either, whoever may change accounts could give himself everything.
_OF_SUPERUSERS = ("is_superuser", "user_permissions")


@never_cache
def closed(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """The answer to one wrong password too many, whether there is such a user or not: RFC 6585, section 4."""
    wait = get_cool_off(request)
    context = {
        **admin.site.each_context(request),
        "title": "Too many wrong passwords",
        "minutes": wait.seconds // 60,
    }
    answer = render(request, "admin/closed.html", context, status=429)
    answer.headers["Retry-After"] = wait.seconds
    return answer


admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Only a superuser makes superusers, and only a superuser changes them."""

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Sequence[str]:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, *_OF_SUPERUSERS]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)


def _may_touch(request: HttpRequest, account: User | None) -> bool:
    return account is None or request.user.is_superuser or not account.is_superuser


class _SignInAdmin(ReadOnlyAdmin):
    """Of somebody at an address."""

    list_display = ["username", "ip_address", "attempt_time"]
    search_fields = ["=username", "=ip_address"]
    fields = ["username", "ip_address", "user_agent", "attempt_time"]


@admin.register(AccessAttempt)
class WrongPasswordsAdmin(_SignInAdmin):
    """Since the last right one. Whoever deletes them opens the sign-in again."""

    list_display = [*_SignInAdmin.list_display, "failures_since_start"]
    fields = [*_SignInAdmin.fields, "failures_since_start"]

    def has_delete_permission(self, request: HttpRequest, obj: AccessAttempt | None = None) -> bool:
        return request.user.has_perm("axes.delete_accessattempt")


@admin.register(AccessLog)
class SignInAdmin(_SignInAdmin):
    list_display = [*_SignInAdmin.list_display, "logout_time"]
    fields = [*_SignInAdmin.fields, "logout_time"]
