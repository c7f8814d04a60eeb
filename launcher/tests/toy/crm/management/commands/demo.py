from django.core.management.base import BaseCommand


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true")
        parser.add_argument("--logins", action="store_true")

    def handle(self, *, logins, **options):
        self.stdout.write("boss@example.com / toy" if logins else "made")
