from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from crm.actions import invitation as invitations


class Command(BaseCommand):
    help = "Make an administrator and print a one-time link to choose the password: no password on the command line."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="")

    def handle(self, *, email, name, **options):
        try:
            validate_email(email)
            user, url = invitations.make_administrator(by=None, name=name, email=email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{user} may administer Norte. This link works once, for {invitations.DAYS} days:\n{url}")
