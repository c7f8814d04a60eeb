from crm.models import Company
from crm.tests.factories import CompanyFactory

URL = "/api/v1/companies/"


def test_two_records_become_one_and_two_again(api_of, ana):
    kept, gone = CompanyFactory(owner=ana, name="Acme"), CompanyFactory(owner=ana, name="Acme Ltda", founded=1998)
    api = api_of(ana)

    merged = api.post(f"{URL}{kept.pk}/merge/", {"absorbed": gone.pk, "choices": {"name": "absorbed"}})
    again = api.post(f"{URL}{kept.pk}/merge/", {"absorbed": gone.pk})
    listed = api.get(URL).json()["count"]
    undone = api.post(f"{URL}{gone.pk}/unmerge/", {})

    assert (merged.status_code, merged.json()["name"], merged.json()["founded"]) == (200, "Acme Ltda", 1998)
    assert (again.status_code, listed) == (200, 1)
    assert (undone.status_code, undone.json()["id"], api.get(URL).json()["count"]) == (200, gone.pk, 2)


def test_bad_input_is_told_beside_its_field(api_of, ana):
    kept, gone = CompanyFactory(owner=ana, name="A"), CompanyFactory(owner=ana, name="B")
    url = f"{URL}{kept.pk}/merge/"

    for body, field in (
        ({}, "absorbed"),
        ({"absorbed": "x"}, "absorbed"),
        ({"absorbed": kept.pk}, "absorbed"),
        ({"absorbed": gone.pk, "choices": {"name": "theirs"}}, "choices.name"),
        ({"absorbed": gone.pk, "choices": {"name": "both"}}, "choices"),
    ):
        answer = api_of(ana).post(url, body)
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    assert Company.objects.alive().count() == 2


def test_a_stranger_merges_and_undoes_nothing(api_of, ana, caio):
    kept, gone, own = CompanyFactory(owner=ana), CompanyFactory(owner=ana), CompanyFactory(owner=caio)
    api = api_of(caio)

    assert api.post(f"{URL}{kept.pk}/merge/", {"absorbed": own.pk}).status_code == 404
    assert api.post(f"{URL}{own.pk}/merge/", {"absorbed": gone.pk}).status_code == 400
    api_of(ana).post(f"{URL}{kept.pk}/merge/", {"absorbed": gone.pk})
    assert api.post(f"{URL}{gone.pk}/unmerge/", {}).status_code == 404
    assert Company.objects.alive().count() == 2
