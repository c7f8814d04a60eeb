"""The base of every page of a record."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View


class RecordPage(View):
    """A page over the rows of one model that `action` of the person reaches.

    A person without the right at all gets 403; a single record out of reach is 404, as if it did not exist.
    """

    model = None
    action = "view"
    is_collective = False
    icon = ""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.access.may(self.action, self.model):
            raise PermissionDenied
        # `head` names the head of a table or column here, so HEAD is led to GET; Django leaves out the body.
        if request.method == "HEAD" and hasattr(self, "get"):
            return self.get(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def records(self):
        return self.model.objects.visible_to(self.request.user, self.action)

    def record(self):
        return get_object_or_404(self.records(), pk=self.kwargs["pk"])

    def url(self, name: str, *args) -> str | None:
        """Address of another page of this record, None where there is none."""
        meta = self.model._meta
        try:
            return reverse(f"{meta.app_label}:{meta.model_name}-{name}", args=args)
        except NoReverseMatch:
            return None

    def url_if_may(self, action: str, name: str, *args) -> str | None:
        return self.url(name, *args) if self.request.user.access.may(action, self.model) else None

    def next_url(self, fallback: str) -> str:
        """Where the form asked to go back to, if that is a page of this site."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None) else fallback
