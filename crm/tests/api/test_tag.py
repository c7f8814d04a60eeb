from crm.models import Company, Tag
from crm.tests.factories import CompanyFactory, TagFactory

URL = "/api/v1/tags/"


def test_a_word_is_kept_by_administrators_and_goes_with_its_records(api_of, ana, dora):
    api = api_of(dora)
    one = f"{URL}{api.post(URL, {'name': 'vip', 'colour': 'red'}).json()['id']}/"
    company = CompanyFactory(owner=ana, tags=["vip"])

    renamed = api.patch(one, {"name": "key account"})
    assert (renamed.json()["colour"], Company.objects.get(pk=company.pk).tags) == ("red", ["key account"])
    assert api_of(ana).get(URL).json()["results"] == [api.get(one).json()]

    assert api.delete(one).status_code == 204
    assert (Company.objects.get(pk=company.pk).tags, Tag.objects.count()) == ([], 0)


def test_others_only_read_it(api_of, ana):
    tag, api = TagFactory(name="vip"), api_of(ana)
    one = f"{URL}{tag.pk}/"

    assert api.get(one).json()["name"] == "vip"
    answers = [api.post(URL, {"name": "mine"}), api.patch(one, {"name": "mine"}), api.delete(one)]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Tag.objects.get().name == "vip"


def test_a_word_is_one_word_whatever_its_case(api_of, dora):
    TagFactory(name="VIP")

    for name in ("vip", "a, b"):
        answer = api_of(dora).post(URL, {"name": name})
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["name"])
