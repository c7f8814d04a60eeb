"""The dimensions most records share."""

from django.utils.translation import gettext_lazy as _

from crm.measures import Dimension
from crm.models import Source, Team, User

OWNED = {"owner": Dimension(_("owner"), "owner", User), "team": Dimension(_("team"), "team", Team)}
SOURCE = Dimension(Source._meta.verbose_name, "source", Source)
