import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from crm.models import Company, CustomField
from crm.tests.factories import CompanyFactory, UserFactory
from workflow.automation.condition import Broken, q_of
from workflow.automation.mark import filled
from workflow.automation.term import terms_of
from workflow.models import Task
from workflow.tests.factories import TaskFactory
from workflow.tests.ruled import conditions

TODAY = datetime.date.today()


def met(owner, *rows, match="all", model=Company):
    """The names of the records that meet these conditions, as `owner` sees them."""
    found = model.objects.visible_to(owner).filter(q_of(conditions(*rows, match=match), model, owner))
    return sorted(str(one) for one in found)


@pytest.fixture
def companies(dora, south):
    parent = CompanyFactory(name="Head", city="Porto Alegre", owner=dora)
    CompanyFactory(name="A", owner=dora, city="Bagé", employees=5, annual_revenue="10000.50", tags=["vip"],
                   relationship="customer", parent=parent, team=south)  # fmt: skip
    CompanyFactory(name="B", owner=dora, city="", employees=None, relationship="prospect")


@pytest.mark.parametrize(
    ("row", "names"),
    [
        (("city", "is", "BAGÉ"), ["A"]),
        (("city", "is_not", "Bagé"), ["B", "Head"]),
        (("city", "contains", "legre"), ["Head"]),
        (("city", "lacks", "gé"), ["B", "Head"]),
        (("city", "empty"), ["B"]),
        (("city", "filled"), ["A", "Head"]),
        (("employees", "gt", "4"), ["A"]),
        (("employees", "ge", "5"), ["A"]),
        (("employees", "lt", "5"), []),
        (("employees", "is_not", "5"), ["B", "Head"]),
        (("employees", "empty"), ["B", "Head"]),
        (("annual_revenue", "gt", "10000"), ["A"]),
        (("annual_revenue", "le", "10000.50"), ["A"]),
        (("relationship", "is", "customer"), ["A"]),
        (("relationship", "is_not", "customer"), ["B", "Head"]),
        (("tags", "contains", "vip"), ["A"]),
        (("tags", "lacks", "vip"), ["B", "Head"]),
        (("tags", "empty"), ["B", "Head"]),
        (("parent", "filled"), ["A"]),
        (("parent.city", "is", "Porto Alegre"), ["A"]),
        (("owner.name", "is", "Dora Paz"), ["A", "B", "Head"]),
        (("owner.is_active", "no"), []),
        (("team.name", "contains", "South"), ["A", "B", "Head"]),
        (("created_at", "is", TODAY.isoformat()), ["A", "B", "Head"]),
        (("created_at", "past_days", "0"), ["A", "B", "Head"]),
        (("created_at", "before", TODAY.isoformat()), []),
        (("created_at", "older", "1"), []),
    ],
)
def test_each_kind_of_term_in_each_way(companies, dora, row, names):
    assert met(dora, row) == names


def test_all_rows_or_any_of_a_group(companies, dora):
    rows = [("city", "is", "Bagé"), ("relationship", "is", "prospect")]

    assert met(dora, *rows) == []
    assert met(dora, *rows, match="any") == ["A", "B", "Head"]


@pytest.mark.parametrize(
    ("operator", "value", "days"),
    [
        ("next_days", 3, [0, 1, 3]),
        ("past_days", 3, [-3, -1, 0]),
        ("older", 3, [-4]),
        ("later", 3, [4]),
        ("before", TODAY.isoformat(), [-4, -3, -1]),
        ("after", TODAY.isoformat(), [1, 3, 4]),
        ("is", TODAY.isoformat(), [0]),
        ("filled", None, [-4, -3, -1, 0, 1, 3, 4]),
        ("empty", None, ["never"]),
    ],
)
def test_days_are_counted_where_the_organization_is(dora, operator, value, days):
    noon = timezone.localtime().replace(hour=12, minute=0)
    for away in (-4, -3, -1, 0, 1, 3, 4):
        TaskFactory(title=str(away), due_at=noon + datetime.timedelta(days=away), owner=dora)
    TaskFactory(title="never", owner=dora)

    assert met(dora, ("due_at", operator, value), model=Task) == sorted(map(str, days))


CUSTOM = [
    ("text", "size", "Large one", [("is", "large ONE"), ("contains", "one"), ("filled", None)],
     [("is", "large"), ("is_not", "Large one"), ("lacks", "one"), ("empty", None)]),
    ("number", "size", "12.5", [("gt", "12"), ("is", "12.50"), ("le", "12.5")], [("lt", "12.5"), ("is_not", "12.5")]),
    ("date", "size", "2026-11-20", [("is", "2026-11-20"), ("after", "2026-11-19")], [("before", "2026-11-20")]),
    ("boolean", "size", True, [("yes", None)], [("no", None)]),
    ("choice", "size", "Big", [("is", "Big")], [("is", "Small"), ("is_not", "Big")]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "key", "value", "true", "false"), CUSTOM)
def test_custom_fields_are_asked_like_declared_ones(dora, kind, key, value, true, false):
    kind_of = ContentType.objects.get_for_model(Company)
    CustomField.objects.create(record_type=kind_of, key=key, label="Size", kind=kind, choices=["Big", "Small"])
    CompanyFactory(name="Has", owner=dora, custom={key: value})

    assert [met(dora, (f"custom.{key}", *one)) for one in true] == [["Has"]] * len(true)
    assert [met(dora, (f"custom.{key}", *one)) for one in false] == [[]] * len(false)


def test_a_key_that_looks_like_a_lookup_is_only_a_key(dora):
    kind_of = ContentType.objects.get_for_model(Company)
    CustomField.objects.create(record_type=kind_of, key="size__gt", label="Size", kind="text")
    CompanyFactory(name="Has", owner=dora, custom={"size__gt": "x"})

    assert met(dora, ("custom.size__gt", "is", "x")) == ["Has"]


@pytest.mark.parametrize(
    "row",
    [
        ("password", "is", "x"),
        ("owner.password", "contains", "x"),
        ("owner.email", "contains", "x"),
        ("owner__password", "contains", "x"),
        ("custom", "is", "x"),
        ("deleted_at", "filled"),
        ("parent.parent.city", "is", "x"),
        ("city__regex", "is", ".*"),
        ("city", "regex", ".*"),
        ("employees", "contains", "1"),
        ("employees", "gt", "many"),
        ("created_at", "older", "999999999"),
        ("created_at", "older", "-1"),
        ("created_at", "is", "yesterday"),
        ("parent", "is", "7 OR 1=1"),
    ],
)
def test_what_is_no_term_or_cannot_be_read_is_refused(dora, row):
    with pytest.raises(Broken):
        met(dora, row)


def test_a_relative_one_may_not_see_answers_no_question(ana, caio):
    """Neither yes nor no: an answer would tell what is in it."""
    hidden = CompanyFactory(owner=caio, city="Secret")
    CompanyFactory(name="Mine", owner=ana, parent=hidden)

    asked = [("is", "Secret"), ("is_not", "Secret"), ("is_not", "Other"), ("filled", None), ("empty", None)]
    assert [met(ana, ("parent.city", *one)) for one in asked] == [[]] * 5
    assert met(caio, ("city", "is", "Secret")) == [str(hidden)]


def test_terms_hold_no_secret_of_people_and_no_bookkeeping(db):
    terms = set(terms_of(Company))

    assert {"name", "city", "parent.city", "owner", "owner.name", "team", "created_at", "tags"} <= terms
    telling = ("password", "email", "last_login", "search", "keys", "version", "custom", "deleted_at", "is_superuser")
    assert [one for one in terms if one.split(".")[-1] in telling] == []


def test_everybody_knows_their_colleagues_names(ana, north):
    owner = UserFactory(name="Zoe", team=north)
    CompanyFactory(name="Zs", owner=owner, team=ana.team)

    assert met(ana, ("owner.name", "is", "zoe")) == ["Zs"]


def test_a_task_is_asked_for_what_it_is_about(dora, companies):
    for company in Company.objects.all():
        TaskFactory(title=f"Call {company}", owner=dora, about=company)
    TaskFactory(title="About nothing", owner=dora)

    assert met(dora, ("about.company.city", "is", "Bagé"), model=Task) == ["Call A"]
    assert met(dora, ("about.company.city", "empty"), model=Task) == ["Call B"]
    assert met(dora, ("about.contact.city", "empty"), model=Task) == []
    both = [("about.company.employees", "gt", "4"), ("title", "contains", "nothing")]
    assert met(dora, *both, match="any", model=Task) == ["About nothing", "Call A"]


def test_what_a_task_is_about_answers_no_question_of_who_may_not_see_it(ana, caio):
    hidden = CompanyFactory(owner=caio, city="Secret")
    task = TaskFactory(owner=ana, about=hidden)

    asked = [("is", "Secret"), ("is_not", "Other"), ("filled", None), ("empty", None)]
    assert [met(ana, ("about.company.city", *one), model=Task) for one in asked] == [[]] * 4
    assert filled("In {about.company.city}.", task, terms_of(Task), ana) == "In ."
    assert filled("In {about.company.city}.", task, terms_of(Task), caio) == "In Secret."
    assert filled("{about.contact.city}", task, terms_of(Task), caio) == ""
