from workflow.tests.factories import WebhookFactory

URL = "/api/v1/webhooks/"


def test_webhooks_are_told_without_their_secret(api_of, dora):
    webhook = WebhookFactory(owner=dora, events=["crm.company:created"])

    row = api_of(dora).get(URL).json()["results"][0]

    assert (row["id"], row["address"], row["events"]) == (webhook.pk, webhook.url, ["crm.company:created"])
    assert "secret" not in str(row)


def test_a_program_switches_them(api_of, dora):
    webhook = WebhookFactory(owner=dora)
    api = api_of(dora)

    assert api.post(f"{URL}{webhook.pk}/switch-off/").json()["is_on"] is False
    assert api.post(f"{URL}{webhook.pk}/switch-on/").json()["is_on"] is True
    assert api.post(URL, {"name": "x"}).status_code == 405
