from crm.cache import ForgivingRedisCache

URL = "/api/v1/companies/"


def test_a_token_beyond_its_budget_waits_and_others_do_not(api_of, ana, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    greedy, patient = api_of(ana), api_of(ana)

    answers = [greedy.get(URL) for __ in range(5)]

    assert answers[-1].status_code == 429
    assert answers[-1].json()["error"]["code"] == "throttled"
    assert 1 <= int(answers[-1]["Retry-After"]) <= 62
    assert patient.get(URL).status_code == 200


def test_without_redis_requests_are_served_and_still_counted(api_of, ana, settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = 2
    gone = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    monkeypatch.setattr("crm.api.throttling.cache", gone)
    api = api_of(ana)

    statuses = [api.get(URL).status_code for __ in range(5)]

    assert statuses[0] == 200
    assert statuses[-1] == 429
