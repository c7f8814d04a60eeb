"""The table of contents of the whole site, then of crm."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path

from crm.ui.routes import routes
from crm.views import (
    about,
    activity,
    administration,
    affiliation,
    apitoken,
    attachment,
    column,
    company,
    contact,
    error,
    exportfile,
    health,
    importrun,
    job,
    organization,
    profile,
    savedview,
    search,
    session,
    team,
    trash,
    user,
)
from crm.views.choice import choices, head_office
from crm.views.fact import FactPage
from crm.views.home import home
from crm.views.invitation import invitation
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
    path("choices/", about.choices, name="about-choices"),
    path("choices/<str:label>/", choices, name="choices"),
    path("head-office/", head_office, name="head-office"),
    path("timeline/<str:label>/<int:pk>/", timeline, name="timeline"),
    path("fact/<str:label>/<int:pk>/<str:field>/", FactPage.as_view(), name="fact"),
    *routes(
        "activities",
        "activity",
        list=activity.ActivityList,
        create=activity.ActivityCreate,
        detail=activity.ActivityDetail,
        edit=activity.ActivityEdit,
        trash=activity.ActivityTrash,
    ),
    path("companies/<int:pk>/people/new/", affiliation.PersonAdd.as_view(), name="person-add"),
    path("contacts/<int:pk>/companies/new/", affiliation.EmployerAdd.as_view(), name="employer-add"),
    path("affiliations/<int:pk>/edit/", affiliation.AffiliationEdit.as_view(), name="affiliation-edit"),
    path("affiliations/<int:pk>/end/", affiliation.AffiliationEnd.as_view(), name="affiliation-end"),
    path("files/new/", attachment.AttachmentCreate.as_view(), name="attachment-create"),
    path("files/<int:pk>/", attachment.AttachmentDownload.as_view(), name="attachment-download"),
    path("files/<int:pk>/trash/", attachment.AttachmentTrash.as_view(), name="attachment-trash"),
    path("imports/", importrun.index, name="importrun-list"),
    path("imports/new/<str:label>/", importrun.create, name="importrun-create"),
    path("imports/new/<str:label>/template.csv", importrun.template, name="importrun-template"),
    path("imports/<int:pk>/", importrun.detail, name="importrun-detail"),
    path("imports/<int:pk>/format/", importrun.format, name="importrun-format"),
    path("imports/<int:pk>/columns/", importrun.mapping, name="importrun-mapping"),
    path("imports/<int:pk>/values/", importrun.values, name="importrun-values"),
    path("imports/<int:pk>/run/", importrun.run, name="importrun-run"),
    path("imports/<int:pk>/stop/", importrun.stop, name="importrun-stop"),
    path("imports/<int:pk>/undo/", importrun.undo, name="importrun-undo"),
    path("imports/<int:pk>/remove/", importrun.remove, name="importrun-remove"),
    path("imports/<int:pk>/refused.csv", importrun.refused, name="importrun-refused"),
    path("exports/", exportfile.index, name="exportfile-list"),
    path("exports/new/<str:label>/", exportfile.create, name="exportfile-create"),
    path("exports/<int:pk>/", exportfile.detail, name="exportfile-detail"),
    path("exports/<int:pk>/download/", exportfile.download, name="exportfile-download"),
    path("jobs/", job.index, name="job-list"),
    path("jobs/news/", job.news, name="job-news"),
    path("jobs/<int:pk>/", job.detail, name="job-detail"),
    path("jobs/<int:pk>/stop/", job.stop, name="job-stop"),
    path("search/", search.results, name="search"),
    path("columns/", column.choose, name="column-choose"),
    path("trash/", trash.index, name="trash"),
    path("trash/<str:label>/<int:pk>/restore/", trash.restore, name="restore"),
    path("views/", savedview.index, name="savedview-list"),
    path("views/new/", savedview.create, name="savedview-create"),
    path("views/counts/", savedview.counts, name="savedview-counts"),
    path("views/<int:pk>/", savedview.broken, name="savedview-broken"),
    path("views/<int:pk>/edit/", savedview.edit, name="savedview-edit"),
    path("views/<int:pk>/pin/", savedview.pin, name="savedview-pin"),
    path("views/<int:pk>/move/", savedview.move, name="savedview-move"),
    path("views/<int:pk>/delete/", savedview.delete, name="savedview-delete"),
    *routes(
        "people",
        "user",
        list=user.UserList,
        create=user.UserCreate,
        detail=user.UserDetail,
        edit=user.UserEdit,
        invite=user.UserInvite,
        deactivate=user.UserDeactivate,
        reactivate=user.UserReactivate,
    ),
    *routes("teams", "team", list=team.TeamList, create=team.TeamCreate, edit=team.TeamEdit, remove=team.TeamRemove),
    path("organization/", organization.OrganizationEdit.as_view(), name="organization"),
    path("organization/logo.png", organization.logo, name="organization-logo"),
    path("invitation/<str:secret>/", invitation, name="invitation"),
    path("profile/", profile.profile, name="profile"),
    path("profile/access/", profile.my_access, name="my-access"),
    path("profile/tokens/", apitoken.tokens, name="apitoken-list"),
    path("profile/tokens/new/", apitoken.create, name="apitoken-create"),
    path("profile/tokens/<int:pk>/revoke/", apitoken.revoke, name="apitoken-revoke"),
    path("profile/sessions/<int:pk>/end/", session.end, name="session-end"),
    path("preference/", profile.preference, name="preference"),
]

# Of allauth only what is wanted: no sign-up, no other addresses, no social accounts.
sign_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("two-step/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]

urlpatterns = [
    path("", home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("admin/login/", administration.login),
    path("admin/password_change/", administration.password),
    path("admin/", admin.site.urls),
    path("account/", include(sign_in)),
    path("api/", include("crm.api.urls")),
    path("", include("workflow.urls")),
    path("", include("sales.urls")),
    path("", include("indicators.urls")),
    path("", include((crm, "crm"))),
]

handler400 = error.bad_request
handler403 = error.forbidden
handler404 = error.not_found
handler500 = error.server_error
