from django.apps import apps

from workflow import receivers
from workflow.models import TaskType

BACK, ON = [(None, True)], [(None, False)]


def test_the_way_back_to_an_older_version_installs_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        receivers.install_calendar(apps.get_app_config("workflow"), plan=BACK)
        receivers.install_defaults(apps.get_app_config("crm"), using="default", plan=BACK)


def test_the_way_on_installs_what_is_missing(db):
    TaskType.objects.all().delete()

    receivers.install_defaults(apps.get_app_config("crm"), using="default", plan=ON)

    assert TaskType.objects.filter(key="todo").count() == 1
