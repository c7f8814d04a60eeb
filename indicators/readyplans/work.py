"""Work: every task has somebody, takes no longer than it should and keeps its deadline; and how much there is."""

from django.utils.translation import gettext_lazy as _

from indicators.readyplans.parts import (
    ReadyGoal,
    ReadyIndicator,
    ReadyPhase,
    ReadyPlan,
    ReadyStrategy,
    ReadyTactic,
    figure,
    points,
    times,
)

HOURS = _("Hours of work")

RESPONSIBLE = ReadyGoal(
    _("Spread the work evenly over the people responsible"),
    "adoption",
    "efficiency",
    "hours_saved",
    "wf.solution_time",
    group=HOURS,
    claims=False,
    strategies=(
        ReadyStrategy(
            _("Give every task a person responsible, and move work from who has most"),
            "management",
            4,
            2,
            ("wf.solution_time", "wf.load", "wf.throughput"),
            (
                ReadyTactic(_("Look at the department's board every Monday and hand over what is too much"), 15),
                ReadyTactic(_("Name a substitute for every absence before it begins"), 30),
            ),
        ),
        ReadyStrategy(
            _("Begin what comes in, instead of letting it lie"),
            "management",
            3,
            2,
            ("wf.first_action", "wf.reopened"),
            (ReadyTactic(_("Agree how soon somebody takes up a new task"), 20),),
        ),
    ),
)

TIME = ReadyGoal(
    _("Bring the time to finish a task down to its ideal time"),
    "adoption",
    "efficiency",
    "hours_saved",
    "wf.solution_time",
    group=HOURS,
    strategies=(
        ReadyStrategy(
            _("Write down how long each type of task should take, and look at what took longer"),
            "management",
            5,
            3,
            ("wf.solution_time", "wf.solution_time_p90", "wf.within_ideal"),
            (
                ReadyTactic(_("Set the ideal time of the five most frequent types of task"), 20),
                ReadyTactic(_("Turn what always goes the same way into process templates"), 60),
            ),
        ),
    ),
)

DEADLINE = ReadyGoal(
    _("Keep the deadlines we promise"),
    "adoption",
    "quality",
    "hours_saved",
    "wf.solution_time",
    group=HOURS,
    claims=False,
    strategies=(
        ReadyStrategy(
            _("Give every task a deadline one can keep, and go through the late ones"),
            "management",
            4,
            2,
            ("wf.solution_time", "wf.on_time", "wf.overdue_now"),
            (
                ReadyTactic(_("Go through the late tasks with each department, every week"), 15),
                ReadyTactic(_("Set who hears of what is late, and after how long"), 30),
            ),
        ),
    ),
)

AMOUNT = ReadyGoal(
    _("Know how much work comes in, and of what type"),
    "adoption",
    "quality",
    "hours_saved",
    "wf.solution_time",
    group=HOURS,
    claims=False,
    strategies=(
        ReadyStrategy(
            _("Finish as much as comes in, and end what causes needless work"),
            "management",
            3,
            3,
            ("wf.solution_time", "wf.tasks_by_type", "wf.arrivals_per_completion"),
            (
                ReadyTactic(_("Look at the three most frequent types of task: which could be spared?"), 45),
                ReadyTactic(_("Automate what comes again and again"), 90),
            ),
        ),
    ),
)

PLAN = ReadyPlan(
    "work",
    _("Plan of the workflow"),
    _("People responsible, time to finish, deadlines and amount: work that is done on time, by whoever has time."),
    "checkbox",
    (
        ReadyPhase(_("Quick gains"), 3),
        ReadyPhase(_("Building up"), 3),
        ReadyPhase(_("Completing"), 6),
    ),
    (RESPONSIBLE, TIME, DEADLINE, AMOUNT),
    (
        ReadyIndicator("wf.load", figure("2", "1.5"), is_headline=True),
        ReadyIndicator("wf.throughput", times("1", "1.10")),
        ReadyIndicator("wf.first_action", times("0.95", "0.80")),
        ReadyIndicator("wf.reopened", points("0", "-2")),
        ReadyIndicator("wf.solution_time", times("0.95", "0.80"), is_headline=True),
        ReadyIndicator("wf.solution_time_p90", times("0.95", "0.80")),
        ReadyIndicator("wf.within_ideal", figure("70", "85")),
        ReadyIndicator("wf.on_time", figure("85", "95"), is_headline=True),
        ReadyIndicator("wf.overdue_now", figure("10", "3"), is_headline=True),
        ReadyIndicator("wf.tasks_by_type"),
        ReadyIndicator("wf.arrivals_per_completion", figure("1.05", "1"), is_headline=True),
    ),
)
