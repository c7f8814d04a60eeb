"""The pipeline and the reasons for losing that an installation starts with."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from crm.models import Organization
from sales.models import LostReason, Pipeline, Stage

# name, kind, probability, forecast category, stale after days, what one must know to enter
STAGES = [
    (gettext_noop("Prospecting"), "open", 10, "pipeline", 14, []),
    (gettext_noop("Qualification"), "open", 25, "pipeline", 14, []),
    (gettext_noop("Proposal"), "open", 50, "best_case", 10, ["amount"]),
    (gettext_noop("Negotiation"), "open", 75, "commit", 10, ["amount"]),
    (gettext_noop("Won"), "won", 100, "closed", None, ["amount"]),
    (gettext_noop("Lost"), "lost", 0, "omitted", None, []),
]
REASONS = [
    gettext_noop("Price"),
    gettext_noop("Chose a competitor"),
    gettext_noop("No budget"),
    gettext_noop("Bad timing"),
    gettext_noop("Product does not fit"),
    gettext_noop("No answer from the customer"),
]
UNKNOWN = gettext_noop("Not informed")


@transaction.atomic
def install_defaults():
    """Where there is no pipeline, the default one; where there are no reasons, the usual ones."""
    with translation.override(Organization.current().language):
        if not Pipeline.objects.exists():
            _install_pipeline()
        if not LostReason.objects.exists():
            LostReason.objects.bulk_create(
                LostReason(name=translation.gettext(name), position=place) for place, name in enumerate(REASONS, 1)
            )
        if not LostReason.objects.filter(is_unknown=True).exists():
            LostReason.objects.update_or_create(
                name=translation.gettext(UNKNOWN), defaults={"is_unknown": True, "position": 99}
            )


def _install_pipeline():
    pipeline = Pipeline.objects.create(name=translation.gettext("Sales"), is_default=True, position=1)
    Stage.objects.bulk_create(
        Stage(
            pipeline=pipeline,
            name=translation.gettext(name),
            kind=kind,
            probability=probability,
            forecast_category=category,
            days_until_stale=days,
            required_fields=required,
            position=place,
        )
        for place, (name, kind, probability, category, days, required) in enumerate(STAGES, 1)
    )
