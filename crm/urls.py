"""The table of contents of the whole site, then of crm."""

from django.contrib import admin
from django.urls import include, path

from crm.ui.routes import routes
from crm.views import company, contact, error, health
from crm.views.choice import choices
from crm.views.home import home
from crm.views.timeline import timeline

crm = [
    *routes(
        "companies",
        "company",
        list=company.CompanyList,
        create=company.CompanyCreate,
        detail=company.CompanyDetail,
        edit=company.CompanyEdit,
        trash=company.CompanyTrash,
        owner_many=company.CompanyOwnerMany,
        trash_many=company.CompanyTrashMany,
    ),
    *routes(
        "contacts",
        "contact",
        list=contact.ContactList,
        create=contact.ContactCreate,
        detail=contact.ContactDetail,
        edit=contact.ContactEdit,
        trash=contact.ContactTrash,
        owner_many=contact.ContactOwnerMany,
        trash_many=contact.ContactTrashMany,
    ),
    path("choices/<str:label>/", choices, name="choices"),
    path("timeline/<str:label>/<int:pk>/", timeline, name="timeline"),
    path("fact/<str:label>/<int:pk>/<str:field>/", timeline, name="fact"),
    path("search/", home, name="search"),
    path("profile/", home, name="profile"),
    path("preference/", home, name="preference"),
]

urlpatterns = [
    path("", home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("api/", include("crm.api.urls")),
    path("", include((crm, "crm"))),
]

handler400 = error.bad_request
handler403 = error.forbidden
handler404 = error.not_found
handler500 = error.server_error
