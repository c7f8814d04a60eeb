"""Plain rows for tests; nothing happens in them but what is written here."""

from datetime import timedelta

import factory
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone

from crm.models import (
    Activity,
    Affiliation,
    ApiToken,
    Attachment,
    ColumnMapping,
    Company,
    Contact,
    CustomField,
    ExportFile,
    Follower,
    ImportRun,
    Invitation,
    Job,
    Lease,
    Message,
    Notice,
    NoticePreference,
    PeriodicRun,
    SavedView,
    Sector,
    Source,
    Tag,
    Team,
    User,
)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person{number}@norte.example")
    password = factory.django.Password("correct horse battery")
    language = "en"


class OwnedFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    owner = factory.SubFactory(UserFactory)
    team = factory.LazyAttribute(lambda record: record.owner and record.owner.team)


class CompanyFactory(OwnedFactory):
    class Meta:
        model = Company

    name = factory.Sequence(lambda number: f"Company {number}")


class ContactFactory(OwnedFactory):
    class Meta:
        model = Contact

    name = factory.Sequence(lambda number: f"Contact {number}")


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Activity

    kind = "note"
    body = factory.Sequence(lambda number: f"Note {number}")
    about = factory.SubFactory(CompanyFactory)
    owner = factory.SubFactory(UserFactory)


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda number: f"Team {number}")


class SectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sector

    name = factory.Sequence(lambda number: f"Sector {number}")


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    name = factory.Sequence(lambda number: f"Source {number}")


class TagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda number: f"tag {number}")


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    contact = factory.SubFactory(ContactFactory)
    company = factory.SubFactory(CompanyFactory)


class AttachmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attachment

    name = factory.Sequence(lambda number: f"file {number}.txt")
    file = factory.LazyAttribute(lambda record: ContentFile(b"text", record.name))
    content_type = "text/plain"
    size = 4
    digest = "0" * 64
    about = factory.SubFactory(CompanyFactory)
    owner = factory.SubFactory(UserFactory)


class CustomFieldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CustomField

    record_type = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Company))
    key = factory.Sequence(lambda number: f"field_{number}")
    label = factory.Sequence(lambda number: f"Field {number}")


class SavedViewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedView

    owner = factory.SubFactory(UserFactory)
    record_type = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Company))
    name = factory.Sequence(lambda number: f"View {number}")


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    kind = "nothing"
    state = "done"
    owner = factory.SubFactory(UserFactory)


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    unique_key = factory.Sequence(lambda number: f"message {number}")
    message_id = factory.Sequence(lambda number: f"<{number}@norte.example>")
    to = "somebody@norte.example"
    subject = factory.Sequence(lambda number: f"Message {number}")


class ApiTokenFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ApiToken

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda number: f"Token {number}")
    prefix = "norte_test"
    digest = factory.Sequence(lambda number: f"{number:064}")


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    user = factory.SubFactory(UserFactory)
    digest = factory.Sequence(lambda number: f"{number:064}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class ImportRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportRun

    owner = factory.SubFactory(UserFactory)
    record = "crm.company"
    name = factory.Sequence(lambda number: f"companies {number}.csv")
    file = factory.LazyAttribute(lambda run: ContentFile(b"Name\nAcme\n", run.name))


class ColumnMappingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ColumnMapping

    owner = factory.SubFactory(UserFactory)
    record = "crm.company"
    signature = factory.Sequence(lambda number: f"{number:064}")


class ExportFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExportFile

    owner = factory.SubFactory(UserFactory)
    record = "crm.company"
    name = factory.Sequence(lambda number: f"companies {number}.csv")


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    person = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda number: f"notice {number}")
    kind = "nothing"


class NoticePreferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NoticePreference

    person = factory.SubFactory(UserFactory)
    kind = factory.Sequence(lambda number: f"kind_{number}")
    channel = "app"


class FollowerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Follower

    name = factory.Sequence(lambda number: f"follower {number}")


class LeaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lease

    name = factory.Sequence(lambda number: f"lease {number}")
    holder = "a worker"


class PeriodicRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PeriodicRun

    job = factory.Sequence(lambda number: f"job {number}")
    slot = factory.LazyFunction(timezone.now)
