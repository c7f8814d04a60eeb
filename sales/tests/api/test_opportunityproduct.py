from crm.models import HistoryEntry
from sales.models import Opportunity, OpportunityProduct
from sales.tests.factories import LineFactory, OpportunityFactory, ProductFactory

URL = "/api/v1/opportunity-products/"


def test_a_line_takes_the_list_price_and_the_amount_follows(api_of, ana):
    opportunity, product = OpportunityFactory(owner=ana), ProductFactory(price="899.90")

    answer = api_of(ana).post(URL, {"opportunity": opportunity.pk, "product": product.pk, "quantity": "2.000"})

    line = OpportunityProduct.objects.get()
    assert answer.status_code == 201, answer.content
    assert (answer.json()["unit_price"], answer.json()["total"]) == ("899.90", "1799.80")
    assert str(Opportunity.objects.get().amount) == "1799.80"
    assert HistoryEntry.objects.about(line).get().cause == "api"


def test_lines_are_listed_by_opportunity_changed_and_removed(api_of, ana):
    line, other = LineFactory(opportunity__owner=ana), LineFactory(opportunity__owner=ana)
    api, one = api_of(ana), f"{URL}{line.pk}/"

    listed = api.get(URL, {"opportunity": line.opportunity_id}).json()
    changed = api.patch(one, {"quantity": "3", "discount": "10"})
    removed = api.delete(one)

    assert [row["id"] for row in listed["results"]] == [line.pk]
    assert (changed.status_code, changed.json()["total"]) == (200, "270.00")
    assert changed["ETag"] == f'"{changed.json()["version"]}"'
    assert removed.status_code == 204
    assert list(OpportunityProduct.objects.all()) == [other]


def test_a_line_is_written_against_the_version_of_its_opportunity(api_of, ana):
    line = LineFactory(opportunity__owner=ana)
    read = api_of(ana).get(f"{URL}{line.pk}/").json()["version"]
    api_of(ana).patch(f"/api/v1/opportunities/{line.opportunity_id}/", {"description": "Changed"})
    api, new = api_of(ana), {"opportunity": line.opportunity_id, "product": line.product_id, "version": read}

    answers = [
        api.patch(f"{URL}{line.pk}/", {"quantity": "3", "version": read}),
        api.post(URL, new),
        api.delete(f"{URL}{line.pk}/", headers={"if-match": f'"{read}"'}),
    ]

    assert [(one.status_code, one.json()["error"]["code"]) for one in answers] == [(409, "conflict")] * 3
    assert answers[0].json()["error"]["current"]["quantity"] == "1.000"
    assert OpportunityProduct.objects.get().quantity == 1


def test_a_line_stays_in_its_opportunity(api_of, ana):
    line, other = LineFactory(opportunity__owner=ana), OpportunityFactory(owner=ana)

    answer = api_of(ana).patch(f"{URL}{line.pk}/", {"opportunity": other.pk})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["opportunity"])


def test_who_may_only_see_the_opportunity_may_not_change_its_lines(api_of, ana, bruno):
    line = LineFactory(opportunity__owner=bruno, opportunity__team=ana.team)
    api = api_of(ana)

    new = {"opportunity": line.opportunity_id, "product": line.product_id}

    assert api.get(f"{URL}{line.pk}/").status_code == 200
    assert api.patch(f"{URL}{line.pk}/", {"quantity": "3"}).status_code == 403
    assert api.delete(f"{URL}{line.pk}/").status_code == 403
    assert api.post(URL, new).status_code == 403
    assert OpportunityProduct.objects.count() == 1


def test_a_strangers_lines_do_not_exist(api_of, ana, caio):
    line = LineFactory(opportunity__owner=caio)
    api = api_of(ana)

    new = api.post(URL, {"opportunity": line.opportunity_id, "product": line.product_id})

    assert api.get(URL).json()["count"] == 0
    assert api.get(f"{URL}{line.pk}/").status_code == 404
    assert api.patch(f"{URL}{line.pk}/", {"quantity": "3"}).status_code == 404
    assert new.json()["error"]["fields"] == {"opportunity": ["There is no such record."]}


def test_a_product_without_a_price_needs_one(api_of, ana):
    opportunity, product = OpportunityFactory(owner=ana), ProductFactory(price=None)

    answer = api_of(ana).post(URL, {"opportunity": opportunity.pk, "product": product.pk})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["unit_price"])


def test_a_token_for_opportunities_reaches_their_lines(api_of, ana):
    LineFactory(opportunity__owner=ana)

    assert api_of(ana, records=["sales.opportunity"]).get(URL).status_code == 200
    assert api_of(ana, records=["crm.company"]).get(URL).status_code == 403
