import pytest
from django.urls import reverse

from sales.models import Product
from sales.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db
LIST = reverse("sales:product-list")


def test_sellers_look_products_up_and_managers_keep_them(client_of, ana, bruno):
    product = ProductFactory(name="Solar kit", code="KIT-1")
    create = reverse("sales:product-create")

    assert client_of(ana).get(LIST, {"q": "kit-1"}).context["table"].rows[0].title == "Solar kit"
    assert client_of(ana).get(product.get_absolute_url()).status_code == 200
    assert client_of(ana).get(create).status_code == 403
    assert client_of(ana).post(reverse("sales:product-edit", args=[product.pk]), {"name": "X"}).status_code == 403
    form = {"name": "Cable", "code": "C-1", "price": "1.234,50", "currency": "BRL", "unit": "m", "is_active": "on"}
    assert client_of(bruno).post(create, form).status_code == 302
    assert str(Product.objects.get(code="C-1").price) == "1234.50"


def test_one_code_is_one_product(client_of, bruno):
    ProductFactory(code="KIT-1")

    response = client_of(bruno).post(
        reverse("sales:product-create"), {"name": "Other", "code": "KIT-1", "currency": "BRL", "unit": "unit"}
    )

    assert response.status_code == 422
    assert response.context["form"].errors["code"] == ["Another product has this code."]
