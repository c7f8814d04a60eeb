"""Two administrators open the same form: the second to save is told, and nothing of the first is lost."""

import pytest
from django.contrib import admin
from django.urls import reverse

from conftest import person
from crm.admin.base import ReadOnlyAdmin
from crm.admin.guarded import GuardedForm
from crm.models import Organization, Role, Source, Tag, Team
from crm.tests.sent import OpenPage

CHANGE, LIST = "admin:{}_change", "admin:{}_changelist"


@pytest.fixture
def otto(south):
    """The other administrator."""
    return person("Otto Luz", south, "administrator", is_staff=True)


@pytest.fixture
def opened(client_of):
    return lambda user, name, *args: OpenPage(client_of(user), reverse(name, args=args))


def said(answer) -> str:
    return answer.content.decode()


def test_the_second_to_save_overwrites_nothing_and_reads_who_changed_what(opened, dora, otto, south):
    mine, theirs = (opened(one, CHANGE.format("crm_team"), south.pk) for one in (dora, otto))
    theirs.save(name="Far South")

    answer = mine.save(head=str(dora.pk))

    south.refresh_from_db()
    assert (south.name, south.head) == ("Far South", None)
    assert "Otto Luz changed this on" in said(answer)
    assert "Name: from “South” to “Far South”" in said(answer)


def test_saving_again_keeps_theirs_where_one_touched_nothing_and_ones_own_elsewhere(opened, dora, otto, south):
    mine, theirs = (opened(one, CHANGE.format("crm_team"), south.pk) for one in (dora, otto))
    theirs.save(name="Far South")
    mine.save(head=str(dora.pk))

    mine.save()

    south.refresh_from_db()
    assert (south.name, south.head) == ("Far South", dora)


def test_where_both_changed_one_field_the_second_decides_with_open_eyes(opened, dora, otto, south):
    mine, theirs = (opened(one, CHANGE.format("crm_team"), south.pk) for one in (dora, otto))
    theirs.save(name="Far South")

    assert "Far South" in said(mine.save(name="Deep South"))
    mine.save()

    assert Team.objects.get(pk=south.pk).name == "Deep South"


def test_who_is_alone_saves_as_ever(opened, dora, south):
    opened(dora, CHANGE.format("crm_team"), south.pk).save(name="Far South")
    opened(dora, CHANGE.format("crm_organization"), 1).save(name="Acme")

    assert (Team.objects.get(pk=south.pk).name, Organization.current().name) == ("Far South", "Acme")


def test_roles_a_person_was_given_meanwhile_are_not_taken_back(opened, dora, otto, ana):
    mine, theirs = (opened(one, CHANGE.format("crm_user"), ana.pk) for one in (dora, otto))
    manager = Role.objects.get(key="manager")
    theirs.save(roles=[str(manager.pk)])

    answer = mine.save(job_title="Seller of the month")

    assert list(ana.roles.all()) == [manager]
    assert f"Roles: from “{Role.objects.get(key='seller')}” to “{manager}”" in said(answer)


def test_no_roles_are_a_choice_too(opened, dora, otto, nina):
    mine, theirs = (opened(one, CHANGE.format("crm_user"), nina.pk) for one in (dora, otto))
    theirs.save(roles=[str(Role.objects.get(key="manager").pk)])
    mine.save(job_title="Guest")

    mine.save()

    nina.refresh_from_db()
    assert (nina.job_title, [role.key for role in nina.roles.all()]) == ("Guest", ["manager"])


def test_a_grant_changed_meanwhile_stays(opened, dora, otto):
    role = Role.objects.get(key="seller")
    mine, theirs = (opened(one, CHANGE.format("crm_role"), role.pk) for one in (dora, otto))
    [field] = [name for name in mine.data if name.startswith("grant_") and mine.data[name] == ["1"]][:1]
    theirs.save(**{field: "4"})

    answer = mine.save(description="Sells")

    assert (Role.objects.get(pk=role.pk).description, "from “own” to “all”" in said(answer)) == ("", True)
    mine.save()
    record_type, action = field.removeprefix("grant_").split("_", 1)
    assert role.grants.get(record_type_id=record_type, action=action).scope == 4
    assert Role.objects.get(pk=role.pk).description == "Sells"


def test_a_list_that_was_open_overwrites_no_position_given_meanwhile(opened, dora, otto):
    fair, web = Source.objects.create(name="Fair", position=1), Source.objects.create(name="Web", position=2)
    mine, theirs = (opened(one, LIST.format("crm_source")) for one in (dora, otto))
    place = {name: number for number, name in enumerate(Source.objects.values_list("name", flat=True))}
    theirs.save(**{f"form-{place['Fair']}-position": "9"})

    mine.save(**{f"form-{place['Web']}-position": "7"})
    answer = mine.save(**{f"form-{place['Fair']}-position": "5"})

    fair.refresh_from_db()
    web.refresh_from_db()
    assert (fair.position, web.position, "from “1” to “9”" in said(answer)) == (9, 7, True)


def test_each_field_in_a_list_says_whose_it_is(client_of, dora):
    fair = Source.objects.create(name="Fair", position=1)

    page = said(client_of(dora).get(reverse(LIST.format("crm_source"))))

    assert f'aria-label="Position of {fair}"' in page


def test_a_tag_renamed_meanwhile_is_not_renamed_back(opened, dora, otto):
    tag = Tag.objects.create(name="vip", colour="red")
    mine, theirs = (opened(one, CHANGE.format("crm_tag"), tag.pk) for one in (dora, otto))
    theirs.save(name="VIP")

    mine.save(colour="blue")

    tag.refresh_from_db()
    assert (tag.name, tag.colour) == ("VIP", "red")


def test_every_form_of_the_administration_is_guarded():
    writable = {model: one for model, one in admin.site._registry.items() if not isinstance(one, ReadOnlyAdmin)}
    forms = [one.form for one in writable.values()] + [row.form for one in writable.values() for row in one.inlines]

    assert [form for form in forms if not issubclass(form, GuardedForm)] == []
