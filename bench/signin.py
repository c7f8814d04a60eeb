"""Does the time of a refused sign-in tell whether there is such an account? 200 attempts of each kind, in turns."""

import time
from random import Random
from statistics import median, quantiles

from django.test import Client, override_settings
from django.urls import reverse

from crm.models import User

TIMES = 200
KINDS = ("unknown e-mail", "wrong password", "deactivated", "invited, without a password")


def run():
    """In this process, with the password hasher of production; only the throttle is off."""
    forget()
    people = [User.objects.create_user(email, "correct horse battery", name=email) for email in emails()]
    try:
        User.objects.filter(pk=people[1].pk).update(is_active=False)
        people[2].set_unusable_password()
        people[2].save()
        with override_settings(ACCOUNT_RATE_LIMITS=False):
            report(measure(people))
    finally:
        forget()


def forget():
    User.objects.filter(email__in=emails())._raw_delete("default")


def emails():
    return [f"bench-{number}@norte.example" for number in range(3)]


def measure(people) -> dict[str, list[float]]:
    """Milliseconds by kind; the order within each round is shuffled, so that none is always first."""
    spent, random, client = {kind: [] for kind in KINDS}, Random(7), Client()
    addresses = dict(zip(KINDS, ["nobody@norte.example", *(one.email for one in people)], strict=True))
    for number in range(TIMES + 5):
        for kind in random.sample(KINDS, len(KINDS)):
            taken = attempt(client, addresses[kind])
            if number >= 5:
                spent[kind].append(taken)
    return spent


def attempt(client, email) -> float:
    begun = time.perf_counter()
    answer = client.post(reverse("account_login"), {"login": email, "password": "not the password"})
    taken = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200 or "_auth_user_id" in client.session:
        raise SystemExit(f"{email} answered {answer.status_code}")
    return taken


def report(spent):
    base = median(spent[KINDS[0]])
    for kind, times in spent.items():
        low, __, high = quantiles(times, n=4)
        against = f"{(median(times) / base - 1) * 100:+.1f} % against {KINDS[0]}"
        print(f"{kind:30} p50 {median(times):7.2f} ms   quartiles {low:.2f} to {high:.2f}   {against}")
