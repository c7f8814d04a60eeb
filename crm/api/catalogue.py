"""Which collections the API has: address to viewset, by name, so that lower apps import no higher ones."""

from django.utils.module_loading import import_string

_collections: dict[str, str] = {
    "companies": "crm.api.company.CompanyViewSet",
    "contacts": "crm.api.contact.ContactViewSet",
    "affiliations": "crm.api.affiliation.AffiliationViewSet",
    "activities": "crm.api.activity.ActivityViewSet",
    "attachments": "crm.api.attachment.AttachmentViewSet",
    "saved-views": "crm.api.savedview.SavedViewViewSet",
    "custom-fields": "crm.api.customfield.CustomFieldViewSet",
    "notices": "crm.api.notice.NoticeViewSet",
    "users": "crm.api.user.UserViewSet",
    "teams": "crm.api.team.TeamViewSet",
    "sectors": "crm.api.sector.SectorViewSet",
    "sources": "crm.api.source.SourceViewSet",
    "tags": "crm.api.tag.TagViewSet",
}


def publish(prefix: str, viewset: str):
    """Add a collection, from an app's ready(): publish("tasks", "workflow.api.task.TaskViewSet")."""
    _collections[prefix] = viewset


def collections() -> dict[str, type]:
    """Address to viewset class, in the order they were published."""
    return {prefix: import_string(path) for prefix, path in _collections.items()}
