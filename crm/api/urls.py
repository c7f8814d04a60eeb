"""The table of contents of /api/."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from crm.api.catalogue import collections
from crm.api.root import NothingHere, RootView
from crm.api.schema import SchemaView, docs

app_name = "api"

router = SimpleRouter()
for prefix, viewset in collections().items():
    router.register(prefix, viewset, basename=prefix)

urlpatterns = [
    path("docs/", docs, name="docs"),
    path("v1/", RootView.as_view(), name="root"),
    path("v1/schema/", SchemaView.as_view(), name="schema"),
    path("v1/", include(router.urls)),
    path("<path:rest>", NothingHere.as_view(), name="nothing-here"),
]
