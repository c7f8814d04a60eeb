"""A record as the API tells it to one person, for what is sent to programs instead of asked by them."""

from types import SimpleNamespace

from django.conf import settings

from crm.api.catalogue import collections


def represented(record, user) -> dict | None:
    """None for a kind that the API does not have, or a record that this person may not see."""
    viewset = next((one for one in collections().values() if one.model is type(record)), None)
    if viewset is None:
        return None
    view = viewset()
    view.request = SimpleNamespace(
        user=user, auth=None, query_params={}, build_absolute_uri=lambda path="": settings.SITE_URL + path
    )
    view.action, view.format_kwarg, view.kwargs = "retrieve", None, {"pk": record.pk}
    found = view.load(type(record).objects.visible_to(user)).filter(pk=record.pk).first()
    return dict(view.shown(found)) if found is not None else None
