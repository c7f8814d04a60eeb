from django.utils.translation import gettext_lazy as _

from crm.ui.pages import CreatePage, EditPage, VerbPage
from crm.views.record import Trash
from indicators.actions import strategy as strategies
from indicators.forms.tactic import TacticForm
from indicators.models import Tactic

ICON = "checkbox"


class TacticCreate(CreatePage):
    model, form, icon = Tactic, TacticForm, ICON
    do = strategies.create
    title = _("New tactic")


class TacticEdit(EditPage):
    model, form, icon = Tactic, TacticForm, ICON
    do = strategies.edit


class TacticTrash(Trash):
    model = Tactic

    def after(self, record, result):
        return record.get_absolute_url()


class TacticComplete(VerbPage):
    model, icon = Tactic, ICON
    do = strategies.complete
    title = _("“%(record)s” is done?")
    submit_label = _("Done")
    done = _("“%(record)s” is done.")


class TacticReopen(VerbPage):
    model, icon = Tactic, ICON
    do = strategies.reopen
    title = _("“%(record)s” is not done yet?")
    submit_label = _("Reopen")
    done = _("“%(record)s” is to be done again.")
