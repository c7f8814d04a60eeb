from crm.models import Contact
from crm.tests.factories import ContactFactory
from crm.tests.transfer.bringing import checked, imported, outcome

FILE = "Nome;E-mail;Telefone;Código\nAna;ana@x.com;(51) 99999-0000;A-1\nRui;rui@x.com;;A-2\n"


def test_the_check_counts_and_lists_rows_that_look_like_a_record_under_another_key(dora):
    twin = ContactFactory(name="Ana Melo", phones=["+555199990000"], emails=["ana@x.com"], owner=dora)

    run = checked(FILE, dora, key="external_id")

    assert (outcome(run), run.counts["alike"]) == ((2, 0, 0, 0), 1)
    assert run.counts["alikes"] == [
        {"number": 2, "name": "Ana", "record": twin.pk, "reasons": ["same e-mail", "same phone"]}
    ]


def test_the_record_that_a_row_is_does_not_look_like_itself(dora):
    ContactFactory(name="Ana", emails=["ana@x.com"], external_id="A-1", owner=dora)

    assert checked(FILE, dora, key="external_id").counts["alike"] == 0
    assert checked(FILE, dora, key="emails").counts["alike"] == 0


def test_a_changed_row_is_looked_at_for_its_new_keys_alone(dora):
    ContactFactory(name="Twin", emails=["ana@x.com"], phones=["+5551999990000"], owner=dora)
    ContactFactory(name="Ana", emails=["ana@x.com"], external_id="A-1", owner=dora)

    run = checked(FILE, dora, key="external_id")

    assert run.counts["alikes"][0]["reasons"] == ["same phone"]


def test_likeness_refuses_nothing_and_tells_nothing_of_a_strangers_record(bruno, caio, dora):
    ContactFactory(name="Stranger", emails=["ana@x.com"], owner=caio)

    assert checked(FILE, bruno, key="external_id").counts["alike"] == 0
    assert outcome(imported(FILE, dora, key="external_id")) == (2, 0, 0, 0)
    assert Contact.objects.count() == 3


def test_the_result_page_names_the_record_and_leads_to_it(client_of, dora):
    twin = ContactFactory(name="Ana <Melo>", emails=["ana@x.com"], owner=dora)
    run = checked(FILE, dora, key="external_id")

    page = client_of(dora).get(run.get_absolute_url()).content.decode()

    assert "1 row looks like a record that exists" in page
    assert f'<a href="{twin.get_absolute_url()}">Ana &lt;Melo&gt;</a> (same e-mail)' in page
