import zoneinfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crm.models.access import Access
from crm.models.record import folded
from crm.models.role import Scope
from crm.models.tracking import tracked
from crm.ui.routes import record_url

ADMINISTRATOR = "administrator"
LONGEST_LEAD, MOST_LEADS = 30 * 24 * 60, 5


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def visible_to(self, user, action="view"):
        """Colleagues know each other: every signed-in person may choose any active one."""
        return self.active() if user.is_active else self.none()

    def managed_by(self, user, action="view"):
        """The accounts, also closed ones, that the people pages show to this person."""
        scope = user.access.scope(action, self.model)
        if scope in (Scope.ALL, Scope.NONE):
            return self.all() if scope else self.none()
        teams = user.access.team_ids(scope) if scope > Scope.OWN else ()
        return self.filter(models.Q(pk=user.pk) | models.Q(team_id__in=sorted(teams)))

    def administrators(self):
        return self.active().filter(roles__key=ADMINISTRATOR)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


def usual_leads() -> list[int]:
    """A day and an hour before."""
    return [24 * 60, 60]


def check_time_zone(value):
    if value and value not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no such time zone."))


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may see and do is `user.access`."""

    THEMES = [("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]
    DENSITIES = [("comfortable", _("Comfortable")), ("compact", _("Compact"))]

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    roles = models.ManyToManyField("crm.Role", blank=True, related_name="users", verbose_name=_("roles"))
    team = models.ForeignKey(
        "crm.Team", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    other_teams = models.ManyToManyField(
        "crm.Team",
        blank=True,
        related_name="+",
        verbose_name=_("other teams"),
        help_text=_("Teams whose work this person also sees."),
    )
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[check_time_zone])
    theme = models.CharField(_("theme"), max_length=10, choices=THEMES, default="auto")
    density = models.CharField(_("density"), max_length=12, choices=DENSITIES, default="comfortable")
    wants_mail = models.BooleanField(
        _("e-mail me what concerns my work"),
        default=True,
        help_text=_("Messages about your own account always arrive."),
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the daily summary"), default=8, validators=[MaxValueValidator(23)]
    )
    lead_minutes = ArrayField(
        models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LEAD)]),
        verbose_name=_("reminders before a deadline, in minutes"),
        default=usual_leads,
        blank=True,
        size=MOST_LEADS,
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, editable=False)
    name_fold = folded("name")

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name_fold", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_ignoring_case")]
        # The hash of a password is nobody's reading, and being seen is no change.
        triggers = tracked(silent=("password", "last_login", "last_seen_at"), moment="n.date_joined")

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0]

    def get_absolute_url(self):
        return record_url("crm:user-detail", self.pk)

    @property
    def owner_id(self):
        """Everybody is the owner of their own account: grants of scope "own" reach just that."""
        return self.pk

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """Where they are; else where the organization is."""
        from crm.models.organization import Organization

        return zoneinfo.ZoneInfo(self.time_zone or Organization.current().time_zone)

    @property
    def has_joined(self):
        """Whether the first password was set."""
        return self.has_usable_password()

    @cached_property
    def access(self):
        """What this person may do, loaded once per request."""
        return Access(self)
