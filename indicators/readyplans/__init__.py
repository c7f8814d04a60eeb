"""Plans that stand ready: chosen, dated, given their people, and changed wherever one likes."""

from indicators.readyplans import project, sales, work

READY = {one.key: one for one in (project.PLAN, sales.PLAN, work.PLAN)}
