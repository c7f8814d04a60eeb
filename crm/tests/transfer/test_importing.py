from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType

from crm.actions import record as records
from crm.models import Affiliation, Company, Contact, CustomField, HistoryEntry, ImportRow, Tag
from crm.tests.factories import ActivityFactory, CompanyFactory, ContactFactory
from crm.tests.transfer.bringing import brought, checked, checksums, imported, outcome, undone

PEOPLE = """Nome;E-mail;Telefone;Empresa;Cargo;Nascimento;CEP;UF;Código
João Silva;JOAO@acme.com.br;(51) 99999-0000;Acme;Comprador;31/12/1980;90000-000;Rio Grande do Sul;7
Ana Melo;ana@acme.com.br, ana@casa.com;51 3333-0000;Acme;Diretora;;;RS;8
"""


def test_a_file_becomes_contacts_with_their_company_in_one_history(dora):
    run = imported(PEOPLE, dora)

    joao = Contact.objects.get(external_id="7")
    assert outcome(run) == (2, 0, 0, 0)
    assert (joao.emails, joao.phones) == (["joao@acme.com.br"], ["+5551999990000"])
    assert (joao.birthday, joao.postal_code, joao.state) == (date(1980, 12, 31), "90000000", "RS")
    assert (joao.owner, joao.team, joao.created_by, joao.version) == (dora, dora.team, dora, 1)
    assert Affiliation.objects.filter(company=Company.objects.get(name="Acme"), is_primary=True).count() == 2
    entry = HistoryEntry.objects.about(joao).get()
    assert (entry.verb, entry.actor, entry.cause) == ("created", dora, f"import {run.pk}")


def test_the_check_says_what_the_import_then_does_and_writes_nothing(dora):
    ContactFactory(name="Ana", external_id="8", owner=dora)
    before = checksums()

    found = checked(PEOPLE, dora)
    untouched = checksums() == before
    run = imported(PEOPLE, dora)

    assert untouched
    assert outcome(found) == outcome(run) == (1, 1, 0, 0)
    assert found.counts["made"] == run.counts["made"] == {"company": 1}


def test_the_same_file_again_changes_nothing(dora):
    imported(PEOPLE, dora)
    before = checksums()

    again = imported(PEOPLE, dora)

    assert outcome(again) == (0, 0, 2, 0)
    assert checksums() == before


def test_rows_without_the_key_are_found_again_by_name(dora):
    file = "Nome;E-mail\nAna;\nBia;bia@x.com\nBia;\n"
    imported(file, dora)

    again = imported(file, dora)

    assert outcome(again) == (0, 0, 3, 0)
    assert Contact.objects.count() == 3


def test_a_second_row_of_one_person_updates_the_first_wherever_batches_end(dora):
    run = imported(
        "Nome;E-mail;Cargo\nAna;ana@x.com;Compradora\nAna;ana@x.com;Diretora\nAna;ana@x.com;Diretora\n", dora
    )

    ana = Contact.objects.get()
    assert outcome(run) == (1, 1, 1, 0)
    assert (ana.job_title, ana.version) == ("Diretora", 2)


def test_the_check_follows_rows_that_are_one_person_too(dora):
    found = checked(
        "Nome;E-mail;Cargo\nAna;ana@x.com;Compradora\nAna;ana@x.com;Diretora\nAna;ana@x.com;Diretora\n", dora
    )

    assert outcome(found) == (1, 1, 1, 0)


@pytest.mark.parametrize(
    ("mode", "expected"), [("create", (1, 0, 1, 0)), ("update", (0, 1, 0, 1)), ("upsert", (1, 1, 0, 0))]
)
def test_what_to_do_with_new_and_known_rows_is_chosen(dora, mode, expected):
    ContactFactory(name="Ana", emails=["ana@x.com"], owner=dora)

    run = imported("Nome;E-mail;Cargo\nAna;ana@x.com;Diretora\nBia;bia@x.com;Dona\n", dora, mode=mode)

    assert outcome(run) == expected


def test_an_empty_cell_leaves_the_field_unless_asked_to_empty_it(dora):
    ana = ContactFactory(name="Ana", emails=["ana@x.com"], job_title="Diretora", owner=dora)
    file = "Nome;E-mail;Cargo\nAna;ana@x.com;\n"

    imported(file, dora)
    ana.refresh_from_db()
    left = ana.job_title
    imported(file, dora, clears=True)
    ana.refresh_from_db()

    assert (left, ana.job_title) == ("Diretora", "")


def test_further_addresses_are_kept_and_the_files_comes_first(dora):
    ana = ContactFactory(emails=["ana@casa.com", "ana@x.com"], owner=dora)

    imported("Nome;E-mail\nAna;ana@x.com\n", dora)

    ana.refresh_from_db()
    assert ana.emails == ["ana@x.com", "ana@casa.com"]


def test_refused_rows_say_why_and_leave_the_others_alone(dora):
    file = (
        "Nome;E-mail;CPF;Nascimento\nAna;ana@x;;\nBia;;111.111.111-11;\n;;;\n"
        "Cid;c@x.com;;99/99/2020\nDan;d@x.com;;\n;e@x.com;;\n"
    )

    run = imported(file, dora)

    assert outcome(run) == (1, 0, 0, 4)
    assert [row.reasons for row in ImportRow.objects.filter(run=run, outcome="refused")] == [
        ["E-mails: “ana@x” is not an e-mail address."],
        ["CPF: This CPF is not valid. Check its digits."],
        ["Birthday: “99/99/2020” is not a date."],
        ["Name is missing."],
    ]


def test_the_refused_rows_mended_and_sent_again_fit_the_remembered_mapping(dora):
    from crm.transfer import mapping as mappings
    from crm.transfer.refused import refused_lines

    run = brought("Quem;E-mail\nAna;ana@x\n", dora, mapping={"columns": {"0": "name", "1": "emails"}}, key="emails")
    mappings.remember(run)
    from crm.transfer.running import step_now

    run = step_now(run, "run", by=dora)
    mended = "".join(refused_lines(run)).replace("ana@x", "ana@x.com")

    again = imported(mended, dora)

    assert outcome(again) == (1, 0, 0, 0)
    assert Contact.objects.get().name == "Ana"


def test_two_records_with_one_key_are_not_guessed_between(dora):
    for __ in range(2):
        ContactFactory(emails=["ana@x.com"], owner=dora)

    run = imported("Nome;E-mail\nAna;ana@x.com\n", dora)

    assert outcome(run) == (0, 0, 0, 1)


def test_matching_tells_nothing_of_records_one_may_not_see(bruno, caio):
    """Bruno leads the South; the person of that e-mail is the North's."""
    ContactFactory(name="CANARIO", emails=["secreto@x.com"], owner=caio)
    file = "Nome;E-mail;Empresa\nAna;secreto@x.com;\n"

    updated = imported(file, bruno, mode="update")
    unknown = imported("Nome;E-mail\nAna;ninguem@x.com\n", bruno, mode="update")
    added = imported(file, bruno)

    assert outcome(updated) == outcome(unknown) == (0, 0, 0, 1)
    assert updated.counts["reasons"] == unknown.counts["reasons"]
    assert outcome(added) == (1, 0, 0, 0)
    assert Contact.objects.get(name="CANARIO").version == 1


def test_links_and_suggestions_tell_nothing_of_foreign_companies(bruno, caio):
    CompanyFactory(name="CANARIO Ltda", owner=caio)

    run = imported("Nome;Empresa\nAna;CANARIOLtda\n", bruno, mapping={"make": []})

    assert list(run.counts["reasons"]) == ["Company: “CANARIOLtda” was not found."]


def test_what_one_sees_but_may_not_change_is_refused(dora, enzo, ana):
    from django.contrib.contenttypes.models import ContentType

    from crm.models import Grant, Role

    contact = ContactFactory(emails=["a@x.com"], owner=ana)
    role = Role.objects.create(key="reader", name="Reader")
    kind = ContentType.objects.get_for_model(Contact)
    for action, scope in {"view": 4, "import": 4, "create": 4, "change": 1}.items():
        Grant.objects.create(role=role, record_type=kind, action=action, scope=scope)
    enzo.roles.set([role])

    run = imported("Nome;E-mail\nOutro;a@x.com\n", enzo)

    contact.refresh_from_db()
    assert list(run.counts["reasons"]) == ["You may not change this record."]
    assert contact.version == 1


def test_undo_leaves_the_tables_as_they_were(dora):
    ContactFactory(name="Ana", external_id="8", job_title="Dona", emails=["velho@x.com"], owner=dora)
    before = checksums("crm_company", "crm_affiliation")
    contact = Contact.objects.values("name", "job_title", "emails", "phones", "state").get()

    run = undone(imported(PEOPLE, dora))

    assert run.counts["undo"] == {"removed": 2, "restored": 1, "kept": 0}
    assert checksums("crm_company", "crm_affiliation") == before
    assert Contact.objects.values("name", "job_title", "emails", "phones", "state").get() == contact


def test_undo_keeps_what_was_edited_or_written_about_since_and_says_which(dora):
    run = imported("Nome;E-mail\nAna;ana@x.com\nBia;bia@x.com\nCid;cid@x.com\n", dora)
    people = {contact.name: contact for contact in Contact.objects.all()}
    records.edit(people["Ana"], by=dora, values={"job_title": "Dona"})
    ActivityFactory(about=people["Bia"], owner=dora)

    run = undone(run)

    kept = ImportRow.objects.filter(run=run).exclude(kept="").order_by("number")
    assert [(row.record_id, row.kept) for row in kept] == [
        (people["Ana"].pk, "edited since"),
        (people["Bia"].pk, "others refer to it: activity"),
    ]
    assert set(Contact.objects.values_list("name", flat=True)) == {"Ana", "Bia"}


def test_head_offices_further_down_the_file_are_found_and_circles_are_not_made(dora):
    file = "Empresa;Matriz\nFilial;Sede\nSede;\nA;B\nB;A\n"

    run = imported(file, dora, record="crm.company", mapping={"columns": {"0": "name", "1": "parent"}})

    above = dict(Company.objects.values_list("name", "parent__name"))
    assert outcome(run) == (4, 0, 0, 0)
    assert (above["Filial"], above["Sede"]) == ("Sede", None)
    assert sorted([above["A"] or "", above["B"] or ""]) == ["", "B"]


def test_decimals_and_days_that_can_be_read_either_way_are_asked_about(dora):
    from crm.transfer.mapping import open_questions

    either = brought("Empresa;Faturamento\nA;1.234\n", dora, record="crm.company")
    clear = brought("Empresa;Faturamento\nA;1.234\nB;1.234,5\n", dora, record="crm.company")
    days = brought("Nome;Nascimento\nA;03/04/2000\n", dora)

    assert open_questions(either) == ["decimal"]
    assert (open_questions(clear), clear.mapping["decimal"]) == ([], ",")
    assert open_questions(days) == ["dates"]


def test_a_word_that_a_file_brings_becomes_a_tag_in_its_known_spelling_and_undo_takes_back_the_unused(dora):
    Tag.objects.create(name="VIP", colour="red")
    text = "Nome;E-mail;Etiquetas\nAna;ana@x.com;vip, fair\nRui;rui@x.com;Fair, other\n"
    checked_run = checked(text, dora)
    assert (checked_run.counts["made"], Tag.objects.count()) == ({"tag": 2}, 1)

    run = imported(text, dora)

    assert [one.tags for one in Contact.objects.order_by("pk")] == [["VIP", "fair"], ["fair", "other"]]
    assert run.counts["made"] == {"tag": 2}
    assert set(Tag.objects.values_list("name", "colour")) == {
        ("VIP", "red"),
        ("fair", "secondary"),
        ("other", "secondary"),
    }

    CompanyFactory(tags=["other"])
    undone(run)
    assert set(Tag.objects.values_list("name", flat=True)) == {"VIP", "other"}


def test_a_refused_row_leaves_no_tag(dora):
    imported("Nome;E-mail;Etiquetas\nAna;no address;fair\n", dora)

    assert not Tag.objects.exists()


def test_an_amount_typed_in_a_form_comes_back_unchanged(dora):
    kind = ContentType.objects.get_for_model(Contact)
    CustomField.objects.create(record_type=kind, key="limit", label="Limit", kind="money")
    ContactFactory(name="Ana", custom={"limit": "1234.50"}, owner=dora)
    mapping = {"columns": {"0": "name", "1": "custom.limit"}, "decimal": ","}

    same, other = (
        outcome(checked(f"Nome;Limit\nAna;{amount}\n", dora, mapping=mapping, key="name"))
        for amount in ("1234,5", "1234,51")
    )

    assert (same, other) == ((0, 0, 1, 0), (0, 1, 0, 0))
