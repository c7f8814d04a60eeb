from indicators.models import Strategy
from indicators.tests.factories import GoalFactory, IndicatorFactory, StrategyFactory

URL = "/api/v1/strategies/"


def test_a_strategy_is_written_for_a_goal_with_its_scores(api_of, bruno):
    goal, api = GoalFactory(), api_of(bruno)

    made = api.post(URL, {"goal": goal.pk, "statement": "Visit", "benefit": 5, "impact": 2})

    assert (made.status_code, made.json()["benefit"]) == (201, 5)
    assert [row["id"] for row in api.get(URL, {"goal": goal.pk}).json()["results"]] == [made.json()["id"]]


def test_scores_go_from_one_to_five(api_of, bruno):
    answer = api_of(bruno).post(URL, {"goal": GoalFactory().pk, "statement": "Visit", "benefit": 6})

    assert answer.status_code == 400
    assert "benefit" in answer.json()["error"]["fields"]


def test_a_strategy_whose_indicator_would_be_alone_stays(api_of, bruno):
    strategy = StrategyFactory()
    IndicatorFactory(plan=strategy.plan, strategy=strategy)

    assert api_of(bruno).delete(f"{URL}{strategy.pk}/").status_code == 400
    assert Strategy.objects.alive().count() == 1


def test_a_seller_reads_no_strategies(api_of, ana):
    StrategyFactory()

    assert api_of(ana).get(URL).status_code == 403
