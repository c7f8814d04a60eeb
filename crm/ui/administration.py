"""The administration itself: who may enter, and which apps have no place in it."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

# Tables of libraries that our own pages keep; by hand one could only break them.
KEPT_ELSEWHERE = {"auth", "account", "mfa", "usersessions"}


class NorteSite(AdminSite):
    site_header = site_title = "Norte"
    index_title = _("Administration")
    site_url = "/"

    def has_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def register(self, model_or_iterable, admin_class=None, **options):
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        wanted = [model for model in models if model._meta.app_label not in KEPT_ELSEWHERE]
        if wanted:
            super().register(wanted, admin_class, **options)
