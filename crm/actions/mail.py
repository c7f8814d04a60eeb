"""E-mail to be sent: a row in the transaction of its cause, delivered once by a worker, swept when one died."""

import logging
import secrets
import smtplib
import time
import zoneinfo
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parseaddr

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.db.models import F
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from crm.actions import lease
from crm.actions.history import action
from crm.actions.notice import notify
from crm.jobs import enqueue
from crm.models import Message, Organization, User
from crm.smtp import Courier

log = logging.getLogger(__name__)

# A worker renews its lease while the mail server is slow, which it may be for so many seconds altogether.
LEASE, BEAT, DEADLINE = timedelta(seconds=30), 8, 28
# Who delivers goes on with what else waits for at most so many seconds.
LANE, LONGEST_RUN = "mail", 60
MAX_ATTEMPTS = 14
OVER = ("sent", "failed", "uncertain", "dropped")
AGAIN = ("uncertain", "failed", "dropped")
ACCOUNT_CLOSED = gettext_noop("The account of its receiver is closed.")
NO_ANSWER = gettext_noop("The worker died before the mail server's answer came.")
# Further reasons not to send: function(message) gives one, or "". Filled by who writes messages.
CHECKS: list = []
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=6)


def send(
    name: str,
    *,
    to,
    key: str,
    context: dict | None = None,
    by=None,
    is_about_account=False,
    is_secret=False,
    wakes_worker=True,
) -> Message | None:
    """Queue the e-mail `templates/emails/<name>.{subject.txt,txt,html}`, in the receiver's language.

    `to` is a User or an address; `key` makes it unique: the same key again sends nothing and gives the
    message there is. `is_secret` texts, which open an account, are wiped once sent. Without `wakes_worker`
    the caller, or the next sweep, sees to the delivery. None when the person is deactivated, or wants no
    mail about their work.
    """
    user = to if isinstance(to, User) else None
    if user and not (user.is_active and (user.wants_mail or is_about_account)):
        return None
    subject, text, html = render(name, user, {"by": by, **(context or {})})
    message, is_new = Message.objects.get_or_create(
        unique_key=key,
        defaults={
            "to": user.email if user else to,
            "user": user,
            "subject": subject,
            "text": text,
            "html": html,
            "is_secret": is_secret,
            "message_id": new_message_id(),
        },
    )
    if is_new and wakes_worker:
        enqueue("crm.tasks.deliver_message", message_id=message.pk)
    return message


@contextmanager
def words_of(user: User | None):
    """The language and the time zone that a person reads in; the organization's for who is no user."""
    organization = Organization.current()
    zone = zoneinfo.ZoneInfo((user and user.time_zone) or organization.time_zone)
    with translation.override((user and user.language) or organization.language), timezone.override(zone):
        yield


def render(name: str, user: User | None, context: dict) -> tuple[str, str, str]:
    """Subject, text and HTML; only the HTML escapes. A subject is one line of at most 200 characters."""
    context = {"user": user, "organization": Organization.current(), "site_url": settings.SITE_URL, **context}
    with words_of(user):
        subject, text, html = (written(name, part, context) for part in ("subject.txt", "txt", "html"))
    return " ".join(subject.split())[:200], text.strip() + "\n", css_inline.inline(html)


def written(name: str, part: str, context: dict) -> str:
    text = get_template(f"emails/{name}.{part}").template.render(Context(context, autoescape=part == "html"))
    return text.replace("\x00", "")


def new_message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{secrets.token_hex(16)}@{domain}>"


def deliver(message_id: int):
    """Send one queued message and whatever else waits, unless another worker is at it.

    One worker at a time: a mail server that stalls holds up one of them, and never the work of others.
    """
    with lease.held(LANE) as is_free:
        if not is_free:
            return
        until, failures, following = time.monotonic() + LONGEST_RUN, 0, message_id
        while following is not None:
            failures = 0 if _deliver_one(following) else failures + 1
            # A server that is away is asked again by the next sweep.
            goes_on = failures < 2 and time.monotonic() < until
            following = _next() if goes_on else None


def _next() -> int | None:
    """What opens an account goes first: somebody waits for it at the screen."""
    return Message.objects.due().order_by("-is_secret", "due_at").values_list("pk", flat=True).first()


def _deliver_one(message_id: int) -> bool:
    """False when the mail server could not be spoken with."""
    message = claim(message_id)
    if message is None:
        return True
    if reason := why_not(message):
        _set(message, state="dropped", leased_until=None, error=reason)
        return True
    began = time.monotonic()

    def renew():
        if time.monotonic() - began < DEADLINE + LEASE.total_seconds():
            _mine(message).update(leased_until=timezone.now() + LEASE)

    with lease.beating(renew, every=BEAT):
        connection = get_connection()
        if isinstance(connection, EmailBackend):
            return _hand_over(message, Courier())
        return _hand_over_whole(message, connection)


def why_not(message) -> str:
    """Why it is not to be sent any more; "" when it is."""
    if message.user_id and not message.user.is_active:
        return ACCOUNT_CLOSED
    return next((reason for check in CHECKS if (reason := check(message))), "")


def claim(message_id: int) -> Message | None:
    """Take the message for one lease; the attempt is committed before anything is sent."""
    now = timezone.now()
    with transaction.atomic():
        message = Message.objects.due(now).filter(pk=message_id).select_for_update(skip_locked=True).first()
        if message:
            message.state, message.leased_until = "sending", now + LEASE
            message.attempts += 1
            message.save(update_fields=["state", "leased_until", "attempts"])
    return message


def _hand_over(message, courier) -> bool:
    """Whatever goes wrong before the end of the text is sent, the mail server has taken nothing."""
    try:
        with courier.within(DEADLINE):
            try:
                courier.open()
                courier.prepare(_written(message))
            except smtplib.SMTPResponseException as error:
                return _refused(message, error.smtp_code, error.smtp_error)
            except Exception as error:
                _postpone(message, error)
                return False
            return _hand_over_end(message, courier)
    finally:
        courier.leave()


def _hand_over_end(message, courier) -> bool:
    """From here on the mail server may have it: that is committed first, and taken back on a clear no."""
    if not _set(message, state="handed"):
        return True
    try:
        courier.finish()
    except smtplib.SMTPResponseException as error:
        if not 400 <= error.smtp_code < 600:
            _doubt(message, error)
            return False
        return _refused(message, error.smtp_code, error.smtp_error)
    except Exception as error:
        _doubt(message, error)
        return False
    _set(message, state="sent", sent_at=timezone.now(), leased_until=None, error="")
    return True


def _hand_over_whole(message, connection) -> bool:
    """To a screen, a file, or whatever else takes mail in one piece."""
    if not _set(message, state="handed"):
        return True
    try:
        connection.send_messages([_written(message)])
    except Exception as error:
        _doubt(message, error)
        return False
    _set(message, state="sent", sent_at=timezone.now(), leased_until=None, error="")
    return True


def _written(message) -> EmailMultiAlternatives:
    # A header takes no line break: Django refuses it, and `send` has taken them out of the subject.
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    mail = EmailMultiAlternatives(message.subject, message.text, to=[message.to], headers=headers)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _refused(message, code: int, reason) -> bool:
    """A clear no: nothing was taken. 4xx asks to come again, 5xx not to. 421 closes the door for the others too."""
    reason = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
    if 500 <= code < 600:
        _set(message, state="failed", leased_until=None, error=f"{code} {reason}"[:300])
    else:
        _postpone(message, f"{code} {reason}")
    return 400 <= code < 600 and code != 421


def _doubt(message, error):
    """The server may have it or not: it stays uncertain, for a person to decide."""
    if _set(message, state="uncertain", doubts=F("doubts") + 1, leased_until=None, error=_named(error)):
        _tell_administrators()


def _postpone(message, error):
    """Wait twice as long after each attempt; give up after about three days."""
    log.warning("message %s was not sent: %s", message.pk, _named(error))
    delay = min(FIRST_DELAY * 2 ** (message.attempts - 1), LONGEST_DELAY)
    is_over = message.attempts >= MAX_ATTEMPTS
    _set(
        message,
        state="failed" if is_over else "queued",
        due_at=timezone.now() + delay,
        leased_until=None,
        error=_named(error),
    )


def _named(error) -> str:
    return (error if isinstance(error, str) else f"{type(error).__name__}: {error}")[:300]


def _set(message, **values) -> bool:
    """Write the outcome, unless another worker has taken the message over meanwhile."""
    if message.is_secret and values["state"] in OVER:
        values |= {"text": "", "html": ""}
    return bool(_mine(message).update(**values))


def _mine(message):
    return Message.objects.filter(pk=message.pk, attempts=message.attempts, state__in=["sending", "handed"])


def sweep() -> int:
    """Wake a worker for what waits or lost its worker; what was lost with its answer is uncertain.

    Returns how many wait.
    """
    for message in Message.objects.abandoned():
        _doubt(message, NO_ANSWER)
    waiting = list(Message.objects.due().order_by("-is_secret", "due_at").values_list("pk", flat=True)[:200])
    for message_id in waiting[:1]:
        enqueue("crm.tasks.deliver_message", message_id=message_id)
    return len(waiting)


@action
def send_again(message: Message, *, by) -> bool:
    """Once more, under the same Message-ID, what is uncertain or failed; False where that makes no sense."""
    again = Message.objects.filter(pk=message.pk, state__in=AGAIN, is_secret=False)
    return bool(again.update(state="queued", due_at=timezone.now(), leased_until=None, error=""))


def _tell_administrators():
    """At most once an hour: the list of messages holds them all."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    notify("mail_uncertain", None, User.objects.administrators(), by=None, key=f"mail uncertain {hour.isoformat()}")
