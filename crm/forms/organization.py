"""The organisation's settings; a logo is taken as a picture, never as a file."""

import hashlib
from io import BytesIO

from django import forms
from django.core.files.base import ContentFile
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from crm.forms.plain import PlainForm
from crm.forms.profile import time_zones
from crm.models import Organization

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 25_000_000
SIDE = 256


class LogoInput(forms.ClearableFileInput):
    """Shows the picture there is; its place in the store is nobody's to open."""

    template_name = "crm/organization/logo_input.html"
    clear_checkbox_label = _("Remove the logo")


class LogoField(forms.FileField):
    """PNG, JPEG, GIF or WebP by what is in it; drawn anew as PNG, so nothing else comes along."""

    widget = LogoInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"})

    def clean(self, data, initial=None):
        found = super().clean(data, initial)
        return redrawn(found) if found and found is not initial and found is not False else found


def redrawn(upload) -> ContentFile:
    if upload.size > MAX_BYTES:
        raise forms.ValidationError(_("The picture may have at most 2 MB."))
    try:
        picture = Image.open(upload, formats=["PNG", "JPEG", "GIF", "WEBP"])
        if picture.width * picture.height > MAX_PIXELS:
            raise forms.ValidationError(_("The picture has too many pixels."))
        picture = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise forms.ValidationError(_("This is no PNG, JPEG, GIF or WebP picture.")) from None
    picture.thumbnail((SIDE, SIDE))
    png = BytesIO()
    picture.save(png, "PNG", optimize=True)
    return ContentFile(png.getvalue(), name=f"{hashlib.sha256(png.getvalue()).hexdigest()[:16]}.png")


class OrganizationForm(PlainForm):
    logo = LogoField(label=_("Logo"), required=False, help_text=_("PNG, JPEG, GIF or WebP, up to 2 MB; best square."))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    fiscal_year_start = forms.TypedChoiceField(
        label=_("First month of the fiscal year"), coerce=int, choices=list(MONTHS.items())
    )

    class Meta:
        model = Organization
        fields = [
            "name", "logo", "site_language", "time_zone", "currency", "fiscal_year_start", "late_again_hours",
            "late_head_hours", "late_further_hours",
        ]  # fmt: skip

    def values(self):
        values = super().values()
        if values["logo"] is False:
            values["logo"] = ""
        return values
