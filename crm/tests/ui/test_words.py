import pytest
from django.db import connection

from crm.models import Company, Contact
from crm.tests.factories import CompanyFactory, ContactFactory
from crm.ui.words import fold, highlighted, matching, rare, search_words, telling, writings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("joão  silva", ["joão", "silva"]),
        ("(51) 99999-0000", ["51999990000"]),
        ("+55 51 9 9999-0000", ["5551999990000"]),
        ("maria 51 99999-0000", ["maria", "51999990000"]),
        ("123.456.789-09", ["12345678909"]),
        ("12.ABC.345/01DE-35", ["12ABC34501DE35"]),
        ("joao.silva@acme.com.br", ["joao.silva@acme.com.br"]),
        ("rua 7 12", ["rua", "7", "12"]),
        ("3M", ["3M"]),
        ("% _ ( -", []),
        ("", []),
        ("nul\x00", ["nul"]),
    ],
)
def test_a_number_is_one_word_however_it_is_written(text, words):
    assert search_words(text) == words


@pytest.mark.parametrize("kept", ["+5551999990000", "+555199990000"])
@pytest.mark.parametrize(
    "typed",
    [
        "+55 (51) 99999-0000",
        "55 51 9999-0000",
        "(51) 99999-0000",
        "51 9999 0000",
        "051 99999-0000",
        "0051999990000",
        "99999-0000",
        "9999-0000",
        "9990000",
    ],
)
def test_a_phone_is_found_in_any_writing_with_or_without_its_ninth_digit(ana, kept, typed):
    contact = ContactFactory(owner=ana, phones=[kept])
    ContactFactory(owner=ana, phones=["+5551988880000"])

    assert list(matching(Contact.objects.all(), typed)) == [contact]


@pytest.mark.parametrize(
    "typed",
    [
        "joao",
        "JOÃO silva",
        "silva joão",
        "jo si",
        "da silva",
        "jo",
        "529.982.247-25",
        "joao.silva@ac",
        "@acme.com",
        "52998",
    ],
)
def test_a_person_is_found_by_name_document_and_part_of_an_email(ana, typed):
    contact = ContactFactory(name="João da Silva", cpf="52998224725", emails=["joao.silva@acme.com.br"], owner=ana)
    ContactFactory(name="Joana Prado", cpf="11144477735", owner=ana) if len(typed) > 4 else None

    assert list(matching(Contact.objects.all(), typed)) == [contact]


def test_marks_of_patterns_are_plain_letters(ana):
    ContactFactory(name="Half price", owner=ana)
    half = ContactFactory(name="50%_off", owner=ana)

    assert list(matching(Contact.objects.all(), "50%_o")) == [half]


@pytest.mark.parametrize("text", ["João", "Ação Ótima", "MÜLLER", "naïve", "Conceição & Cia", "ñandú"])
def test_python_folds_as_the_database_does(db, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_fold(%s)", [text])
        assert fold(text) == cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("João Silva", ["joao"], "<mark>João</mark> Silva"),
        ("João Silva", ["silva", "jo"], "<mark>Jo</mark>ão <mark>Silva</mark>"),
        ("<b>Ana</b>", ["ana"], "&lt;b&gt;<mark>Ana</mark>&lt;/b&gt;"),
        ("Mamma Mia", ["m"], "<mark>M</mark>amma <mark>M</mark>ia"),
        ("Acme", ["<"], "Acme"),
    ],
)
def test_found_words_are_marked_and_the_rest_escaped(text, words, html):
    assert highlighted(text, words) == html


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("empresa777", "a777"),
        ("ana.silva77012@firma12.com", "a77012@"),
        ("silva", None),
        ("51999990000", None),
        ("a777", None),
        ("rua12", None),
    ],
)
def test_the_digits_of_an_address_are_what_tells_it_from_others(word, part):
    assert telling(word) == part


def test_an_address_is_found_by_a_part_with_digits_and_by_no_other(ana):
    found = ContactFactory(owner=ana, emails=["Ana.Silva77012@firma12.com.br"])
    ContactFactory(owner=ana, emails=["bia77012@firma12.com.br"])

    for typed in ("silva77012", "SILVA77012@firma", "ana.silva770", "va77012@firma12.com.br"):
        assert list(matching(Contact.objects.all(), typed)) == [found], typed


@pytest.mark.parametrize(
    "word", ["5551999990000", "51999990000", "051999990000", "0051999990000", "999990000", "55519"]
)
def test_no_writing_of_a_number_stands_within_another(word):
    found = writings(word)

    assert found
    assert [(one, other) for one in found for other in found if one != other and one in other] == []


@pytest.mark.parametrize(
    ("word", "part"),
    [("11222333000181", "11222333"), ("5551999990000", "99990000"), ("12345678909", "45678909"), ("999990000", None)],
)
def test_a_long_number_is_looked_up_by_what_few_others_share(word, part):
    assert rare(word) == (part or word)


def test_a_long_number_is_held_whole_and_not_by_the_part_it_is_looked_up_by_alone(ana):
    found = CompanyFactory(owner=ana, cnpj="11222333000181", phones=["+5551999990000"])
    CompanyFactory(owner=ana, cnpj="11222333000262", phones=["+5511999990000"])

    for typed in ("11222333000181", "11.222.333/0001-81", "+55 51 99999-0000", "51 99999 0000", "5199990000"):
        assert list(matching(Company.objects.all(), typed)) == [found], typed


def test_several_words_are_held_whole_and_not_by_their_inner_letters_alone(ana):
    found = ContactFactory(owner=ana, name="João da Silva", job_title="Gerente")
    for name, job_title in (("Jofre Silvio", "Gerente"), ("João Bilvo", "Gerencia"), ("João Silva", "Diretor")):
        ContactFactory(owner=ana, name=name, job_title=job_title)

    for typed in ("silva gerente", "GERENTE SILVA", "gerente silva jo", "joa\u0303o silva gerente"):
        assert list(matching(Contact.objects.all(), typed)) == [found], typed


def test_an_accent_written_as_a_mark_of_its_own_beside_digits_is_found(ana):
    found = ContactFactory(owner=ana, name="José77012")

    for typed in ("José77012", "Jose\u030177012", "jose77012"):
        assert list(matching(Contact.objects.all(), typed)) == [found], typed
