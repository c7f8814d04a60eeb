from sales.models import Product
from sales.tests.factories import ProductFactory

URL = "/api/v1/products/"


def test_the_catalogue_is_kept_by_who_may(api_of, dora):
    api = api_of(dora)

    made = api.post(URL, {"name": "Solar panel", "code": "SP-550", "price": "899.90"})
    one = f"{URL}{made.json()['id']}/"
    changed = api.patch(one, {"price": "910.00", "version": made.json()["version"]})

    assert (made.status_code, changed.json()["price"]) == (201, "910.00")
    assert api.get(URL, {"q": "panel"}).json()["results"] == [api.get(one).json()]
    assert api.patch(one, {"price": "1.00", "version": made.json()["version"]}).status_code == 409
    assert (api.delete(one).status_code, api.post(f"{one}restore/").status_code) == (204, 200)


def test_sellers_read_it_and_who_has_no_role_does_not(api_of, ana, nina):
    product, api = ProductFactory(), api_of(ana)
    one = f"{URL}{product.pk}/"

    assert api.get(one).status_code == 200
    answers = [api.post(URL, {"name": "Mine"}), api.patch(one, {"name": "Mine"}), api.delete(one)]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert api_of(nina).get(URL).status_code == 403


def test_a_code_is_there_once(api_of, dora):
    ProductFactory(code="SP-550")

    answer = api_of(dora).post(URL, {"name": "Other", "code": "SP-550"})

    assert answer.status_code in (400, 409), answer.content
    assert Product.objects.count() == 1
