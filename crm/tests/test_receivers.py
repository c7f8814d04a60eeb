from django.apps import apps

from crm import receivers
from crm.models import Organization

BACK, ON = [(None, True)], [(None, False)]


def test_the_way_back_to_an_older_version_installs_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        receivers.install_defaults(apps.get_app_config("crm"), plan=BACK)


def test_the_way_on_installs_what_is_missing(db):
    Organization.objects.all().delete()

    receivers.install_defaults(apps.get_app_config("crm"), plan=ON)

    assert Organization.objects.count() == 1
