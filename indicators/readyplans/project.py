"""The CRM project as a whole: is it used, can one rely on its data, and does it pay?"""

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
from indicators.readyplans.sales import KEPT, WON

ADOPTION = ReadyGoal(
    _("Everybody works with Norte, and work gets done sooner"),
    "adoption",
    "efficiency",
    "hours_saved",
    "wf.solution_time",
    strategies=(
        ReadyStrategy(
            _("Train every team on its own daily work"),
            "management",
            5,
            3,
            ("adm.adoption", "adm.activities"),
            (
                ReadyTactic(_("Talk to every team: what changes for whom, and why"), 15),
                ReadyTactic(_("Train every team with its own records"), 45),
                ReadyTactic(_("Name somebody in each team whom colleagues may ask"), 60),
            ),
        ),
        ReadyStrategy(
            _("Give every task a person and a deadline"),
            "management",
            4,
            2,
            ("wf.solution_time", "wf.on_time", "wf.overdue_now"),
            (ReadyTactic(_("Go through the late tasks with each team, every week"), 30),),
        ),
    ),
)

DATA = ReadyGoal(
    _("One customer base that one can rely on"),
    "adoption",
    "quality",
    "reactivation",
    "mkt.reactivation",
    proposals={"unit_value": "customer"},
    group=KEPT,
    claims=False,
    strategies=(
        ReadyStrategy(
            _("Complete what is missing about customers as they are talked to"),
            "sales",
            4,
            2,
            ("adm.contacts_reachable", "adm.companies_identified"),
            (
                ReadyTactic(_("Import the customers of all lists and merge duplicates"), 30),
                ReadyTactic(_("Agree on what a complete record is"), 30),
            ),
        ),
        ReadyStrategy(
            _("Every customer has an owner who comes back to the inactive ones"),
            "sales",
            4,
            4,
            ("adm.companies_owned", "mkt.reactivation"),
            (ReadyTactic(_("Divide the portfolio among the sellers"), 60),),
        ),
    ),
)

DISCIPLINE = ReadyGoal(
    _("No opportunity without its next step"),
    "sales",
    "quality",
    "win_rate",
    "sal.win_rate_decided",
    proposals={"unit_value": "win"},
    group=WON,
    claims=False,
    strategies=(
        ReadyStrategy(
            _("Plan the next step of every open opportunity"),
            "sales",
            5,
            1,
            ("adm.next_step", "sal.stale_share", "sal.win_rate_decided"),
            (ReadyTactic(_("Go through opportunities without a next task every Monday"), 15),),
        ),
        ReadyStrategy(
            _("Give a closing date only for a reason, and keep it"),
            "management",
            3,
            2,
            ("sal.slippage",),
            (ReadyTactic(_("Ask in each review what has to happen before the date"), 90),),
        ),
    ),
)

ACQUISITION = ReadyGoal(
    _("Win more new customers"),
    "sales",
    "acquisition",
    "new_customers",
    "mkt.new_customers",
    proposals={"unit_value": "customer"},
    group=WON,
    strategies=(
        ReadyStrategy(
            _("Write down every interest and take it up"),
            "sales",
            4,
            3,
            ("sal.opps_created", "mkt.new_customers"),
            (ReadyTactic(_("Bring the interests of site, telephone and fairs into Norte"), 60),),
        ),
    ),
)

RETENTION = ReadyGoal(
    _("Keep the customers we have"),
    "sales",
    "retention",
    "retention",
    "mkt.retention_rate",
    proposals={"unit_value": "customer"},
    group=KEPT,
    strategies=(
        ReadyStrategy(
            _("Visit the portfolio regularly, before the next purchase is due"),
            "sales",
            4,
            4,
            ("mkt.retention_rate", "mkt.repeat_rate"),
            (ReadyTactic(_("Plan the contacts of the quarter as tasks"), 90),),
        ),
    ),
)

PROFITABILITY = ReadyGoal(
    _("Earn more with each sale"),
    "sales",
    "profitability",
    "order_value",
    "mkt.aov",
    strategies=(
        ReadyStrategy(
            _("Offer the line of products a customer does not have yet"),
            "sales",
            3,
            3,
            ("mkt.aov", "mkt.cross_sell"),
            (ReadyTactic(_("List the customers of one line and the line that suits them"), 180),),
        ),
    ),
)

PLAN = ReadyPlan(
    "project",
    _("CRM project"),
    _("Show that the CRM is used, that its data can be relied on, and that it pays."),
    "route",
    (
        ReadyPhase(_("Introduction"), 4),
        ReadyPhase(_("Consolidation"), 4),
        ReadyPhase(_("Return"), 4),
    ),
    (ADOPTION, DATA, DISCIPLINE, ACQUISITION, RETENTION, PROFITABILITY),
    (
        ReadyIndicator("adm.adoption", figure("70", "90"), "week", is_headline=True),
        ReadyIndicator("adm.activities"),
        ReadyIndicator("wf.solution_time", times("0.95", "0.80")),
        ReadyIndicator("wf.on_time", figure("85", "95")),
        ReadyIndicator("wf.overdue_now", figure("10", "3")),
        ReadyIndicator("adm.contacts_reachable", figure("85", "95"), is_headline=True),
        ReadyIndicator("adm.companies_identified", figure("80", "95")),
        ReadyIndicator("adm.companies_owned", figure("95", "100")),
        ReadyIndicator("mkt.reactivation", figure("3", "8"), "quarter"),
        ReadyIndicator("adm.next_step", figure("80", "95"), "week", is_headline=True),
        ReadyIndicator("sal.stale_share", figure("30", "15")),
        ReadyIndicator("sal.win_rate_decided", points("0", "5"), is_headline=True),
        ReadyIndicator("sal.slippage", figure("30", "15")),
        ReadyIndicator("sal.opps_created", times("1.05", "1.20")),
        ReadyIndicator("mkt.new_customers", times("1.05", "1.15"), is_headline=True),
        ReadyIndicator("mkt.retention_rate", points("0", "3"), "quarter", is_headline=True),
        ReadyIndicator("mkt.repeat_rate", points("0", "3")),
        ReadyIndicator("mkt.aov", times("1.03", "1.10"), is_headline=True),
        ReadyIndicator("mkt.cross_sell", points("0", "5")),
    ),
)
