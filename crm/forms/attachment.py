import secrets

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.attachments import ACCEPT
from crm.forms.about import AboutField
from crm.ui.forms import ScopedForm


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Cleans to a list of uploaded files."""

    widget = SeveralFilesInput

    def clean(self, data, initial=None):
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in given or [None]]


class AttachmentForm(ScopedForm):
    about = AboutField(widget=forms.HiddenInput)
    files = SeveralFilesField(label=_("Files"), max_length=255)
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].user = self.user
        self.fields["form_key"].initial = secrets.token_urlsafe(16)
        self.fields["files"].widget.attrs["accept"] = ACCEPT
        self.fields["files"].help_text = _(
            "Documents, pictures, audio and archives, up to %(limit)s MB each. You may choose several."
        ) % {"limit": settings.ATTACHMENT_MAX_MB}
