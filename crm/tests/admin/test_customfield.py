import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from crm.models import Company, CustomField, SavedView, Source, Tag
from crm.tests.factories import CompanyFactory

ADD = reverse("admin:crm_customfield_add")


def kind():
    return ContentType.objects.get_for_model(Company)


def test_an_administrator_adds_a_field_and_cannot_change_its_key(client_of, dora):
    client = client_of(dora)
    form = {"label": "Level", "kind": "choice", "choices": "Gold, Silver,Gold", "position": 0, "is_active": "on"}

    made = client.post(ADD, form | {"record_type": kind().pk, "key": "level"})
    field = CustomField.objects.get()
    change = reverse("admin:crm_customfield_change", args=[field.pk])
    client.post(change, form | {"label": "Class", "key": "class"})

    field.refresh_from_db()
    assert made.status_code == 302
    assert (field.label, field.key, field.choices) == ("Class", "level", ["Gold", "Silver"])


@pytest.mark.parametrize(
    ("label", "keys"),
    [
        ("Nível do cliente", ["nivel_do_cliente", "nivel_do_cliente_2", "nivel_do_cliente_3"]),
        ("2nd floor", ["field_2nd_floor", "field_2nd_floor_2", "field_2nd_floor_3"]),
        ("Price max", ["price_max_2", "price_max_3", "price_max_4"]),
        ("—", ["field", "field_2", "field_3"]),
        ("x" * 60, ["x" * 34, "x" * 34 + "_2", "x" * 34 + "_3"]),
    ],
)
def test_an_empty_key_is_made_of_the_label_and_stays(client_of, dora, label, keys):
    client = client_of(dora)
    form = {"label": label, "kind": "text", "position": 0, "is_active": "on", "record_type": kind().pk, "key": ""}

    for __ in keys:
        assert client.post(ADD, form).status_code == 302
    first = CustomField.objects.order_by("pk").first()
    client.post(reverse("admin:crm_customfield_change", args=[first.pk]), form | {"label": "Renamed"})

    assert list(CustomField.objects.order_by("pk").values_list("key", flat=True)) == keys
    assert CustomField.objects.get(key=keys[0]).label == "Renamed"


def test_a_kind_with_values_is_refused_beside_the_field(client_of, dora, ana):
    field = CustomField.objects.create(record_type=kind(), key="limit", label="Limit", kind="number")
    CompanyFactory(custom={"limit": "1"}, owner=ana)
    form = {"label": "Limit", "kind": "text", "position": 0, "is_active": "on"}

    response = client_of(dora).post(reverse("admin:crm_customfield_change", args=[field.pk]), form)

    assert list(response.context["adminform"].form.errors) == ["kind"]
    field.refresh_from_db()
    assert field.kind == "number"


def test_deleting_a_field_says_what_stays(client_of, dora, ana):
    field = CustomField.objects.create(record_type=kind(), key="limit", label="Limit", kind="number")
    CompanyFactory(custom={"limit": "1"}, owner=ana)
    delete = reverse("admin:crm_customfield_delete", args=[field.pk])
    client = client_of(dora)

    asked = client.get(delete).content.decode()
    client.post(delete, {"post": "yes"})

    assert "Records hold values of this field." in asked
    assert not CustomField.objects.exists()
    assert Company.objects.get().custom == {"limit": "1"}


def test_every_page_of_definitions_opens(client_of, dora, ana):
    field = CustomField.objects.create(record_type=kind(), key="limit", label="Limit", kind="number")
    tag = Tag.objects.create(name="vip")
    source = Source.objects.create(name="Fair")
    view = SavedView.objects.create(owner=ana, record_type=kind(), name="RS", query="state=RS")
    client = client_of(dora)

    for name, one in (("customfield", field), ("tag", tag), ("source", source), ("savedview", view)):
        assert client.get(reverse(f"admin:crm_{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:crm_{name}_change", args=[one.pk])).status_code == 200
        assert client.get(reverse(f"admin:crm_{name}_delete", args=[one.pk])).status_code == 200


def test_a_renamed_tag_is_renamed_on_records(client_of, dora, ana):
    tag = Tag.objects.create(name="vip")
    CompanyFactory(tags=["vip"], owner=ana)

    client_of(dora).post(reverse("admin:crm_tag_change", args=[tag.pk]), {"name": "key", "colour": "red"})

    assert Company.objects.get().tags == ["key"]


def test_a_seller_gets_in_nowhere(client_of, ana):
    assert client_of(ana).get(ADD).status_code in (302, 403)
