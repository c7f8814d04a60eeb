from django.urls import reverse

CHOOSE = reverse("crm:column-choose")
LIST = reverse("crm:company-list")
ON = {"on": "crm.company:list", "query": "state=RS&columns=name,city"}


def test_columns_begin_as_the_list_shows_them(client_of, ana):
    choices = client_of(ana).get(CHOOSE, ON).context["choices"]

    assert [one.key for one in choices][:3] == ["name", "city", "relationship"]
    assert [one.key for one in choices if one.is_shown] == ["name", "city"]


def test_a_column_moves_and_the_choice_goes_on_from_there(client_of, ana):
    asked = ON | {"column": ["name", "city", "owner"], "shown": ["city", "owner"], "up": "owner"}

    choices = client_of(ana).get(CHOOSE, asked).context["choices"]

    assert [one.key for one in choices][:3] == ["name", "owner", "city"]
    assert [one.key for one in choices if one.is_shown] == ["name", "owner", "city"]


def test_the_choice_leads_to_the_list_with_its_filter(client_of, ana):
    asked = ON | {"column": ["name", "owner", "city", "evil"], "shown": ["owner", "evil"], "apply": "1"}

    client = client_of(ana)

    assert client.get(CHOOSE, asked).url == f"{LIST}?state=RS&columns=name,owner"
    assert client.get(CHOOSE, ON | {"standard": "1"}).url == f"{LIST}?state=RS"
    assert client.get(f"{LIST}?columns=name,owner").context["table"].head[1].label == "Owner"


def test_a_list_one_may_not_see_has_no_columns(client_of, nina):
    assert client_of(nina).get(CHOOSE, ON).status_code == 404
    assert client_of(nina).get(CHOOSE, {"on": "nothing"}).status_code == 404
