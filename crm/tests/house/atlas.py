"""Every address of the site, with the class behind it: what the house tests walk."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.urls import URLPattern, get_resolver
from django.views.generic import View
from rest_framework.views import APIView

from crm.ui.pages import RecordPage

# Built by others and tested by them; what is ours in them is behind is_staff or before the login.
BUILT_BY_OTHERS = {
    "admin/": "Django's administration, for is_staff alone; its own tests are in tests/admin",
    "account/": "sign-in pages of allauth: nobody's records",
}


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    callback: object
    actions: tuple = ()

    @cached_property
    def page(self):
        """The class of the page or viewset, None for a plain function."""
        return getattr(self.callback, "cls", None) or getattr(self.callback, "view_class", None)

    @property
    def model(self):
        return getattr(self.page, "model", None)

    @property
    def is_api(self):
        return bool(self.page) and issubclass(self.page, APIView)

    @property
    def is_record_page(self):
        return bool(self.page) and issubclass(self.page, RecordPage)

    @property
    def methods(self) -> set[str]:
        """What the address answers, in small letters."""
        if self.actions:
            return {method for method, __ in self.actions} & set(self.page.http_method_names)
        if self.page and issubclass(self.page, View):
            return {method for method in self.page.http_method_names if hasattr(self.page, method)} - {"options"}
        return {"get", "post"}

    @property
    def parameters(self) -> dict[str, str]:
        """Name to converter, such as {"pk": "int"}."""
        found = {name: kind or "str" for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", self.pattern)}
        return found | dict.fromkeys(re.findall(r"\(\?P<(\w+)>", self.pattern), "regex")

    def url(self, **values) -> str:
        text = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: str(values[found[1]]), self.pattern)
        text = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), text)
        return "/" + text.replace("^", "").replace("$", "").replace("\\", "").removesuffix("\\Z")

    def __str__(self):
        return self.name or self.pattern


def routes() -> list[Route]:
    """All addresses of ours, in the order of the table of contents."""
    return [route for route in _walk(get_resolver()) if not route.pattern.startswith(tuple(BUILT_BY_OTHERS))]


def _walk(node, prefix="", namespace=""):
    for one in node.url_patterns:
        pattern = prefix + str(one.pattern).removeprefix("^")
        if isinstance(one, URLPattern):
            actions = tuple(sorted((getattr(one.callback, "actions", None) or {}).items()))
            name = f"{namespace}{one.name}" if one.name else ""
            yield Route(name, pattern, one.callback, actions)
        else:
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one, pattern, inner)
