"""What is said and written in the large city, in the Dutch of its people. All names are made up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """A kind of organisation that a neighbourhood may have one of.

    ``largest`` says how many times as large as the smallest one of it may be.
    """

    noun: str
    kind: str
    legal_form: str
    about: str
    does: tuple[str, ...]
    largest: int = 40


#: Members decide in these.
MEMBERS = (
    Trade("Buurtvereniging", "association", "vereniging", "Buren die samen de straat leuker maken.", ()),
    Trade(
        "Zorgcoöperatie",
        "cooperative",
        "coöperatie",
        "Wij regelen zelf de zorg in de wijk: boodschappen, vervoer en een kop koffie.",
        ("care",),
    ),
    Trade("Buurttuin", "association", "vereniging", "Wij tuinieren samen en delen de oogst.", ()),
    Trade(
        "Klusbus",
        "cooperative",
        "coöperatie",
        "Wij repareren wat stuk is, voor wie het zelf niet kan.",
        ("employer",),
    ),
    Trade("Woongroep", "commons", "commons", "Wij wonen samen en beheren het huis zelf.", ("housing",), 1),
    Trade(
        "Voedselcoöperatie",
        "cooperative",
        "coöperatie",
        "Wij kopen samen eten van boeren uit de buurt.",
        (),
    ),
    Trade("Voedselbos", "commons", "commons", "Wij verzorgen een bos waar je van kunt eten.", ("learning",), 3),
    Trade("Sportclub", "association", "vereniging", "Iedereen kan meedoen, ook wie nooit sport.", ()),
    Trade(
        "Schoonmaakcoöperatie",
        "cooperative",
        "coöperatie",
        "Wij maken schoon en zijn zelf de baas.",
        ("employer",),
    ),
)

#: People work in these; there are no members.
FIRMS = (
    Trade("Fietsenmakerij", "company", "bv", "Wij maken oude fietsen weer goed.", ("employer", "learning")),
    Trade("Kringloop", "foundation", "stichting", "Wij geven spullen een tweede leven.", ("employer",)),
    Trade("Buurtkeuken", "foundation", "stichting", "Wij koken elke dag voor de wijk.", ("employer", "care")),
    Trade("Houtwerkplaats", "company", "bv", "Wij maken meubels van oud hout.", ("employer", "learning")),
)

WAARDSTROOM = Trade(
    "Waardstroom",
    "cooperative",
    "coöperatie",
    "Vijfduizend huishoudens wekken samen stroom op. De winst gaat terug naar de stad.",
    ("employer", "funder"),
)
UNION = Trade(
    "Unie van Coöperaties",
    "network",
    "vereniging",
    "De coöperaties en verenigingen van Waardstad helpen elkaar.",
    ("network",),
)

NEIGHBOURHOODS = (
    "Sluiskwartier",
    "Havenkwartier",
    "Stationsbuurt",
    "Elzenhof",
    "Centrum",
    "Lindebuurt",
    "Molenwijk",
    "Kleiweg",
    "Oosterpoort",
    "Wilgenrijk",
    "De Bleek",
    "Veenkant",
    "Zandhoek",
    "Nieuwland",
    "Rietveld",
    "Tuindorp",
    "Waterkant",
    "Zuiderdijk",
    "Beukenlaan",
    "Kerkhoek",
    "Vissersdam",
    "Groenoord",
)
STREETS = (
    "Dijkstraat",
    "Kadeweg",
    "Schoolplein",
    "Marktstraat",
    "Brugweg",
    "Parklaan",
    "Singel",
    "Touwslagerij",
    "Achterom",
    "Weverspad",
    "Hoogstraat",
    "Speelveld",
    "Vaartkant",
    "Molenpad",
)

#: Title and plain text of what organisations decide on.
PROPOSALS = (
    ("Zonnepanelen op het dak", "We leggen zonnepanelen op ons dak. In negen jaar zijn ze terugverdiend."),
    (
        "Een buurtfeest in juni",
        "We vieren samen feest op het plein. Het kost 900 euro uit de pot voor feesten.",
    ),
    ("Nieuw gereedschap", "We kopen gereedschap dat iedereen kan lenen. Er is 2.400 euro voor nodig."),
    ("Contributie gelijk houden", "De contributie blijft volgend jaar wat zij is. Er is genoeg in kas."),
    ("Een deelauto", "We huren een auto die leden per uur kunnen gebruiken. Wie rijdt, betaalt."),
    ("Gezond eten op dinsdag", "Elke dinsdag koken we samen. Wie meekookt, eet gratis."),
    ("Hulp bij formulieren", "Elke week helpen twee leden wie een brief niet begrijpt."),
    ("De tuin opnieuw inrichten", "Er komen hoge bakken, zodat ook wie in een rolstoel zit kan tuinieren."),
    ("Langer open in de winter", "In de winter zijn we ook 's avonds open, voor wie thuis de kou heeft."),
    ("Een leerplek voor jongeren", "We maken plaats voor twee jongeren die het vak willen leren."),
    ("Samen met de buurtschool", "Kinderen van de school komen elke maand een ochtend helpen."),
    ("Reserve voor onderhoud", "We zetten elk jaar 3.000 euro apart voor onderhoud."),
)
COMMENTS = (
    "Goed plan, ik help mee.",
    "Wat kost dit ons per jaar?",
    "Kan het ook een maand later?",
    "Ik ben voor, als iedereen mee mag doen.",
)


@dataclass(frozen=True)
class Promise:
    """What partners promise: what, how much, in which unit, and what will show it."""

    what: str
    amount: int
    unit: str
    proof: str


PROMISES = (
    Promise("Elke week opruimen", 200, "hours", "Getekende urenlijst"),
    Promise("Nieuwe vaste plekken", 3, "places", "Verslag zonder namen"),
    Promise("Rondes door de wijk", 40, "times", "Foto na elke ronde"),
    Promise("Mensen die het vak leren", 6, "people", "Lijst zonder namen"),
)
