import pytest

from crm.actions.duplicate import keys_of, likely
from crm.models import Company, Contact
from crm.tests.factories import CompanyFactory, ContactFactory

pytestmark = pytest.mark.django_db


def told(record, by, **options):
    return [(one.record.name, one.reasons) for one in likely(record, by=by, **options)]


def test_each_key_is_named_and_who_shares_most_comes_first(ana):
    CompanyFactory(name="Phone", phones=["+5551999990000"], owner=ana)
    CompanyFactory(
        name="Both", cnpj="12ABC34501DE35", emails=["oi@acme.com.br"], website="https://www.acme.com.br/", owner=ana
    )
    CompanyFactory(name="Other", phones=["+5551988880000"], owner=ana)
    new = Company(
        phones=["+555199990000"], emails=["OI@acme.com.br"], cnpj="12ABC34501DE35", website="http://acme.com.br"
    )

    assert told(new, ana) == [("Both", ["same CNPJ", "same e-mail", "same website"]), ("Phone", ["same phone"])]


def test_what_one_may_not_see_and_what_lies_in_the_trash_leave_no_trace(ana, caio):
    from django.utils import timezone

    ContactFactory(name="Stranger", emails=["a@b.co"], owner=caio)
    ContactFactory(name="Trashed", emails=["a@b.co"], owner=ana, deleted_at=timezone.now())

    assert told(Contact(emails=["a@b.co"]), ana) == []


def test_a_shared_host_is_nobodys_own(ana):
    CompanyFactory(website="https://www.instagram.com/acme", owner=ana)

    assert told(Company(website="https://instagram.com/zenith"), ana) == []


def test_a_saved_record_is_not_its_own_duplicate_and_old_keys_are_not_asked_again(ana):
    ContactFactory(name="Twin", emails=["a@b.co"], phones=["+555132100000"], owner=ana)
    contact = ContactFactory(emails=["a@b.co"], owner=ana)
    contact.refresh_from_db()
    contact.phones = ["+555132100000"]

    assert told(contact, ana) == [("Twin", ["same e-mail", "same phone"])]
    assert told(contact, ana, known=contact.keys) == [("Twin", ["same phone"])]


def test_nothing_to_compare_asks_nothing(ana, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert likely(Contact(name="Ana"), by=ana) == []


def test_keys_of_an_unsaved_record_are_those_it_will_have(ana):
    contact = ContactFactory(emails=["a@b.co"], phones=["+5551999990000"], cpf="52998224725", owner=ana)

    assert keys_of(contact) == list(Contact.objects.get().keys)
