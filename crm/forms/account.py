"""allauth's forms in the words of the house, and what they must not give away."""

import secrets

from allauth.account import forms as account
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import gettext_lazy as _

from crm.actions import apitoken as apitokens
from crm.actions import mail
from crm.jobs import enqueue
from crm.models import ApiToken, User

# Far beyond any password; a megabyte of it would only cost time.
LONGEST = 1000


def dress(form, **labels):
    """Labels above the fields instead of words inside them."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field, forms.CharField) and field.max_length is None:
            field.max_length = LONGEST
            field.validators.append(forms.CharField(max_length=LONGEST).validators[0])
        if name in labels:
            field.label = labels[name]


class LoginForm(account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self, login=_("E-mail"), password=_("Password"))
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocomplete": "username"}
        # The page itself leads to a new password.
        self.fields["password"].help_text = ""


class TokensQuestion(forms.Form):
    """Asked with a new password: whoever knew the old one may have made API tokens."""

    revoke_tokens = forms.BooleanField(
        label=_("Also revoke my API tokens"),
        required=False,
        help_text=_("Do this if somebody else may have known your password. What uses them stops working."),
    )

    def ask_about_tokens(self, user):
        if user is None or not ApiToken.objects.alive().filter(user=user).exists():
            del self.fields["revoke_tokens"]

    def answer_about_tokens(self, user):
        if self.cleaned_data.get("revoke_tokens"):
            apitokens.revoke_all(user, by=user)


class ChangePasswordForm(TokensQuestion, account.ChangePasswordForm):
    field_order = ["oldpassword", "password1", "password2", "revoke_tokens"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(
            self, oldpassword=_("Your password now"), password1=_("New password"), password2=_("New password again")
        )
        self.ask_about_tokens(self.user)

    def save(self):
        with transaction.atomic():
            super().save()
            self.answer_about_tokens(self.user)


class ResetPasswordKeyForm(TokensQuestion, account.ResetPasswordKeyForm):
    field_order = ["password1", "password2", "revoke_tokens"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self, password1=_("New password"), password2=_("New password again"))
        self.ask_about_tokens(self.user)

    def save(self):
        with transaction.atomic():
            super().save()
            self.answer_about_tokens(self.user)


class ResetPasswordForm(account.ResetPasswordForm):
    """Whether there is such an account shows neither in the answer nor in its time."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self, email=_("E-mail"))
        self.fields["email"].widget.attrs |= {"autofocus": True, "autocomplete": "username"}

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()

    def save(self, request, **kwargs):
        email = self.cleaned_data["email"]
        found = User.objects.active().filter(email__iexact=email).first()
        is_real = found is not None and found.has_usable_password()
        user = found if is_real else User(pk=0, email=email, name=email, password=nobody)
        with transaction.atomic():
            # The same work for nobody, then undone.
            send_reset(user, to=user if is_real else email)
            transaction.set_rollback(not is_real)
        enqueue("crm.tasks.sweep_messages")
        return email


nobody = make_password(None)


def send_reset(user, *, to):
    link = f"{int_to_base36(user.pk)}-{default_token_generator.make_token(user)}"
    url = settings.SITE_URL + reverse("account_reset_password_from_key", args=["UID", "KEY"]).replace("UID-KEY", link)
    mail.send(
        "crm/password_reset",
        to=to,
        key=f"reset:{user.pk}:{secrets.token_hex(8)}",
        context={"url": url, "user": user},
        is_about_account=True,
        is_secret=True,
        wakes_worker=False,
    )


class FirstPasswordForm(account.SetPasswordForm):
    """The first password, from an invitation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self, password1=_("Password"), password2=_("Password again"))
