from workflow.tests.factories import WebhookDeliveryFactory, WebhookFactory

URL = "/api/v1/webhook-deliveries/"


def test_deliveries_are_listed_by_webhook_and_sent_again(api_of, dora):
    one = WebhookDeliveryFactory(webhook=WebhookFactory(owner=dora, is_on=True))
    WebhookDeliveryFactory(webhook=WebhookFactory(owner=dora))
    api = api_of(dora)

    rows = api.get(URL, {"webhook": one.webhook_id}).json()["results"]
    again = api.post(f"{URL}{one.pk}/replay/")

    assert [(row["id"], row["state"]) for row in rows] == [(one.pk, "delivered")]
    assert (again.status_code, again.json()["state"]) == (200, "waiting")


def test_who_has_no_webhooks_has_no_deliveries(api_of, bruno):
    WebhookDeliveryFactory()

    assert api_of(bruno).get(URL).status_code == 403
