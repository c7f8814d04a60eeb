import pytest

from workflow.recurring import says


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every workday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "every 2 weeks on Monday and Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "every month on day 5"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "every month on its last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "every month on day 30"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5;COUNT=2", "every year on day 5 of March, 2 times"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_rule_reads_as_people_say_it(rule, words):
    assert says(rule) == words
