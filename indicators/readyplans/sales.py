"""Sales: win customers, keep them, earn more with each, and sell with less effort."""

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

WON, KEPT = _("Won opportunities"), _("Customers kept")

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
            _("Take up every interest quickly and always plan its next step"),
            "sales",
            5,
            2,
            ("mkt.new_customers", "sal.opps_created", "adm.next_step"),
            (
                ReadyTactic(_("Agree with the team: no open opportunity without a next task"), 15),
                ReadyTactic(_("Go through opportunities without a next task every Monday"), 30),
            ),
        ),
        ReadyStrategy(
            _("Open new sources of business: referrals, partners, events"),
            "marketing",
            4,
            4,
            ("sal.revenue_new_sources", "mkt.new_customers"),
            (
                ReadyTactic(_("Ask every customer of the last twelve months for a referral"), 60),
                ReadyTactic(_("Sign the first three partners"), 120),
            ),
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
            2,
            ("mkt.retention_rate", "mkt.repeat_rate"),
            (
                ReadyTactic(_("Give every customer an owner and a rhythm of contact"), 30),
                ReadyTactic(_("Plan the contacts of the quarter as tasks"), 45),
            ),
        ),
        ReadyStrategy(
            _("Win back customers who stopped buying"),
            "sales",
            3,
            3,
            ("mkt.reactivation",),
            (ReadyTactic(_("Call all who have not bought for half a year"), 90),),
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
            4,
            3,
            ("mkt.cross_sell", "mkt.aov"),
            (
                ReadyTactic(_("List the customers of one line and the line that suits them"), 30),
                ReadyTactic(_("Train the team in the arguments of each line"), 60),
            ),
        ),
        ReadyStrategy(
            _("Bind discounts to conditions"),
            "management",
            4,
            4,
            ("mkt.aov", "sal.revenue_per_rep"),
            (ReadyTactic(_("Write down who may grant which discount"), 45),),
        ),
    ),
)

EFFICIENCY = ReadyGoal(
    _("Close more of what we open, and sooner"),
    "sales",
    "efficiency",
    "velocity",
    "sal.velocity",
    group=WON,
    claims=False,
    strategies=(
        ReadyStrategy(
            _("Qualify early and give up what will not be won"),
            "sales",
            5,
            3,
            ("sal.velocity", "sal.win_rate_decided", "sal.stage_conversion"),
            (ReadyTactic(_("Agree on the questions every opportunity must answer before a proposal"), 30),),
        ),
        ReadyStrategy(
            _("Leave no opportunity standing still"),
            "management",
            4,
            2,
            ("sal.cycle", "sal.stale_share", "sal.slippage"),
            (ReadyTactic(_("Go through the overdue and the stale ones with each seller, every week"), 15),),
        ),
    ),
)

PLAN = ReadyPlan(
    "sales",
    _("Sales plan"),
    _("Win more customers, keep them, earn more with each of them and sell with less effort."),
    "chart-line",
    (
        ReadyPhase(_("Quick gains"), 4),
        ReadyPhase(_("Building up"), 4),
        ReadyPhase(_("Completing"), 4),
    ),
    (ACQUISITION, RETENTION, PROFITABILITY, EFFICIENCY),
    (
        ReadyIndicator("mkt.new_customers", times("1.05", "1.15"), is_headline=True),
        ReadyIndicator("sal.opps_created", times("1.05", "1.20")),
        ReadyIndicator("adm.next_step", figure("80", "95")),
        ReadyIndicator("sal.revenue_new_sources", times("1.03", "1.10")),
        ReadyIndicator("mkt.retention_rate", points("0", "3"), "quarter", is_headline=True),
        ReadyIndicator("mkt.repeat_rate", points("0", "3")),
        ReadyIndicator("mkt.reactivation", figure("3", "8"), "quarter"),
        ReadyIndicator("mkt.aov", times("1.03", "1.10"), is_headline=True),
        ReadyIndicator("mkt.cross_sell", points("0", "5")),
        ReadyIndicator("sal.revenue_per_rep", times("1.03", "1.10")),
        ReadyIndicator("sal.velocity", times("1.05", "1.15"), is_headline=True),
        ReadyIndicator("sal.win_rate_decided", points("0", "5"), is_headline=True),
        ReadyIndicator("sal.stage_conversion", points("0", "5")),
        ReadyIndicator("sal.cycle", times("0.95", "0.80"), is_headline=True),
        ReadyIndicator("sal.stale_share", figure("30", "15")),
        ReadyIndicator("sal.slippage", figure("30", "15")),
    ),
)
