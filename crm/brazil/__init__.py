"""Brazilian documents, phones and postal codes: cleaned, checked, written for people."""

from crm.brazil.documents import (
    clean_cnpj,
    clean_cpf,
    format_cnpj,
    format_cpf,
    head_office,
    is_cnpj,
    is_head_office,
)
from crm.brazil.phones import clean_phone, format_phone, is_mobile, phone_key
from crm.brazil.postal import STATES, clean_postal_code, format_postal_code

__all__ = [
    "STATES",
    "clean_cnpj",
    "clean_cpf",
    "clean_phone",
    "clean_postal_code",
    "format_cnpj",
    "format_cpf",
    "format_phone",
    "format_postal_code",
    "head_office",
    "is_cnpj",
    "is_head_office",
    "is_mobile",
    "phone_key",
]
