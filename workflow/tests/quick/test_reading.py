"""Lines as people write them, each against a fixed moment: Wednesday, 18 November 2026, 10:20 in São Paulo."""

import datetime
import zoneinfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from workflow.quick import read
from workflow.quick.line import LONGEST

ZONE = zoneinfo.ZoneInfo("America/Sao_Paulo")
NOW = datetime.datetime(2026, 11, 18, 10, 20, tzinfo=ZONE)


def told(line, **options):
    return read(line, now=NOW, **options)


def when(line, **options):
    due = told(line, **options).due_at
    return due and due.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("line", "title", "due"),
    [
        ("ligar para Acme amanhã 15h", "Ligar para Acme", "2026-11-19 15:00"),
        ("call Acme tomorrow at 3pm", "Call Acme", "2026-11-19 15:00"),
        ("enviar proposta para Acme na sexta às 9h30", "Enviar proposta para Acme", "2026-11-20 09:30"),
        ("reunião com João segunda-feira 14:00", "Reunião com João", "2026-11-23 14:00"),
        ("visit the site next monday at 8", "Visit the site", "2026-11-23 08:00"),
        ("pagar boleto dia 15", "Pagar boleto", "2026-12-15 09:00"),
        ("pagar boleto dia 20 ao meio-dia", "Pagar boleto", "2026-11-20 12:00"),
        ("retornar em 3 dias", "Retornar", "2026-11-21 09:00"),
        ("follow up in two weeks", "Follow up", "2026-12-02 09:00"),
        ("ligar daqui a 2 horas", "Ligar", "2026-11-18 12:20"),
        ("renovar contrato 31/12", "Renovar contrato", "2026-12-31 09:00"),
        ("renovar contrato em 5 de março", "Renovar contrato", "2027-03-05 09:00"),
        ("renew on march 5th", "Renew", "2027-03-05 09:00"),
        ("auditoria 2027-02-01", "Auditoria", "2027-02-01 09:00"),
        ("fechar o caixa no fim do mês", "Fechar o caixa", "2026-11-30 09:00"),
        ("planejar semana que vem", "Planejar", "2026-11-23 09:00"),
        ("ligar hoje", "Ligar", "2026-11-18 18:00"),
        ("ligar às 9h", "Ligar", "2026-11-19 09:00"),
        ("ligar às 16h", "Ligar", "2026-11-18 16:00"),
        ("depois de amanhã de manhã ligar para Ana", "Ligar para Ana", "2026-11-20 09:00"),
        ("comprar 15 cadeiras", "Comprar 15 cadeiras", None),
        ("ler capítulo 3", "Ler capítulo 3", None),
        ("ter a lista pronta", "Ter a lista pronta", None),
        ("", "", None),
    ],
)
def test_a_line_gives_a_title_and_a_moment(line, title, due):
    assert (told(line).title, when(line)) == (title, due)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("ligar para Acme", "call"),
        ("Mandar e-mail ao João", "email"),
        ("reunião de equipe", "meeting"),
        ("visitar a obra", "visit"),
        ("send quote", "proposal"),
        ("arrumar a mesa", ""),
    ],
)
def test_the_first_telling_word_is_the_type(line, key):
    assert told(line).type_key == key


@pytest.mark.parametrize(
    ("line", "rule", "title"),
    [
        ("todo dia revisar o funil", "FREQ=DAILY", "Revisar o funil"),
        ("revisar o funil toda segunda 9h", "FREQ=WEEKLY;BYDAY=MO", "Revisar o funil"),
        ("treino toda terça e quinta às 7h", "FREQ=WEEKLY;BYDAY=TU,TH", "Treino"),
        ("todas as sextas enviar relatório", "FREQ=WEEKLY;BYDAY=FR", "Enviar relatório"),
        ("pagar aluguel todo dia 5", "FREQ=MONTHLY;BYMONTHDAY=5", "Pagar aluguel"),
        ("call the bank every friday", "FREQ=WEEKLY;BYDAY=FR", "Call the bank"),
        ("every weekday check orders", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Check orders"),
        ("conferir estoque a cada 2 semanas", "FREQ=WEEKLY;INTERVAL=2", "Conferir estoque"),
        ("fechar comissões todo mês", "FREQ=MONTHLY", "Fechar comissões"),
    ],
)
def test_what_comes_again_becomes_a_rule(line, rule, title):
    found = told(line)

    assert (found.rule, found.title) == (rule, title)


def test_what_comes_again_is_first_due_when_it_first_comes():
    assert when("revisar o funil toda segunda 9h") == "2026-11-23 09:00"
    assert when("pagar aluguel todo dia 5") == "2026-12-05 09:00"
    assert when("revisar todo dia às 16h") == "2026-11-18 16:00"


def test_priority_and_person_are_taken_out_of_the_title():
    found = told("ligar para Acme urgente @bruno")

    assert (found.title, found.priority, found.who) == ("Ligar para Acme", 4, "bruno")
    assert told("ligar !").priority == 3


def test_words_after_a_preposition_may_name_a_record():
    assert told("ligar para Padaria Sol amanhã 15h").phrases == ["padaria sol", "padaria", "sol"]
    assert told("comprar cadeiras").phrases == []


def test_dates_with_strokes_are_read_as_the_reader_writes_them():
    assert when("pay 3/4/2027") == "2027-04-03 09:00"
    assert when("pay 3/4/2027", is_day_first=False) == "2027-03-04 09:00"


def test_a_wall_time_that_summer_time_leaves_out_is_still_a_moment():
    paris = zoneinfo.ZoneInfo("Europe/Paris")
    now = datetime.datetime(2027, 3, 27, 12, tzinfo=paris)

    assert read("call tomorrow at 2:30", now=now).due_at.utcoffset() is not None


WORDS = st.sampled_from(
    "ligar para amanhã em 3 dias dia 31 toda segunda todo 15h às 99 meio-dia urgente @bruno ! 29/02 31/04/2027 0 e "
    "de março next monday every 2 weeks in a 12:99 9999 25h pm 13pm 15th the - / : h ºª ١٥ ²".split(" ")
)


@given(st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_line_is_read_without_a_fault_and_nothing_is_made_up(text):
    found = told(text)

    assert len(found.title) <= 160
    assert found.due_at is None or found.due_at.tzinfo is not None
    assert found.due_at is None or found.due_at.year < 2200
    assert found.priority in (1, 2, 3, 4)
    assert len(found.phrases) <= 6
    kept = text.replace("\x00", "")[:LONGEST]
    assert all(word in kept for word in found.title[1:].split())
    if found.rule:
        rrulestr(found.rule, dtstart=datetime.datetime(2026, 1, 1))


@given(st.integers(1, 31), st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2040, 1, 1)))
def test_a_day_of_the_month_is_the_next_such_day(day, moment):
    due = read(f"pagar dia {day}", now=moment.replace(tzinfo=ZONE)).due_at

    assert due.day == day
    assert due.date() >= moment.date()
    assert (due.date() - moment.date()).days <= 62
