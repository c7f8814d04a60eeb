from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.actions import attachment as attachments
from crm.forms.attachment import AttachmentForm
from crm.models import Attachment
from crm.models.kinds import reference, referred
from crm.ui.pages import RecordPage
from crm.ui.pages.form import FormTexts, add_errors
from crm.views.record import Trash


class AttachmentCreate(RecordPage):
    """Bring files to the record that ?about= names."""

    model, action, is_collective, icon = Attachment, "create", True, "paperclip"

    @cached_property
    def subject(self):
        given = self.request.POST.get("about") or self.request.GET.get("about") or ""
        subject = referred(given, self.request.user)
        if subject is None:
            raise Http404
        return subject

    def get(self, request):
        return self.show(AttachmentForm(user=request.user, initial={"about": reference(self.subject)}))

    def post(self, request):
        subject = self.subject
        form = AttachmentForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            asked = form.cleaned_data
            try:
                attachments.attach(subject, by=request.user, files=asked["files"], form_key=asked["form_key"])
            except ValidationError as error:
                add_errors(form, ValidationError({"files": error.messages}))
        if form.errors:
            return self.show(form, status=422)
        return HttpResponseRedirect(self.next_url(subject.get_absolute_url()))

    def show(self, form, status=200):
        page = FormTexts(
            _("Attach files to %(record)s") % {"record": self.subject},
            _("Attach"),
            self.next_url(self.subject.get_absolute_url()),
            icon=self.icon,
        )
        return render(self.request, "ui/form.html", {"page": page, "form": form}, status=status)


class AttachmentDownload(RecordPage):
    """The bytes, always to be saved: no file of somebody's may become a page of this site."""

    model = Attachment

    def get(self, request, pk):
        attachment = self.record()
        try:
            opened = attachment.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(
            opened, as_attachment=True, filename=attachment.name, content_type=attachment.content_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cache-Control"] = "private, no-store"
        return response


class AttachmentTrash(Trash):
    model = Attachment
    lead = gettext_lazy("It disappears from the record. It can be restored from the trash.")

    def after(self, attachment, result):
        return attachment.about.get_absolute_url() if attachment.about else "/"
