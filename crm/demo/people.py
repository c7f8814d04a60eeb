"""The staff of the demonstration: a solar energy company with three sales teams."""

from django.utils.translation import gettext as _

from crm.models import Organization, Role, Team, User

PASSWORD = "norte-demonstracao"
DOMAIN = "norte.example"

# name, team, role, job; the first of each role is the one `--logins` shows
STAFF = [
    ("Elisa Prado", "Diretoria", "administrator", "Diretora"),
    ("Bruno Reis", "Comercial", "manager", "Gerente comercial"),
    ("Ana Melo", "Sul", "seller", "Vendedora"),
    ("Rafael Becker", "Sul", "seller", "Vendedor"),
    ("Júlia Schneider", "Sul", "seller", "Vendedora"),
    ("Caio Luz", "Sudeste", "seller", "Vendedor"),
    ("Marina Tanaka", "Sudeste", "seller", "Vendedora"),
    ("Otávio Pinto", "Sudeste", "seller", "Vendedor"),
    ("Lívia Cavalcanti", "Nordeste", "seller", "Vendedora"),
    ("Davi Monteiro", "Nordeste", "seller", "Vendedor"),
    ("Carla Dias", "Marketing", "analyst", "Analista de marketing"),
    ("Diego Nunes", "Atendimento", "attendant", "Atendente"),
    ("Fábio Lemos", "Diretoria", "auditor", "Auditor"),
]
TEAMS = [
    ("Diretoria", None),
    ("Comercial", "Diretoria"),
    ("Sul", "Comercial"),
    ("Sudeste", "Comercial"),
    ("Nordeste", "Comercial"),
    ("Marketing", "Diretoria"),
    ("Atendimento", "Diretoria"),
]
HEADS = {
    "Diretoria": "Elisa Prado",
    "Comercial": "Bruno Reis",
    "Sul": "Ana Melo",
    "Sudeste": "Caio Luz",
    "Nordeste": "Lívia Cavalcanti",
    "Marketing": "Carla Dias",
    "Atendimento": "Diego Nunes",
}


def address(name: str) -> str:
    plain = name.lower().translate(str.maketrans("áéíóúâêôãõç", "aeiouaeoaoc"))
    return plain.replace(" ", ".") + "@" + DOMAIN


def build(world):
    Organization.objects.filter(pk=1).update(name="Aurora Solar")
    teams = {}
    for name, parent in TEAMS:
        teams[name] = Team.objects.create(name=name, parent=teams.get(parent))
    roles = {role.key: role for role in Role.objects.all()}
    for name, team, role, job in STAFF:
        user = User.objects.create_user(
            address(name),
            PASSWORD,
            name=name,
            team=teams[team],
            job_title=job,
            is_staff=role == "administrator",
            date_joined=world.start,
        )
        user.roles.set([roles[role]])
        world.people[name] = user
    for team, head in HEADS.items():
        Team.objects.filter(pk=teams[team].pk).update(head=world.people[head])
    world.sellers = [world.people[name] for name, __, role, __ in STAFF if role == "seller"]


def logins() -> list[tuple[str, str, str]]:
    """(role, e-mail, password) of one person for each role that exists here."""
    found, seen = [], set()
    existing = set(User.objects.filter(email__endswith="@" + DOMAIN).values_list("email", flat=True))
    for name, __, role, __ in STAFF:
        if role not in seen and address(name) in existing:
            seen.add(role)
            found.append((_(str(Role.objects.get(key=role).name)), address(name), PASSWORD))
    return found
