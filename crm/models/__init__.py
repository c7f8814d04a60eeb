from crm.models.activity import Activity
from crm.models.affiliation import Affiliation
from crm.models.apitoken import ApiToken, IdempotencyKey
from crm.models.attachment import Attachment
from crm.models.company import Company
from crm.models.contact import Contact
from crm.models.customfield import CustomField
from crm.models.exportfile import ExportFile
from crm.models.follower import Follower
from crm.models.history import HistoryEntry
from crm.models.importrun import ColumnMapping, ImportRow, ImportRun
from crm.models.invitation import Invitation
from crm.models.job import Job
from crm.models.lease import Lease
from crm.models.lookup import Sector, Source
from crm.models.merge import Merge, MergeMove
from crm.models.message import Message
from crm.models.notice import Notice, NoticePreference
from crm.models.organization import Organization
from crm.models.periodicrun import PeriodicRun
from crm.models.record import OwnedRecord, Record, RecordQuerySet
from crm.models.role import Grant, Role
from crm.models.savedview import SavedView
from crm.models.tag import Tag
from crm.models.team import Team
from crm.models.user import User

__all__ = [
    "Activity",
    "Affiliation",
    "ApiToken",
    "Attachment",
    "ColumnMapping",
    "Company",
    "Contact",
    "CustomField",
    "ExportFile",
    "Follower",
    "Grant",
    "HistoryEntry",
    "IdempotencyKey",
    "ImportRow",
    "ImportRun",
    "Invitation",
    "Job",
    "Lease",
    "Merge",
    "MergeMove",
    "Message",
    "Notice",
    "NoticePreference",
    "Organization",
    "OwnedRecord",
    "PeriodicRun",
    "Record",
    "RecordQuerySet",
    "Role",
    "SavedView",
    "Sector",
    "Source",
    "Tag",
    "Team",
    "User",
]
