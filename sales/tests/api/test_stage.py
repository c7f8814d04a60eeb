from sales.tests.factories import StageFactory

URL = "/api/v1/stages/"


def test_every_colleague_reads_them(api_of, ana, nina):
    row, api = StageFactory(name="Of our own"), api_of(ana)

    listed = api.get(URL, {"q": "own"}).json()["results"]

    assert listed == [api.get(f"{URL}{row.pk}/").json()]
    assert "kind" in listed[0]
    assert api_of(nina).get(URL).status_code == 200


def test_they_are_changed_in_the_administration_alone(api_of, dora):
    row, api = StageFactory(), api_of(dora)
    one = f"{URL}{row.pk}/"

    answers = [api.post(URL, {}), api.patch(one, {}), api.delete(one)]
    assert [answer.status_code for answer in answers] == [405, 405, 405]
    assert answers[0].json()["error"]["code"] == "method_not_allowed"
