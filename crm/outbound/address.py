"""Where an address leads: read strictly, resolved once, and refused unless every place it can mean is public."""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

# Nothing that parsers read differently: no user, no fragment, no backslash, no space, ASCII alone.
SHAPE = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[!-\"$-\[\]-~]*)?(?P<query>\?[!-\"$-\[\]-~]*)?",
    re.IGNORECASE | re.ASCII,
)
LONGEST = 500
USUAL = {"http": 80, "https": 443}
PORTS = frozenset({80, 443, 8080, 8443})

GLOBAL_V6 = ipaddress.ip_network("2000::/3")
# Within what looks global: addresses that carry another one, are only for documents, or belong to a relay.
SPECIAL = [
    ipaddress.ip_network(one)
    for one in (
        "192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
]  # fmt: skip


class Refused(Exception):  # noqa: N818
    """An address that nothing is sent to; the text says why, to who typed it."""


@dataclass(frozen=True)
class Target:
    """A read address. `address` is the one to connect to, once it was looked up."""

    scheme: str
    host: str
    port: int
    path: str
    address: str = ""

    @property
    def name(self) -> str:
        """The host without the brackets of an IPv6 address."""
        return self.host.strip("[]")

    @property
    def is_usual_port(self):
        return self.port == USUAL[self.scheme]

    @property
    def authority(self) -> str:
        """As the Host header says it."""
        return self.host if self.is_usual_port else f"{self.host}:{self.port}"

    @property
    def is_allowed_inside(self) -> bool:
        """Whether whoever runs this installation named this very host as one that may be internal."""
        allowed = {one.lower() for one in settings.WEBHOOK_ALLOWED_HOSTS}
        return self.name in allowed or f"{self.host}:{self.port}" in allowed


def read(url: str) -> Target:
    """The parts of an address; Refused for any that could be read in two ways, or asks for another service."""
    found = SHAPE.fullmatch(url) if len(url) <= LONGEST else None
    if found is None or ".." in found["host"]:
        raise Refused(_("This is no address Norte can send to. It begins with https:// and has no user name."))
    scheme = found["scheme"].lower()
    port = int(found["port"] or USUAL[scheme])
    target = Target(scheme, found["host"].lower(), port, (found["path"] or "/") + (found["query"] or ""))
    if target.is_allowed_inside:
        return target
    if port not in PORTS:
        raise Refused(_("Only the ports 80, 443, 8080 and 8443 are sent to."))
    literal = as_ip(target.name)
    if literal is not None and not is_public(literal):
        raise Refused(_("This address is inside a private network: nothing is sent there."))
    return target


def resolve(host: str, port: int) -> list[str]:
    """Every address the name stands for."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(_("The name %(host)s is not known.") % {"host": host}) from error
    return list(dict.fromkeys(place[0] for *__, place in found))


def looked_up(target: Target, resolver: Callable[[str, int], list[str]] = resolve) -> Target:
    """The target with the one address to connect to; Refused where any of its addresses is not public.

    The name is asked for once: who answers differently the next time is not asked again.
    """
    addresses = resolver(target.name, target.port)
    if not addresses:
        raise Refused(_("The name %(host)s is not known.") % {"host": target.name})
    if not target.is_allowed_inside and not all(is_public(as_ip(one)) for one in addresses):
        raise Refused(_("This address is inside a private network: nothing is sent there."))
    return Target(target.scheme, target.host, target.port, target.path, addresses[0])


def as_ip(text: str):
    """None for a name."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def is_public(address) -> bool:
    """Whether an address is of the open internet, and of nothing that leads back inside."""
    if address is None or any(address in net for net in SPECIAL if net.version == address.version):
        return False
    if address.version == 6 and (address not in GLOBAL_V6 or address.scope_id):
        return False
    inside = (
        address.is_private, address.is_loopback, address.is_link_local, address.is_multicast, address.is_reserved,
        address.is_unspecified,
    )  # fmt: skip
    return address.is_global and not any(inside)
