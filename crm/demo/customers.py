"""Companies and contacts of the demonstration, and what was said with them."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from stdnum.br import cnpj

from crm.actions.history import acting
from crm.demo import names
from crm.models import Activity, Affiliation, Company, Contact, Sector, Source, Tag

SECTORS = {
    "Retail": gettext_noop("Retail"),
    "Industry": gettext_noop("Industry"),
    "Health": gettext_noop("Health"),
    "Education": gettext_noop("Education"),
    "Agribusiness": gettext_noop("Agribusiness"),
    "Hospitality": gettext_noop("Hospitality"),
    "Logistics": gettext_noop("Logistics"),
    "Construction": gettext_noop("Construction"),
}
SOURCES = [
    gettext_noop("Website"),
    gettext_noop("Referral"),
    gettext_noop("Trade fair"),
    gettext_noop("Cold call"),
    gettext_noop("Social media"),
]
TAGS = [(gettext_noop("vip"), "purple"), (gettext_noop("newsletter"), "blue"), (gettext_noop("at risk"), "red")]
TALK = {
    "call": [
        (gettext_noop("Presented the proposal by phone"), gettext_noop("They liked the payback of four years and want to see it with the board.")),
        (gettext_noop("Asked about the energy bill"), gettext_noop("They spend about R$ 12,000 a month and will send the last three bills.")),
        (gettext_noop("Tried to reach the buyer"), gettext_noop("The assistant asked us to call again on Thursday after 2 p.m.")),
    ],
    "meeting": [
        (gettext_noop("Technical visit"), gettext_noop("Roof in good shape, facing north, no shade. The panel board has to be changed.")),
        (gettext_noop("Presentation to the partners"), gettext_noop("Two of three are in favour. The third one asked for a reference in the same city.")),
    ],
    "email": [
        (gettext_noop("Sent the proposal"), gettext_noop("Proposal with financing in 60 months and the simulation of the savings.")),
        (gettext_noop("Sent references"), gettext_noop("Three projects of the same size, with the phone numbers of the managers.")),
    ],
    "note": [
        ("", gettext_noop("Prefers WhatsApp and answers early in the morning.")),
        ("", gettext_noop("They are opening a second branch next year: come back to it after the holidays.")),
        ("", gettext_noop("The decision is taken by the finance manager, not by the buyer.")),
    ],
}  # fmt: skip


def build(world):
    with acting(None, cause="demo"):
        sectors = {key: Sector.objects.get_or_create(name=_(text))[0] for key, text in SECTORS.items()}
        sources = [Source.objects.get_or_create(name=_(text))[0] for text in SOURCES]
        for name, colour in TAGS:
            Tag.objects.get_or_create(name=_(name), defaults={"colour": colour})
        world.companies = Company.objects.bulk_create(
            [company(world, sectors, sources, number) for number in range(140)]
        )
        branches(world)
        people(world, sources)
        talk(world)


def company(world, sectors, sources, number) -> Company:
    chance = world.chance
    sector, kinds = chance.choice(names.BUSINESSES)
    city, state, area, cep = chance.choice(names.CITIES)
    name = f"{chance.choice(kinds)} {chance.choice(names.PROPER)} {chance.choice(names.ENDINGS)}".strip()
    owner = chance.choice(sellers_of(world, state))
    site = f"{fold(name)}.com.br"
    return Company(
        name=name,
        legal_name=name if name.endswith(("Ltda", "S.A.", "ME", "EIRELI")) else f"{name} Ltda",
        cnpj=some_cnpj(chance, number),
        relationship=chance.choices(["prospect", "customer", "former", "partner"], [52, 40, 5, 3])[0],
        sector=sectors[sector],
        source=chance.choice(sources),
        emails=[f"contato@{site}"],
        phones=[f"+55{area}3{chance.randrange(2000000, 9999999)}"],
        website=f"https://www.{site}",
        employees=chance.choice([4, 8, 15, 30, 60, 120, 300]),
        annual_revenue=chance.randrange(3, 400) * 100_000,
        founded=chance.randrange(1962, 2022),
        street=chance.choice(names.STREETS),
        number=str(chance.randrange(10, 3000)),
        city=city,
        state=state,
        postal_code=f"{cep}{chance.randrange(0, 999):03}",
        tags=[_("vip")] if world.some(0.08) else [],
        owner=owner,
        team=owner.team,
        created_by=owner,
        created_at=world.moment(),
    )


def sellers_of(world, state):
    region = next(name for name, states in names.REGIONS.items() if state in states)
    return [seller for seller in world.sellers if seller.team.name == region]


def some_cnpj(chance, number) -> str:
    """Numeric mostly; the newest companies have the alphanumeric form of July 2026."""
    root = (
        f"{chance.randrange(10**7, 10**8):08}"
        if number % 20
        else f"{chance.randrange(10, 99)}N{chance.randrange(10**4, 10**5)}"
    )
    return root + "0001" + cnpj.calc_check_digits(root + "0001")


def some_cpf(chance) -> str:
    digits = [chance.randrange(10) for __ in range(9)]
    for length in (10, 11):
        rest = sum(weight * digit for weight, digit in zip(range(length, 1, -1), digits, strict=True)) * 10 % 11
        digits.append(rest % 10)
    return "".join(map(str, digits))


def fold(name: str) -> str:
    plain = name.lower().translate(str.maketrans("áàâãéêíóôõúç", "aaaaeeiooouc"))
    return "".join(letter for letter in plain if letter.isalnum())


def branches(world):
    """Some chains have branches in other cities, under the root of the head office."""
    made = []
    for head in [one for one in world.companies if one.relationship == "customer"][:4]:
        for number in (2, 3):
            city, state, area, cep = world.chance.choice(names.CITIES)
            stem = head.cnpj[:8] + f"{number:04}"
            made.append(
                Company(
                    name=f"{head.name} – {city}",
                    legal_name=head.legal_name,
                    cnpj=stem + cnpj.calc_check_digits(stem),
                    relationship="customer",
                    parent=head,
                    sector=head.sector,
                    phones=[f"+55{area}3{world.chance.randrange(2000000, 9999999)}"],
                    city=city,
                    state=state,
                    postal_code=f"{cep}100",
                    owner=head.owner,
                    team=head.team,
                    created_by=head.owner,
                    created_at=world.moment(after=head.created_at),
                )
            )
    world.companies += Company.objects.bulk_create(made)


def people(world, sources):
    chance, made, homes = world.chance, [], []
    for home in world.companies:
        for __ in range(chance.choices([1, 2, 3, 5], [30, 40, 20, 10])[0]):
            made.append(contact(world, home, sources))
            homes.append(home)
    Contact.objects.bulk_create(made)
    ties = []
    for person, home in zip(made, homes, strict=True):
        world.contacts.setdefault(home.pk, []).append(person)
        role = chance.choice([_("decides"), _("buys"), _("pays"), _("uses"), ""])
        ties.append(
            Affiliation(contact=person, company=home, role=role, is_primary=True, created_at=person.created_at)
        )
    for person in chance.sample(made, 20):
        other = chance.choice(world.companies)
        if all(tie.contact is not person or tie.company != other for tie in ties):
            ties.append(Affiliation(contact=person, company=other, role=_("adviser"), created_at=person.created_at))
    Affiliation.objects.bulk_create(ties)


def contact(world, home, sources) -> Contact:
    chance = world.chance
    first, last = chance.choice(names.FIRST), chance.choice(names.LAST)
    area = home.phones[0][3:5]
    site = home.website.split("www.")[-1] if home.website else "gmail.com"
    return Contact(
        name=f"{first} {last}" if world.some(0.6) else f"{first} {chance.choice(names.LAST)} {last}",
        job_title=chance.choice(names.JOBS),
        emails=[f"{fold(first)}.{fold(last)}@{site}"] if world.some(0.9) else [],
        phones=[f"+55{area}9{chance.randrange(81000000, 99999999)}"] if world.some(0.85) else [],
        cpf=some_cpf(chance) if world.some(0.3) else "",
        city=home.city,
        state=home.state,
        source=chance.choice(sources),
        tags=[_("newsletter")] if world.some(0.2) else [],
        owner=home.owner,
        team=home.team,
        created_by=home.owner,
        created_at=world.moment(after=home.created_at),
    )


def talk(world):
    """Calls, visits, mails and notes; customers hear more of us than prospects do."""
    chance, made = world.chance, []
    for home in world.companies:
        for __ in range(chance.randint(3, 14) if home.relationship == "customer" else chance.randint(0, 6)):
            about = chance.choice([home, *world.contacts[home.pk]])
            kind = chance.choices(["call", "note", "email", "meeting"], [45, 25, 20, 10])[0]
            subject, body = chance.choice(TALK[kind])
            moment = world.moment(after=home.created_at)
            made.append(
                Activity(
                    kind=kind,
                    subject=_(subject) if subject else "",
                    body=_(body),
                    outcome=chance.choice(["reached", "reached", "no_answer"]) if kind == "call" else "",
                    duration=chance.choice([5, 10, 15, 30, 60]) if kind in ("call", "meeting") else None,
                    occurred_at=moment,
                    created_at=moment + timedelta(minutes=10),
                    owner=home.owner,
                    created_by=home.owner,
                    about=about,
                )
            )
    Activity.objects.bulk_create(made)
