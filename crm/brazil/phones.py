"""Phones: kept as E.164, compared ignoring the ninth digit of Brazilian mobiles."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NINTH = re.compile(r"^\+?55(\d\d)9([6-9]\d{7})$")
# 55, area code, then a mobile of either age: nine digits from 9, or the former eight from 6.
MOBILE = re.compile(r"^\+55\d\d(?:9\d{8}|[6-9]\d{7})$")
COMMON = re.compile(r"^(?:\+?55)?([1-9][1-9])(9\d{8}|[2-5]\d{7})$")
# The same short cut for writing them: a list shows fifty.
HOME = re.compile(r"^\+55(\d\d)(9\d{4}|[2-5]\d{3})(\d{4})$")
MARKS = re.compile(r"[\s().\-/]+")


def clean_phone(text, region: str = "BR") -> str:
    """E.164 like +5551999990000; '' for nothing; ValidationError when no such number can exist."""
    text = str(text or "").strip()
    if not text:
        return ""
    plain = MARKS.sub("", text)
    common = COMMON.match(plain) if region == "BR" else None
    if common and not (len(plain) > 11 and not plain.lstrip("+").startswith("55")):
        # The shape nearly every row of an import has; the full parser costs fifty times more.
        return "+55" + common[1] + common[2]
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise ValidationError(_("This phone number is not valid. Include the area code."), code="phone") from None
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(_("This phone number is not valid. Include the area code."), code="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_key(number: str) -> str:
    """The key two writings of one phone share; the database has the same rule in crm_phone_key()."""
    digits = re.sub(r"\D", "", number)
    return NINTH.sub(r"55\1\2", digits)


def is_mobile(number: str) -> bool:
    return bool(MOBILE.match(number or ""))


def format_phone(number: str, region: str = "BR") -> str:
    """(51) 99999-0000 at home, +1 202-555-0100 abroad; what cannot be read comes back as it is."""
    known = HOME.match(number or "") if region == "BR" else None
    if known:
        return f"({known[1]}) {known[2]}-{known[3]}"
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number or ""
    style = phonenumbers.PhoneNumberFormat
    home = parsed.country_code == phonenumbers.country_code_for_region(region)
    return phonenumbers.format_number(parsed, style.NATIONAL if home else style.INTERNATIONAL)
