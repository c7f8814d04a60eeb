from crm.models import HistoryEntry, Team

URL = "/api/v1/teams/"


def test_the_tree_is_read_by_all_and_kept_by_who_may(api_of, ana, dora):
    api = api_of(dora)

    made = api.post(URL, {"name": "Inside sales", "parent": dora.team.pk, "head": ana.pk})
    one = f"{URL}{made.json()['id']}/"
    renamed = api.patch(one, {"name": "Inside"})

    team = Team.objects.get(name="Inside")
    assert (made.status_code, renamed.json()["parent"]) == (201, dora.team.pk)
    assert set(HistoryEntry.objects.about(team).values_list("cause", flat=True)) == {"api"}
    assert api_of(ana).get(one).json()["head"] == ana.pk
    assert (api.delete(one).status_code, Team.objects.filter(pk=team.pk).count()) == (204, 0)


def test_a_seller_keeps_no_teams(api_of, ana):
    api, one = api_of(ana), f"{URL}{ana.team.pk}/"

    assert api.get(one).status_code == 200
    assert api.post(URL, {"name": "Mine"}).status_code == 403
    assert (api.patch(one, {"name": "Mine"}).status_code, api.delete(one).status_code) == (403, 403)


def test_a_team_with_people_stays_and_none_is_part_of_itself(api_of, dora):
    api, one = api_of(dora), f"{URL}{dora.team.pk}/"

    assert (api.delete(one).status_code, api.patch(one, {"parent": dora.team.pk}).status_code) == (400, 400)
    assert Team.objects.filter(pk=dora.team.pk).exists()
