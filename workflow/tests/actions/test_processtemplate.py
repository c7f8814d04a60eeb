import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError

from crm.models import Company
from workflow.actions import processtemplate as templates
from workflow.models import ProcessStep, ProcessTemplate
from workflow.tests.factories import ProcessStepFactory, ProcessTemplateFactory


@pytest.fixture
def template(db):
    return ProcessTemplateFactory(record_type=ContentType.objects.get_for_model(Company))


def titles(template):
    return list(template.steps.values_list("title", flat=True))


def test_steps_stand_in_the_order_they_were_added_under_keys_of_their_own(template, bruno):
    for title in ("Sign", "Visit", "Sign"):
        templates.add_step(ProcessStep(template=template, title=title), by=bruno)

    assert list(template.steps.values_list("key", flat=True)) == ["sign", "visit", "sign-2"]
    assert ProcessTemplate.objects.get().version == 4


def test_a_step_moves_up_and_down_and_stays_at_the_ends(template, bruno):
    steps = [ProcessStepFactory(template=template, title=title) for title in "abc"]

    templates.move_step(steps[2], by=bruno, places=-1)
    assert titles(template) == ["a", "c", "b"]
    templates.move_step(ProcessStep.objects.get(title="a"), by=bruno, places=-1)
    assert titles(template) == ["a", "c", "b"]
    templates.move_step(ProcessStep.objects.get(title="a"), by=bruno, places=5)
    assert titles(template) == ["c", "b", "a"]


def test_steps_do_not_wait_for_each_other_in_a_circle(template, bruno):
    first = ProcessStepFactory(template=template)
    second = ProcessStepFactory(template=template, after=[first])
    third = ProcessStepFactory(template=template, after=[second])

    for step, after in ((first, [third]), (first, [first]), (second, [third])):
        with pytest.raises(ValidationError, match="circle"):
            templates.edit_step(step, by=bruno, values={"after": after})
    assert list(first.after.all()) == []


def test_a_step_waits_for_none_of_another_template(template, bruno):
    with pytest.raises(ValidationError, match="this template"):
        templates.add_step(ProcessStep(template=template, title="X"), by=bruno, after=[ProcessStepFactory()])


@pytest.mark.parametrize(("field", "value"), [("colour", "red"), ("state", " "), ("search", "x")])
def test_a_branch_asks_a_field_there_is_for_a_value(template, bruno, field, value):
    step = ProcessStep(template=template, title="X", branch_field=field, branch_value=value)

    with pytest.raises(ValidationError):
        templates.add_step(step, by=bruno)
    assert not template.steps.exists()


def test_a_template_about_another_kind_keeps_no_branch_it_cannot_ask(template, bruno):
    ProcessStepFactory(template=template, branch_field="cnpj", branch_value="x")

    with pytest.raises(ValidationError, match="no such field"):
        templates.edit(template, by=bruno, values={"record_type": None})


@pytest.mark.parametrize("assignee", ["person", "team"])
def test_a_step_says_who(template, bruno, assignee):
    with pytest.raises(ValidationError):
        templates.add_step(ProcessStep(template=template, title="X", assignee=assignee), by=bruno)


def test_what_came_after_a_removed_step_waits_for_what_it_waited_for(template, bruno):
    first = ProcessStepFactory(template=template)
    second = ProcessStepFactory(template=template, after=[first])
    third = ProcessStepFactory(template=template, after=[second])

    templates.remove_step(second, by=bruno)

    assert list(third.after.all()) == [first]


def test_sellers_do_not_change_templates(template, ana):
    step = ProcessStepFactory(template=template)

    for verb in (
        lambda: templates.create(ProcessTemplate(name="Mine"), by=ana),
        lambda: templates.edit(template, by=ana, values={"name": "Mine"}),
        lambda: templates.add_step(ProcessStep(template=template, title="X"), by=ana),
        lambda: templates.edit_step(step, by=ana, values={"title": "X"}),
        lambda: templates.move_step(step, by=ana, places=1),
        lambda: templates.remove_step(step, by=ana),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert ProcessStep.objects.get() == step
