"""Sections and divisions of the NAF rev. 2, which are those of NACE rev. 2."""

from __future__ import annotations

from rebond.texts import Text

SECTIONS: dict[str, tuple[int, int, Text]] = {
    "A": (1, 3, Text("agriculture, sylviculture et pêche", "agriculture, forestry and fishing")),
    "B": (5, 9, Text("industries extractives", "mining and quarrying")),
    "C": (10, 33, Text("industrie manufacturière", "manufacturing")),
    "D": (35, 35, Text("électricité, gaz, vapeur", "electricity, gas, steam")),
    "E": (36, 39, Text("eau, déchets, dépollution", "water, waste, remediation")),
    "F": (41, 43, Text("construction", "construction")),
    "G": (45, 47, Text("commerce, réparation de véhicules", "trade, repair of vehicles")),
    "H": (49, 53, Text("transports et entreposage", "transport and storage")),
    "I": (55, 56, Text("hébergement et restauration", "accommodation and food")),
    "J": (58, 63, Text("information et communication", "information and communication")),
    "K": (64, 66, Text("finance et assurance", "finance and insurance")),
    "L": (68, 68, Text("immobilier", "real estate")),
    "M": (69, 75, Text("activités scientifiques et techniques", "professional and technical")),
    "N": (77, 82, Text("services administratifs", "administrative services")),
    "O": (84, 84, Text("administration publique", "public administration")),
    "P": (85, 85, Text("enseignement", "education")),
    "Q": (86, 88, Text("santé et action sociale", "health and social work")),
    "R": (90, 93, Text("arts, spectacles, loisirs", "arts, entertainment, recreation")),
    "S": (94, 96, Text("autres services", "other services")),
    "T": (97, 98, Text("ménages employeurs", "households as employers")),
    "U": (99, 99, Text("activités extraterritoriales", "extraterritorial bodies")),
}
"""First and last division of each section, and its name."""

DIVISIONS: dict[str, Text] = {
    "10": Text("industries alimentaires", "food products"),
    "11": Text("boissons", "beverages"),
    "12": Text("tabac", "tobacco"),
    "13": Text("textiles", "textiles"),
    "14": Text("habillement", "wearing apparel"),
    "15": Text("cuir et chaussure", "leather"),
    "16": Text("bois", "wood"),
    "17": Text("papier et carton", "paper"),
    "18": Text("imprimerie", "printing"),
    "19": Text("cokéfaction et raffinage", "coke and refining"),
    "20": Text("chimie", "chemicals"),
    "21": Text("pharmacie", "pharmaceuticals"),
    "22": Text("caoutchouc et plastique", "rubber and plastic"),
    "23": Text("verre, ciment, céramique", "glass, cement, ceramics"),
    "24": Text("métallurgie", "basic metals"),
    "25": Text("produits métalliques", "fabricated metal products"),
    "26": Text("informatique, électronique, optique", "computer, electronic and optical"),
    "27": Text("équipements électriques, batteries", "electrical equipment, batteries"),
    "28": Text("machines et équipements", "machinery"),
    "29": Text("automobile", "motor vehicles"),
    "30": Text("autres matériels de transport", "other transport equipment"),
    "31": Text("meubles", "furniture"),
    "32": Text("autres industries manufacturières", "other manufacturing"),
    "33": Text("réparation et installation de machines", "repair and installation of machinery"),
    "35": Text("électricité, gaz, vapeur", "electricity, gas, steam"),
    "38": Text("déchets et recyclage", "waste and recycling"),
    "49": Text("transports terrestres", "land transport"),
    "52": Text("entreposage", "warehousing"),
    "62": Text("programmation informatique", "computer programming"),
    "63": Text("centres de données", "data centres and information services"),
    "72": Text("recherche et développement", "research and development"),
}
"""Divisions that the form proposes by name; every other number of a section is understood too."""


def section_of(code: str) -> str | None:
    """Return the section of a section or division; None for a code that is neither.

    Examples
    --------
    >>> section_of("C"), section_of("24"), section_of("34"), section_of("bois")
    ('C', 'C', None, None)
    """
    if code in SECTIONS:
        return code
    if not (code.isascii() and code.isdigit() and len(code) == 2):  # noqa: PLR2004 - two digits
        return None
    number = int(code)
    return next(
        (one for one, (first, last, _t) in SECTIONS.items() if first <= number <= last), None
    )


def words(code: str) -> Text:
    """Return the name of a section or a division, with its code."""
    name = SECTIONS[code][2] if code in SECTIONS else DIVISIONS.get(code)
    if name is None:
        inside = SECTIONS[section_of(code) or "C"][2]
        return Text(f"{code}, dans {inside.fr}", f"{code}, in {inside.en}")
    return Text(f"{name.fr} ({code})", f"{name.en} ({code})")
