from django.urls import reverse

from crm.tests.factories import CompanyFactory


def units(response):
    panel = next(panel for panel in response.context["panels"] if panel.key == "branches")
    return panel.html


def test_head_office_branches_and_one_root_are_one_group(client_of, ana, caio):
    head = CompanyFactory(name="Acme Matriz", owner=ana, cnpj="12ABC34500013A")
    branch = CompanyFactory(name="Acme Filial", owner=ana, parent=head)
    CompanyFactory(name="Acme Canoas", owner=ana, cnpj="12ABC345000200")
    CompanyFactory(name="Acme Oculta", owner=caio, cnpj="12ABC345000300")
    CompanyFactory(name="Zenith", owner=ana, cnpj="99ABC345000100")
    client = client_of(ana)

    of_head, of_branch = (units(client.get(one.get_absolute_url())) for one in (head, branch))

    assert all(name in of_head for name in ("Acme Filial", "Acme Canoas"))
    assert not any(name in of_head for name in ("Acme Oculta", "Zenith"))
    assert "Acme Matriz" in of_branch
    assert "Head office" in of_branch


def test_a_company_by_itself_says_what_belongs_there(client_of, ana):
    company = CompanyFactory(owner=ana)

    assert units(client_of(ana).get(company.get_absolute_url())) == ""


def test_the_units_below_a_branch_belong_to_the_group_too(client_of, ana):
    head = CompanyFactory(name="Acme Matriz", owner=ana, cnpj="12ABC34500013A")
    branch = CompanyFactory(name="Acme Filial", owner=ana, cnpj="12ABC345000200")
    CompanyFactory(name="Acme Canoas", owner=ana, parent=CompanyFactory(name="Acme Sul", owner=ana, parent=branch))
    client = client_of(ana)

    listed = client.get(reverse("crm:company-list"), {"parent": head.pk})

    assert all(name in units(client.get(head.get_absolute_url())) for name in ("Filial", "Acme Sul", "Acme Canoas"))
    assert [row.title for row in listed.context["table"].rows] == ["Acme Canoas", "Acme Filial", "Acme Sul"]
