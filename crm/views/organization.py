"""The organisation's settings, and its logo for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

from crm.actions import organization as organizations
from crm.forms.organization import OrganizationForm
from crm.models import Organization
from crm.views.plain import PlainEdit


class OrganizationEdit(PlainEdit):
    model, form, icon = Organization, OrganizationForm, "building"
    do = organizations.edit
    title = _("Organization")

    def get(self, request):
        return super().get(request, pk=1)

    def record(self):
        return Organization.current()


@login_not_required
def logo(request):
    """Drawn by us as PNG when it came in; served as that and nothing else."""
    picture = Organization.current().logo
    if not picture:
        raise Http404
    try:
        response = FileResponse(picture.open("rb"), content_type="image/png")
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"] = "public, max-age=604800"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
