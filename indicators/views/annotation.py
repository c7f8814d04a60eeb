from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.forms.part import AnnotationForm
from indicators.models import Annotation, Indicator
from indicators.views.part import PartAdd, PartEdit, PartRemove

ICON = "note"


class AnnotationAdd(PartAdd):
    model, form, icon = Indicator, AnnotationForm, ICON
    title = _("What happened to %(record)s?")
    done = _("It stands beside the line now.")

    def part(self, indicator):
        return Annotation(indicator=indicator, day=timezone.localdate(), written_by=self.request.user)


class AnnotationEdit(PartEdit):
    model, form, icon = Annotation, AnnotationForm, ICON


class AnnotationRemove(PartRemove):
    model, icon = Annotation, ICON
