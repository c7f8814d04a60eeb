"""E-mail to be sent: a row in the transaction of its cause, delivered once by a worker, swept when one died."""

import logging
import secrets
import smtplib
from datetime import timedelta
from email.utils import parseaddr

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from crm.jobs import enqueue
from crm.models import Message, Organization, User
from crm.models.message import MAX_DOUBTS

log = logging.getLogger(__name__)

# Longer than a mail server may take altogether: connecting, signing in, and each answer (EMAIL_TIMEOUT).
LEASE = timedelta(seconds=120)
MAX_ATTEMPTS = 14
OVER = ("sent", "failed", "uncertain")
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


def render(name: str, user: User | None, context: dict) -> tuple[str, str, str]:
    """Subject, text and HTML; only the HTML escapes. A subject is one line of at most 200 characters."""
    organization = Organization.current()
    context = {"user": user, "organization": organization, "site_url": settings.SITE_URL, **context}
    with translation.override((user and user.language) or organization.language):
        subject, text, html = (written(name, part, context) for part in ("subject.txt", "txt", "html"))
    return " ".join(subject.split())[:200], text.strip() + "\n", css_inline.inline(html)


def written(name: str, part: str, context: dict) -> str:
    text = get_template(f"emails/{name}.{part}").template.render(Context(context, autoescape=part == "html"))
    return text.replace("\x00", "")


def new_message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{secrets.token_hex(16)}@{domain}>"


def deliver(message_id: int):
    """Send one queued message, unless another worker has it or it is over."""
    message = claim(message_id)
    if message is None:
        return
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        _postpone(message, error)
        return
    try:
        _hand_over(message, connection)
    finally:
        _close(connection)


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


def _hand_over(message, connection):
    """From here on the mail server may have it: that is committed first, and taken back on a clear no."""
    if not _set(message, state="handed", doubts=F("doubts") + 1):
        return
    message.doubts += 1
    try:
        connection.send_messages([_written(message)])
    except smtplib.SMTPRecipientsRefused as error:
        _refused(message, *next(iter(error.recipients.values())))
    except smtplib.SMTPResponseException as error:
        _refused(message, error.smtp_code, error.smtp_error)
    except Exception as error:
        _doubt(message, error)
    else:
        _set(message, state="sent", sent_at=timezone.now(), leased_until=None, error="")


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


def _refused(message, code: int, reason):
    """A clear no: nothing was taken. 4xx asks to come again, 5xx not to."""
    reason = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
    message.doubts -= 1
    if 400 <= code < 500:
        _postpone(message, f"{code} {reason}")
    else:
        _set(message, state="failed", doubts=message.doubts, leased_until=None, error=f"{code} {reason}"[:300])


def _doubt(message, error):
    """The server may have it or not. Once it is said again, then it stays uncertain."""
    if message.doubts < MAX_DOUBTS:
        _postpone(message, error)
    else:
        _set(message, state="uncertain", leased_until=None, error=_named(error))


def _postpone(message, error):
    """Wait twice as long after each attempt; give up after about three days."""
    log.warning("message %s was not sent: %s", message.pk, _named(error))
    delay = min(FIRST_DELAY * 2 ** (message.attempts - 1), LONGEST_DELAY)
    is_over = message.attempts >= MAX_ATTEMPTS
    _set(
        message,
        state="failed" if is_over else "queued",
        doubts=message.doubts,
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
    mine = Message.objects.filter(pk=message.pk, attempts=message.attempts, state__in=["sending", "handed"])
    return bool(mine.update(**values))


def _close(connection):
    try:
        connection.close()
    except Exception:
        log.info("the mail server closed the connection first")


def sweep() -> int:
    """Wake what waits or lost its worker; give up on what two workers died over. Returns how many wait."""
    for message in Message.objects.abandoned():
        _set(message, state="uncertain", leased_until=None, error="Two attempts ended without an answer.")
    waiting = list(Message.objects.due().order_by("due_at").values_list("pk", flat=True)[:200])
    for message_id in waiting:
        enqueue("crm.tasks.deliver_message", message_id=message_id)
    return len(waiting)
