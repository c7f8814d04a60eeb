"""CEP and the federation's units."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

STATES = [
    ("AC", "Acre"),
    ("AL", "Alagoas"),
    ("AM", "Amazonas"),
    ("AP", "Amapá"),
    ("BA", "Bahia"),
    ("CE", "Ceará"),
    ("DF", "Distrito Federal"),
    ("ES", "Espírito Santo"),
    ("GO", "Goiás"),
    ("MA", "Maranhão"),
    ("MG", "Minas Gerais"),
    ("MS", "Mato Grosso do Sul"),
    ("MT", "Mato Grosso"),
    ("PA", "Pará"),
    ("PB", "Paraíba"),
    ("PE", "Pernambuco"),
    ("PI", "Piauí"),
    ("PR", "Paraná"),
    ("RJ", "Rio de Janeiro"),
    ("RN", "Rio Grande do Norte"),
    ("RO", "Rondônia"),
    ("RR", "Roraima"),
    ("RS", "Rio Grande do Sul"),
    ("SC", "Santa Catarina"),
    ("SE", "Sergipe"),
    ("SP", "São Paulo"),
    ("TO", "Tocantins"),
]


def clean_postal_code(text, country: str = "BR") -> str:
    """Eight digits for Brazil, the text as it is elsewhere; ValidationError for a wrong CEP."""
    text = str(text or "").strip()
    if not text or country != "BR":
        return text
    digits = re.sub(r"\D", "", text).zfill(8)
    # A spreadsheet loses one nought at most: the lowest CEP is 01000-000.
    if len(digits) != 8 or digits < "01":
        raise ValidationError(_("A CEP has eight digits."), code="postal_code")
    return digits


def format_postal_code(code: str) -> str:
    return f"{code[:5]}-{code[5:]}" if len(code or "") == 8 and code.isdigit() else code or ""
