from indicators.models import Goal
from indicators.tests.factories import GoalFactory, PlanFactory, StrategyFactory

URL = "/api/v1/goals/"


def wanted(plan, **more):
    return {"plan": plan.pk, "statement": "Win more", "starts_on": "2026-01-01", "ends_on": "2026-12-31", **more}


def test_a_goal_is_written_for_a_plan_and_stays_with_it(api_of, bruno):
    plan, api = PlanFactory(), api_of(bruno)

    made = api.post(URL, wanted(plan, benefit_method="revenue"))
    moved = api.patch(f"{URL}{made.json()['id']}/", {"plan": PlanFactory().pk})

    assert (made.status_code, made.json()["plan"], moved.status_code) == (201, plan.pk, 400)
    assert [row["id"] for row in api.get(URL, {"plan": plan.pk}).json()["results"]] == [made.json()["id"]]


def test_a_second_claimant_of_a_group_is_refused(api_of, bruno):
    first = GoalFactory(benefit_group="sales")

    answer = api_of(bruno).post(URL, wanted(first.plan, benefit_group="sales"))

    assert answer.status_code in (400, 409), answer.content
    assert Goal.objects.count() == 1


def test_a_goal_with_strategies_is_not_trashed(api_of, bruno):
    strategy, api = StrategyFactory(), api_of(bruno)

    assert api.delete(f"{URL}{strategy.goal_id}/").status_code == 400
    assert api.delete(f"{URL}{GoalFactory().pk}/").status_code == 204


def test_a_seller_reads_no_goals(api_of, ana):
    GoalFactory()

    assert api_of(ana).get(URL).status_code == 403


def test_inputs_of_a_method_are_numbers(api_of, bruno):
    plan, api = PlanFactory(), api_of(bruno)

    for inputs in ({"margin": "a lot"}, {"margin": "NaN"}, {"margin": [30]}, {"margin": True}, [30], "30"):
        answer = api.post(URL, wanted(plan, benefit_method="revenue", benefit_inputs=inputs))
        assert (answer.status_code, set(answer.json()["error"]["fields"])) == (400, {"benefit_inputs"}), inputs
    assert api.post(URL, wanted(plan, benefit_inputs={"margin": "30.5"})).status_code == 201
