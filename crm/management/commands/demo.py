from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from crm import demo
from crm.demo.people import logins
from crm.models import Company, User


class Command(BaseCommand):
    help = "Fills an empty database with demonstration data, or a scaled one for benchmarks."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are people already")
        parser.add_argument("--logins", action="store_true", help="only print one login for each role")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), help="the language of the texts")
        parser.add_argument("--contacts", type=int, help="a world of this many contacts instead of the story")

    def handle(self, *args, **options):
        if settings.MODE == "production":
            raise CommandError("Demonstration people have known passwords: not in production.")
        if options["logins"]:
            return self.print_logins()
        if User.objects.exists() or Company.objects.exists():
            if options["if_empty"]:
                return None
            raise CommandError("There is data here already; the demonstration wants an empty database.")
        if options["contacts"]:
            return demo.fill(options["contacts"], tell=self.stdout.write)
        demo.build(options["language"])
        self.stdout.write(f"{Company.objects.count()} companies and their history were made.")
        return None

    def print_logins(self):
        for role, email, password in logins():
            self.stdout.write(f"{role:<22} {email:<28} {password}")
