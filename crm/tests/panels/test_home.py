import datetime
import random

import pytest
from django.utils import timezone

from crm.models.role import Scope
from crm.panels.home import RECENT, changed_last, remembered
from crm.tests.factories import CompanyFactory, ContactFactory


@pytest.fixture
def changed(ana, bruno, caio):
    """Customers of three people, changed in no order, some at the same moment."""
    now, hours = timezone.now(), random.Random(7)
    for factory in (CompanyFactory, ContactFactory):
        for owner in (ana, bruno, caio):
            for __ in range(RECENT + 2):
                row = factory(owner=owner)
                moment = now - datetime.timedelta(hours=hours.randrange(9))
                type(row).objects.filter(pk=row.pk).update(updated_at=moment)


def plainly(user, **narrowed) -> list[tuple]:
    """Every row one sees, kind by kind, then the newest of them all."""
    rows = []
    for model, icon in remembered():
        found = model.objects.visible_to(user).filter(**narrowed).order_by("-updated_at", "-pk")
        rows += [(icon, row, row.updated_at) for row in found]
    return sorted(rows, key=lambda one: one[2], reverse=True)[:RECENT]


@pytest.mark.parametrize("name", ["ana", "bruno", "caio", "dora", "nina"])
def test_the_newest_of_all_kinds_are_those_that_a_walk_through_all_rows_finds(changed, request, name):
    user = request.getfixturevalue(name)

    assert changed_last(user) == plainly(user)
    assert changed_last(user, owner=user) == plainly(user, owner=user)


def test_there_are_people_of_every_reach_among_them(ana, bruno, dora):
    """Else the comparison would prove little."""
    scopes = {user.access.scope("view", CompanyFactory._meta.model) for user in (ana, bruno, dora)}

    assert len(scopes) > 1
    assert Scope.ALL in scopes


def test_it_takes_one_question_and_one_for_each_kind_that_is_shown(changed, ana, django_assert_num_queries):
    ana.access.own_team_ids  # noqa: B018 - what one may is asked once for a request
    with django_assert_num_queries(3):
        assert len(changed_last(ana, owner=ana)) == RECENT
