"""Holidays of Brazil, its states and its one city that the library knows; other cities' are rows of one's own."""

from datetime import date
from functools import lru_cache

from holidays import OPTIONAL, PUBLIC
from holidays.countries import Brazil

COUNTRY = "BR"
REGIONS = tuple(Brazil.subdivisions)
STATES = {code: name for name, code in Brazil.subdivisions_aliases.items()}
# Days that no law closes and that many a company does, by the names the library gives them.
OPTIONAL_DAYS = (
    "Carnaval",
    "Quarta-feira de Cinzas",
    "Corpus Christi",
    "Dia do Servidor Público",
    "Véspera de Natal",
    "Véspera de Ano-Novo",
)


@lru_cache(maxsize=1024)
def holidays(region: str, year: int) -> dict[date, str]:
    """By day, what is closed in "BR" or "BR-RS" that year; the names are Portuguese."""
    country, __, part = region.partition("-")
    if country != COUNTRY:
        return {}
    return dict(Brazil(years=year, subdiv=part or None, categories=(PUBLIC,), language="pt_BR"))


@lru_cache(maxsize=256)
def optional_days(year: int) -> dict[date, str]:
    return dict(Brazil(years=year, categories=(OPTIONAL,), language="pt_BR"))
