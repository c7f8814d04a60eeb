"""Plain rows for tests; nothing happens in them but what is written here."""

import factory

from crm.models import Activity, Company, Contact, User


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
