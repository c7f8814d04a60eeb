from indicators.tests.factories import StrategyFactory, TacticFactory

URL = "/api/v1/tactics/"


def test_a_tactic_is_written_and_done_and_not_done_after_all(api_of, bruno):
    api = api_of(bruno)

    made = api.post(URL, {"strategy": StrategyFactory().pk, "statement": "Train", "due_on": "2026-03-31"})
    one = f"{URL}{made.json()['id']}/"

    assert made.status_code == 201
    assert api.post(f"{one}complete/").json()["done_at"] is not None
    assert [row["id"] for row in api.get(URL, {"is_done": "true"}).json()["results"]] == [made.json()["id"]]
    assert api.post(f"{one}reopen/").json()["done_at"] is None


def test_an_auditor_completes_none(api_of, enzo):
    assert api_of(enzo).post(f"{URL}{TacticFactory().pk}/complete/").status_code == 403
