import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from crm.ui.context import PARTS, worked_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(rf, ana):
    request = rf.get("/")
    request.user, request.session, request.organization = ana, {}, None
    return request


def test_every_part_of_the_frame_reaches_the_templates(request_of):
    assert set(worked_out(request_of)) == set(PARTS)


def test_what_is_kept_follows_its_values_and_the_language():
    template = Template("{% load i18n kept %}{% kept one %}{{ one }} {{ other }} {% trans 'Search' %}{% endkept %}")
    drawn = [template.render(Context({"one": one, "other": other})) for one, other in ((1, "a"), (1, "b"), (2, "b"))]
    with translation.override("pt-br"):
        drawn.append(template.render(Context({"one": 1, "other": "c"})))

    assert drawn == ["1 a Search", "1 a Search", "2 b Search", "1 c Buscar"]


def test_a_form_cannot_be_kept_with_its_token():
    template = Template("{% load kept %}{% kept %}<form>{% csrf_token %}</form>{% endkept %}")

    with pytest.raises(TemplateSyntaxError):
        template.render(Context({"csrf_token": "secret"}))
