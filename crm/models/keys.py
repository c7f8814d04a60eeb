"""The exact keys by which two entries of one customer meet, in Python.

The database keeps the same keys in each row's `keys` (crm_keys() in the first migration); these are for what
is not saved yet. A test holds the two against each other.
"""

import re

from crm import brazil

DOMAIN = re.compile(r"^(?:[a-z]+://)?(?:www\.)?([^/:?#@\s]+\.[^/:?#@\s]+)")
# Hosts that many customers share: a page there, or a mailbox, says nothing about who they are.
SHARED_HOSTS = frozenset(
    "bol.com.br facebook.com gmail.com google.com hotmail.com hotmail.com.br icloud.com ig.com.br instagram.com "
    "linkedin.com br.linkedin.com linktr.ee live.com m.facebook.com outlook.com outlook.com.br pt-br.facebook.com "
    "sites.google.com terra.com.br tiktok.com twitter.com uol.com.br wa.me x.com yahoo.com yahoo.com.br "
    "youtube.com".split()
)


def domain(website: str) -> str:
    """The host of an address, without www.; '' where there is none."""
    found = DOMAIN.match((website or "").lower())
    return found[1] if found else ""


def exact_keys(*, emails=(), phones=(), document="", website="") -> list[str]:
    """e: for each e-mail, p: for each phone ignoring the ninth digit, d: for CNPJ or CPF, w: for the own domain."""
    keys = [f"e:{email.lower()}" for email in emails] + [f"p:{brazil.phone_key(phone)}" for phone in phones]
    if document:
        keys.append(f"d:{document}")
    host = domain(website)
    if host and host not in SHARED_HOSTS:
        keys.append(f"w:{host}")
    return keys
