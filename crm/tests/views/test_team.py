from django.urls import reverse

from crm.models import HistoryEntry, Team

LIST = reverse("crm:team-list")


def test_the_tree_shows_every_team_below_its_parent(client_of, dora, ana, south, north):
    below = Team.objects.create(name="Serra", parent=south, head=ana)

    [first, second] = client_of(dora).get(LIST).context["branches"]

    assert (first.team, first.people, first.branches) == (north, 0, [])
    assert (second.team, second.people, [one.team for one in second.branches]) == (south, 2, [below])


def test_teams_are_added_changed_and_removed(client_of, dora, south):
    client = client_of(dora)
    client.post(reverse("crm:team-create"), {"name": "Serra", "parent": south.pk})
    serra = Team.objects.get(name="Serra")

    client.post(reverse("crm:team-edit", args=[serra.pk]), {"name": "Serra Gaúcha", "parent": south.pk})
    assert str(Team.objects.get(pk=serra.pk)) == "Serra Gaúcha"
    assert HistoryEntry.objects.about(serra).filter(field="name", actor=dora).count() == 1

    client.post(reverse("crm:team-remove", args=[serra.pk]))
    assert not Team.objects.filter(pk=serra.pk).exists()


def test_a_team_with_people_stays(client_of, dora, south):
    client_of(dora).post(reverse("crm:team-remove", args=[south.pk]))

    assert Team.objects.filter(pk=south.pk).exists()


def test_a_team_is_no_part_of_what_is_below_it(client_of, dora, south):
    below = Team.objects.create(name="Serra", parent=south)

    response = client_of(dora).post(reverse("crm:team-edit", args=[south.pk]), {"name": "South", "parent": below.pk})

    assert (response.status_code, "parent" in response.context["form"].errors) == (422, True)


def test_others_do_not_touch_teams(client_of, ana, enzo, south):
    assert client_of(ana).get(LIST).status_code == 403
    assert client_of(enzo).get(LIST).context["may_change"] is False
    for name in ("edit", "remove"):
        assert client_of(enzo).post(reverse(f"crm:team-{name}", args=[south.pk]), {"name": "X"}).status_code == 403
    assert Team.objects.get(pk=south.pk).name == "South"
