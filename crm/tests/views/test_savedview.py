import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from crm.models import Company, CustomField, SavedView, Tag, Team
from crm.tests.factories import CompanyFactory

LIST = reverse("crm:company-list")
CREATE = reverse("crm:savedview-create")
COUNTS = reverse("crm:savedview-counts")
ON = {"on": "crm.company:list"}


def kept(owner, query="state=RS", name="RS", **fields):
    kind = ContentType.objects.get_for_model(Company)
    return SavedView.objects.create(owner=owner, record_type=kind, name=name, query=query, **fields)


def tabs(response):
    return [(str(tab.name), tab.is_current) for tab in response.context["views"]]


def save(client, query, **form):
    return client.post(f"{CREATE}?on=crm.company:list&query={query}", {"audience": "me", "name": "Mine RS", **form})


def counts(response):
    """(place, text) of each count in the fragment."""
    from html.parser import HTMLParser

    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append([dict(attrs)["id"], ""])

        def handle_data(self, data):
            if data.strip():
                found[-1][1] = data.strip()

    Reader().feed(response.content.decode())
    return dict(found)


def test_what_a_list_shows_becomes_a_tab_and_a_place_in_the_menu(client_of, ana):
    client = client_of(ana)

    saved = save(client, "state%3DRS%26sort%3D-name%26columns%3Dname%2Ccity", is_pinned="on")

    view = SavedView.objects.get()
    assert (view.owner, view.query, view.team, view.is_for_all) == (
        ana,
        "state=RS&sort=-name&columns=name,city",
        None,
        False,
    )
    assert saved.url == f"{LIST}?{view.query}&view={view.pk}"
    response = client.get(saved.url)
    assert tabs(response) == [("All", False), ("Mine", False), ("Mine RS", True)]
    pinned = response.context["menu"]()[1]
    assert [(item.label, item.url, item.is_current) for item in pinned.items] == [("Mine RS", saved.url, True)]
    assert [head.label for head in response.context["table"].head] == ["Name", "City"]


def test_what_is_kept_is_read_and_never_trusted(client_of, ana):
    save(
        client_of(ana),
        "state%3DRS%26owner%3D%26after%3DabcD%26evil%3D1%26sort%3Dpassword%26columns%3Dname%2Cowner.password",
    )

    assert SavedView.objects.get().query == "state=RS&columns=name"


def test_an_invalid_filter_is_told_and_not_kept(client_of, ana):
    response = save(client_of(ana), "created_at_after%3Dyesterday")

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["Created: Enter a valid date."]
    assert not SavedView.objects.exists()


def test_the_declared_tab_is_marked_when_the_address_equals_it(client_of, ana):
    client = client_of(ana)

    assert tabs(client.get(LIST)) == [("All", True), ("Mine", False)]
    assert tabs(client.get(LIST, {"mine": "true", "sort": "-name"})) == [("All", False), ("Mine", True)]


def test_views_of_others_are_seen_only_when_shared_with_me(client_of, ana, bruno, caio, dora, south, north):
    country = Team.objects.create(name="Country")
    Team.objects.filter(pk=south.pk).update(parent=country)
    kept(bruno, name="Bruno's own")
    kept(bruno, name="South", team=south)
    kept(bruno, name="Country", team=country)
    kept(caio, name="North", team=north)
    kept(dora, name="Everybody", is_for_all=True)

    assert [name for name, __ in tabs(client_of(ana).get(LIST))] == ["All", "Mine", "South", "Country", "Everybody"]
    assert [name for name, __ in tabs(client_of(caio).get(LIST))] == ["All", "Mine", "North", "Everybody"]


@pytest.mark.parametrize(
    ("who", "audiences"),
    [("ana", ["me"]), ("bruno", ["me", "South"]), ("dora", ["me", "North", "South", "all"])],
)
def test_with_whom_one_may_share_follows_the_role(request, client_of, north, who, audiences):
    user = request.getfixturevalue(who)

    response = client_of(user).get(CREATE, ON | {"query": "state=RS"})

    names = {str(team.pk): team.name for team in Team.objects.all()}
    offered = [names.get(key, key) for key, __ in response.context["form"].fields["audience"].choices]
    assert offered == audiences


def test_a_seller_cannot_share_by_hand(client_of, ana, south):
    client = client_of(ana)

    assert save(client, "state%3DRS", audience="all").status_code == 422
    assert save(client, "state%3DRS", audience=str(south.pk)).status_code == 422
    assert not SavedView.objects.exists()


def test_a_shared_view_counts_what_the_viewer_sees(client_of, ana, bruno, caio, dora):
    for owner, number in ((ana, 3), (caio, 2)):
        for __ in range(number):
            CompanyFactory(state="RS", owner=owner)
    view = kept(dora, is_for_all=True)
    view.pinned_by.add(ana)
    place = f"tab-count-{view.pk}"

    assert counts(client_of(ana).get(COUNTS, ON)) == {
        f"menu-count-{view.pk}": "3",
        "tab-count-s0": "3",
        place: "3",
    }
    assert counts(client_of(caio).get(COUNTS, ON))[place] == "2"
    assert counts(client_of(dora).get(COUNTS, ON))[place] == "5"


def test_counts_are_refused_for_a_list_one_may_not_see(client_of, nina):
    client = client_of(nina)

    assert client.get(COUNTS, ON).status_code == 404
    assert client.get(COUNTS, {"on": "crm.user.password:list"}).status_code == 404
    assert client.get(COUNTS).content.strip() == b""


def test_a_view_whose_field_is_gone_says_so_and_offers_the_rest(client_of, ana):
    kind = ContentType.objects.get_for_model(Company)
    field = CustomField.objects.create(record_type=kind, key="level", label="Level", kind="text")
    view = kept(ana, query="custom_level=gold&state=RS")
    client = client_of(ana)
    assert [tab.is_broken for tab in client.get(LIST).context["views"]] == [False, False, False]

    field.is_active = False
    field.save()

    tab = client.get(LIST).context["views"][2]
    assert (tab.is_broken, tab.url) == (True, reverse("crm:savedview-broken", args=[view.pk]))
    told = client.get(tab.url)
    assert told.context["problems"] == ["It filters by “custom_level”, which no longer exists."]
    assert told.context["rest_url"] == f"{LIST}?state=RS"
    assert counts(client.get(COUNTS, ON))[f"tab-count-{view.pk}"] == ""


def test_a_view_whose_choice_is_gone_shows_the_error_beside_its_filter(client_of, ana):
    tag = Tag.objects.create(name="vip")
    view = kept(ana, query="tags=vip")
    tag.delete()
    client = client_of(ana)

    response = client.get(client.get(LIST).context["views"][2].url)

    assert response.status_code == 400
    assert list(response.context["errors"]) == ["tags"]
    assert counts(client.get(COUNTS, ON))[f"tab-count-{view.pk}"] == ""


def test_bytes_of_any_kind_in_a_stored_query_break_no_page(client_of, ana):
    kept(ana, query="%00=%ff&&&=;state=\x01&sort=--name&columns=,,&view=zz")

    assert client_of(ana).get(LIST).status_code == 200


def test_an_opened_view_can_be_brought_up_to_date(client_of, ana):
    view = kept(ana)
    client = client_of(ana)

    client.post(
        f"{CREATE}?on=crm.company:list&query=state%3DSC%26view%3D{view.pk}", {"replaces": "on", "audience": "me"}
    )

    view.refresh_from_db()
    assert (view.query, view.name, SavedView.objects.count()) == ("state=SC", "RS", 1)


def test_only_its_owner_or_who_could_share_it_changes_a_view(client_of, ana, bruno, caio, south):
    view = kept(ana, team=south)
    edit = reverse("crm:savedview-edit", args=[view.pk])
    delete = reverse("crm:savedview-delete", args=[view.pk])

    assert client_of(caio).get(edit).status_code == 404
    assert client_of(caio).post(delete).status_code == 404
    renamed = client_of(bruno).post(edit, {"name": "South RS", "audience": str(south.pk)})
    view.refresh_from_db()
    assert (renamed.status_code, view.name, view.owner) == (302, "South RS", ana)
    client_of(ana).get(delete)
    assert SavedView.objects.exists()
    client_of(ana).post(delete)
    assert not SavedView.objects.exists()


def test_pins_and_order_are_kept(client_of, ana, bruno, dora):
    shared = kept(dora, name="Shared", is_for_all=True)
    first, second = kept(ana, name="First", position=1), kept(ana, name="Second", position=1)
    client = client_of(ana)

    client.post(reverse("crm:savedview-move", args=[second.pk]), {"to": "up"})
    client.post(reverse("crm:savedview-move", args=[second.pk]), {"to": "up"})
    client.post(reverse("crm:savedview-pin", args=[shared.pk]), {"is_pinned": "1"})

    assert [name for name, __ in tabs(client.get(LIST))] == ["All", "Mine", "Shared", "Second", "First"]
    assert list(shared.pinned_by.all()) == [ana]
    assert client_of(ana).post(reverse("crm:savedview-move", args=[shared.pk]), {"to": "up"}).status_code == 404
    client.post(reverse("crm:savedview-pin", args=[shared.pk]), {"is_pinned": "0"})
    assert list(shared.pinned_by.all()) == []
    assert first.pk


def test_a_strangers_view_cannot_be_pinned(client_of, ana, caio):
    view = kept(caio)

    assert client_of(ana).post(reverse("crm:savedview-pin", args=[view.pk]), {"is_pinned": "1"}).status_code == 404
    assert not view.pinned_by.exists()


def test_a_list_needs_the_same_queries_with_any_number_of_views(client_of, ana, django_assert_max_num_queries):
    for number in range(15):
        kept(ana, name=f"View {number}").pinned_by.add(ana)
    client = client_of(ana)
    client.get(LIST)

    with django_assert_max_num_queries(12):
        response = client.get(LIST)

    assert len(response.context["views"]) == 17
    assert response.context["counts_url"]() == f"{COUNTS}?on=crm.company%3Alist"


@pytest.mark.parametrize("language", ["en", "pt-br"])
def test_its_pages_read_in_both_languages(client_of, ana, language):
    ana.language = language
    ana.save()
    view = kept(ana)
    client = client_of(ana)

    for name, args in (("list", []), ("edit", [view.pk]), ("delete", [view.pk]), ("broken", [view.pk])):
        assert client.get(reverse(f"crm:savedview-{name}", args=args)).status_code == 200
    assert client.get(CREATE, ON | {"query": "state=RS"}).status_code == 200


def test_a_view_sent_twice_is_one_view(client_of, ana):
    client = client_of(ana)
    key = client.get(f"{CREATE}?on=crm.company:list&query=state%3DRS").context["once"]

    first, second = (save(client, "state%3DRS", once=key) for __ in range(2))

    assert SavedView.objects.count() == 1
    assert (second.status_code, second.url) == (302, first.url)
