"""CNPJ (numeric and, since July 2026, alphanumeric) and CPF, checked by python-stdnum."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.br import cnpj, cpf
from stdnum.exceptions import ValidationError as StdnumError


def _plain(text) -> str:
    """Full-width digits and letters, as phones and PDFs paste them, become plain ones."""
    return unicodedata.normalize("NFKC", str(text or "")).strip().upper()


def clean_cnpj(text) -> str:
    """14 characters without marks; '' for nothing; ValidationError when the check digits are wrong."""
    text = _plain(text)
    if not text:
        return ""
    try:
        number = cnpj.validate(text)
    except StdnumError:
        raise ValidationError(_("This CNPJ is not valid. Check its digits."), code="cnpj") from None
    return number


def is_cnpj(text: str) -> bool:
    return cnpj.is_valid(_plain(text))


def clean_cpf(text) -> str:
    """11 digits; '' for nothing. A spreadsheet may have eaten the leading zeros: they are given back."""
    text = _plain(text)
    if not text:
        return ""
    if text.isdigit() and len(text) < 11:
        text = text.zfill(11)
    try:
        number = cpf.validate(text)
    except StdnumError:
        raise ValidationError(_("This CPF is not valid. Check its digits."), code="cpf") from None
    if len(set(number)) == 1:
        raise ValidationError(_("This CPF is not valid. Check its digits."), code="cpf")
    return number


def format_cnpj(number: str) -> str:
    return cnpj.format(number) if len(number or "") == 14 else number or ""


def format_cpf(number: str) -> str:
    return cpf.format(number) if len(number or "") == 11 else number or ""


def is_head_office(number: str) -> bool:
    """The eight characters of the root are shared; 0001 after them is the head office."""
    return number[8:12] == "0001"


def head_office(number: str) -> str:
    """What the CNPJ of this one's head office begins with; its check digits are others."""
    return f"{number[:8]}0001"
