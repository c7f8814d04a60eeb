from django.urls import include, path

from bench import floors
from crm.urls import handler400, handler403, handler404, handler500  # noqa: F401

urlpatterns = [
    path("floor/page/", floors.page),
    path("floor/list/", floors.bare_list),
    path("floor/record/<int:pk>/", floors.bare_record),
    path("", include("crm.urls")),
]
