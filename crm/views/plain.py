"""Edit pages of settings: rows without a version."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from crm.ui.pages import EditPage
from crm.ui.pages.form import add_errors


class PlainEdit(EditPage):
    """Declare model, form (a PlainForm) and `do(record, *, by, values)`."""

    def post(self, request, **kwargs):
        record = self.record()
        form = self.bound(record, request.POST, request.FILES)
        if not form.is_valid():
            return self.show(record, form, status=422)
        try:
            record = self.save(self.record(), form)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(record, form, status=422)
        messages.success(request, _("%(record)s was saved.") % {"record": record})
        return HttpResponseRedirect(self.next_url(record.get_absolute_url()))

    def save(self, record, form):
        return type(self).do(record, by=self.request.user, values=form.values())
