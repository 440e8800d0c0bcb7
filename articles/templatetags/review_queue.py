"""What is waiting for a person, for the admin's first page."""

from django import template
from django.template.context import RequestContext

from ..admin.review_words import queues

register = template.Library()


@register.inclusion_tag("admin/articles/waiting.html", takes_context=True)
def waiting_reviews(context: RequestContext) -> dict[str, object]:
    """One query, and none for who may not look."""
    return {"queues": queues() if context["user"].has_perm("articles.view_review") else []}
