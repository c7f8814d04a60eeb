from indicators.models.annotation import Annotation
from indicators.models.baseline import Baseline
from indicators.models.correctiveaction import CorrectiveAction
from indicators.models.goal import Goal
from indicators.models.indicator import Indicator
from indicators.models.investment import Investment
from indicators.models.link import Link
from indicators.models.phase import Phase
from indicators.models.plan import Plan
from indicators.models.restatement import Restatement
from indicators.models.snapshot import Snapshot, SnapshotMembers
from indicators.models.strategy import Strategy
from indicators.models.tactic import Tactic
from indicators.models.target import Target

__all__ = [
    "Annotation",
    "Baseline",
    "CorrectiveAction",
    "Goal",
    "Indicator",
    "Investment",
    "Link",
    "Phase",
    "Plan",
    "Restatement",
    "Snapshot",
    "SnapshotMembers",
    "Strategy",
    "Tactic",
    "Target",
]
