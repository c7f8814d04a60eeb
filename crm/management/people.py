"""Who acts when a command is run: a person of Norte, so that permissions and history are as on the pages."""

from django.core.management.base import CommandError

from crm.models import User


def person(email: str | None) -> User:
    """The active person with this e-mail; without one, the administrator if there is only one."""
    if email:
        user = User.objects.active().filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody active has the e-mail {email}.")
        return user
    found = list(User.objects.active().filter(is_superuser=True)[:2])
    if len(found) != 1:
        raise CommandError("Say who acts, with --by E-MAIL: there is not exactly one administrator.")
    return found[0]
