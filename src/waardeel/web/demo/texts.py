"""What is said and written in the demo city, in the Dutch of its people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """An organisation of the city."""

    slug: str
    name: str
    kind: str
    legal_form: str
    about: str
    does: tuple[str, ...]
    secretary: str


FIRMS = (
    Body(
        "de-spaak",
        "Fietsenmakerij De Spaak",
        "company",
        "bv",
        "Wij maken oude fietsen weer goed. Wie wil, leert het vak.",
        ("employer", "learning"),
        "Ruben Haverkort",
    ),
    Body(
        "kookpunt",
        "Kookpunt",
        "foundation",
        "stichting",
        "Wij koken elke dag voor de buurt, met eten dat anders weg zou gaan.",
        ("employer", "care"),
        "Tineke Ramdin",
    ),
    Body(
        "linnenkamer",
        "De Linnenkamer",
        "company",
        "bv",
        "Wij wassen en vouwen voor hotels en voor het verpleeghuis.",
        ("employer",),
        "Murat Wessels",
    ),
    Body(
        "omloop",
        "Kringloop Omloop",
        "foundation",
        "stichting",
        "Spullen krijgen bij ons een tweede leven. Mensen een nieuwe kans.",
        ("employer", "care"),
        "Saskia Benali",
    ),
)

HOF = Body(
    "het-hof",
    "Buurtvereniging Het Hof",
    "association",
    "vereniging",
    "Wij zijn de buren rond de binnentuin. Samen houden we de tuin en het buurthuis open.",
    (),
    "Joke Damen",
)
MEENT = Body(
    "de-meent",
    "Wooncommons De Meent",
    "commons",
    "commons",
    "Achttien mensen beheren samen drie huizen. Niemand wordt er rijk van en niemand staat op straat.",
    ("housing",),
    "Omar Lindeboom",
)
NETWORK = Body(
    "sociale-firmas",
    "Sociale Firma's Waardstad",
    "network",
    "network",
    "Het netwerk van sociale firma's in Waardstad. Wij leren van elkaar en pakken samen groot werk aan.",
    ("network",),
    "Bianca Terlouw",
)
COOP = Body(
    "de-groene-draad",
    "De Groene Draad",
    "cooperative",
    "coöperatie",
    "Wij zijn een coöperatie van zestig mensen. Wij herstellen kleding, verzorgen groen en houden de stad schoon. "
    "Wie hier werkt, kan lid worden en beslist mee.",
    ("employer", "care", "learning"),
    "Joost Terpstra",
)
CITY = Body(
    "waardstad",
    "Gemeente Waardstad",
    "public_body",
    "gemeente",
    "De gemeente zoekt werk dat blijft liggen, en mensen die het samen willen doen.",
    ("city", "buyer", "funder"),
    "Ingrid Solak",
)


@dataclass(frozen=True)
class PastProposal:
    """A proposal that the cooperative decided on: how many days ago it was put to the vote, and how people voted.

    ``votes`` are shares in hundredths of the members: yes, no, abstain; the rest stayed away.
    """

    key: str
    days_ago: int
    title: str
    plain: str
    legal: str
    votes: tuple[int, int, int]
    kind: str = "ordinary"
    circle: str = ""
    comments: tuple[str, ...] = ()


PAST = (
    PastProposal(
        "cargo-bikes",
        600,
        "Drie bakfietsen kopen",
        "We kopen drie bakfietsen. Dan hebben we de oude bus niet meer nodig. De fietsen kosten samen 14.400 euro. "
        "We betalen dat uit de winst van vorig jaar.",
        "De ledenvergadering machtigt het bestuur tot aankoop van drie elektrische bakfietsen voor ten hoogste "
        "€ 14.400 inclusief btw, ten laste van de bestemmingsreserve materieel.",
        (62, 8, 5),
        circle="Groenploeg",
        comments=(
            "Wie mag ermee rijden? Ik wil het graag leren.",
            "Goed plan. De bus staat toch vaak stil.",
            "Kunnen we ze ook verhuren in het weekend?",
        ),
    ),
    PastProposal(
        "new-hall",
        480,
        "Een tweede werkplaats huren",
        "We huren een tweede werkplaats aan de Havenstraat. Daar is licht en ruimte voor twintig mensen.",
        "Goedkeuring van een huurovereenkomst voor Havenstraat 12 voor vijf jaar, € 1.850 per maand.",
        (20, 8, 2),
        circle="Werkplaats",
        comments=("Ik was ziek en heb het gemist. Kan het nog een keer?",),
    ),
    PastProposal(
        "new-hall-again",
        440,
        "Een tweede werkplaats huren (tweede keer)",
        "Vorige keer stemden te weinig leden. We vragen het daarom nog een keer. De huur is nu ook lager: "
        "1.700 euro per maand.",
        "Goedkeuring van een huurovereenkomst voor Havenstraat 12 voor vijf jaar, € 1.700 per maand.",
        (55, 10, 5),
        circle="Werkplaats",
        comments=("Nu is het een stuk goedkoper. Ik ben voor.",),
    ),
    PastProposal(
        "saturday",
        330,
        "Ook op zaterdag open",
        "De winkel gaat ook op zaterdag open. Wie dan werkt, is op maandag vrij.",
        "Wijziging van artikel 7 van het huishoudelijk reglement (openingstijden).",
        (28, 36, 6),
        comments=("Op zaterdag zijn mijn kinderen thuis.", "Voor de klanten zou het fijn zijn."),
    ),
    PastProposal(
        "statutes-heard",
        250,
        "Iedereen die hier werkt praat mee",
        "In onze statuten komt te staan: wie hier werkt en geen lid is, mag naar elke vergadering komen en mag daar "
        "praten. Stemmen doen de leden.",
        "Wijziging van artikel 14 lid 2 van de statuten. De letterlijke tekst lag vijf dagen voor de vergadering "
        "ter inzage op kantoor (BW 2:42).",
        (58, 6, 4),
        kind="statutes",
        comments=("Eindelijk. Ik doe dit al jaren.",),
    ),
    PastProposal(
        "park",
        190,
        "Het groen van het Sluispark verzorgen",
        "De gemeente vraagt ons om het Sluispark te verzorgen. Dat is 24 uur werk per week. Er komen zes plekken bij.",
        "Instemming met een samenwerking met de gemeente Waardstad voor het onderhoud van het Sluispark.",
        (66, 4, 3),
        circle="Groenploeg",
        comments=("Fijn werk, lekker buiten.", "Wie leert ons omgaan met de maaier?"),
    ),
    PastProposal(
        "impact-report",
        95,
        "Het verslag over het voorjaar goedkeuren",
        "Noor heeft gevraagd hoe het met ons gaat. Het verslag is klaar. Zijn wij het ermee eens?",
        "Goedkeuring van het impactverslag voorjaar.",
        (57, 3, 5),
        comments=("Klopt met hoe ik het zie.",),
    ),
)

#: category slug, place, neighbourhood, rhythm, days ago
SIGHTINGS = (
    ("maaien-snoeien", "Sluispark, ingang noord", "Sluiskwartier", "weekly", 262),
    ("onkruid", "Sluispark, rozentuin", "Sluiskwartier", "weekly", 259),
    ("veeg-zwerfvuil", "Sluispark, bij de vijver", "Sluiskwartier", "weekly", 251),
    ("grofvuil", "Achter de Linnenkamer", "Havenkwartier", "call", 210),
    ("graffiti-wildplak", "Tunnel onder het spoor", "Stationsbuurt", "call", 178),
    ("speelplaats", "Speeltuin Elzenhof", "Elzenhof", "monthly", 150),
    ("gladheid", "Brug over de Waard", "Centrum", "season", 320),
    ("duiven", "Perron 2", "Stationsbuurt", "weekly", 120),
    ("fietswrak", "Stationsplein, rekken oost", "Stationsbuurt", "weekly", 60),
    ("fietswrak", "Stationsplein, rekken west", "Stationsbuurt", "weekly", 52),
    ("fietsrek-nietje", "Fietsenstalling Zuid", "Stationsbuurt", "monthly", 47),
    ("veeg-zwerfvuil", "Havenmarkt, na de markt", "Havenkwartier", "weekly", 19),
    ("prullenbak-is-vol", "Havenmarkt, bij de kade", "Havenkwartier", "daily", 16),
    ("veeg-zwerfvuil", "Kade achter de Havenmarkt", "Havenkwartier", "weekly", 12),
    ("straatmeubilair", "Bankjes Havenmarkt", "Havenkwartier", "season", 9),
    ("hondenpoep", "Veldje Elzenhof", "Elzenhof", "daily", 6),
    ("boom", "Lindelaan, scheve linde", "Lindebuurt", "call", 4),
    ("prullenbak-is-vol", "Bushalte Lindelaan", "Lindebuurt", "daily", 2),
)
