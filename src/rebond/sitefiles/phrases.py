"""Every remark that reading a file can make, in both languages, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from rebond.texts import Text

PHRASES: Mapping[str, Text] = {
    # The file
    "separator": Text(
        "Les cellules sont séparées par « {found} ».", "Cells are separated by “{found}”."
    ),
    "encoding": Text(
        "Le fichier est codé en {found} et non en UTF-8 ; il est lu ainsi.",
        "The file is encoded in {found}, not UTF-8; it is read so.",
    ),
    "byte-order-mark": Text(
        "Le fichier commence par une marque d’ordre des octets, laissée de côté.",
        "The file starts with a byte order mark, which is left out.",
    ),
    "column-name": Text(
        "La colonne « {found} » est lue comme « {used} ».", "Column “{found}” is read as “{used}”."
    ),
    "column-unknown": Text(
        "La colonne « {found} » n’est pas de cette table ; elle n’est pas lue.",
        "Column “{found}” is not in this table; it is not read.",
    ),
    "column-absent": Text(
        "Le fichier, d’une version plus ancienne du standard, n’a pas cette colonne : « {used} » partout.",
        "The file, of an older version of the standard, lacks this column: “{used}” everywhere.",
    ),
    "system-declared": Text(
        "Le fichier se dit en {found} ; il est converti en WGS 84.",
        "The file says it is in {found}; it is converted to WGS 84.",
    ),
    "system-unknown": Text(
        "Le système de coordonnées déclaré, {found}, n’est pas connu ici ; il est reconnu à ses valeurs.",
        "The declared coordinate system, {found}, is unknown here; it is told by its values.",
    ),
    # Rows
    "cells-missing": Text(
        "La ligne a {found} cellules au lieu de {used} : on ne sait pas lesquelles manquent.",
        "The row has {found} cells instead of {used}: nobody knows which are missing.",
    ),
    "cells-extra": Text(
        "La ligne a {found} cellules au lieu de {used} : une valeur contient sans doute le séparateur ; "
        "mettez-la entre guillemets.",
        "The row has {found} cells instead of {used}: a value probably holds the separator; quote it.",
    ),
    "feature": Text(
        "Cet objet n’est pas un objet GeoJSON (« Feature ») avec ses propriétés.",
        "This is not a GeoJSON Feature with its properties.",
    ),
    "duplicate": Text(
        "L’identifiant « {found} » est déjà celui de la ligne {used}.",
        "Identifier “{found}” is already that of row {used}.",
    ),
    # Any cell
    "required": Text(
        "La valeur manque ; elle est obligatoire.", "The value is missing; it is required."
    ),
    "when-empty": Text(
        "La cellule est vide, ce que le standard refuse ; « {used} » est écrit.",
        "The cell is empty, which the standard refuses; “{used}” is written.",
    ),
    "spaces": Text("Espaces superflus enlevés.", "Needless spaces removed."),
    "unwritable": Text(
        "La cellule contient un caractère qui n’en est pas un (NUL, ou moitié d’un caractère).",
        "The cell holds a character that is none (NUL, or half of a character).",
    ),
    "control-characters": Text("Caractères invisibles enlevés.", "Invisible characters removed."),
    "too-long": Text(
        "Le texte a {found} caractères, {used} au plus.",
        "The text has {found} characters; at most {used}.",
    ),
    "formula": Text(
        "« {found} » commence comme une formule de tableur ; le texte est gardé, et neutralisé à l’export.",
        "“{found}” starts like a spreadsheet formula; the text is kept, and made harmless on export.",
    ),
    "garbled": Text(
        "« {found} » porte la trace d’un mauvais codage (Ã©…) ; gardé tel quel.",
        "“{found}” shows traces of a wrong encoding (Ã©…); kept as it is.",
    ),
    "kind-of-value": Text(
        "Une valeur simple est attendue ; ceci n’en est pas une : {found}.",
        "A single value is needed; this is not one: {found}.",
    ),
    # Lists and forms
    "choice-spelling": Text(
        "« {found} » est lu comme « {used} ».", "“{found}” is read as “{used}”."
    ),
    "choice-unlisted": Text(
        "« {found} » n’est pas dans la liste du standard ; gardé tel quel.",
        "“{found}” is not in the standard’s list; kept as it is.",
    ),
    "choice-refused": Text(
        "« {found} » n’est pas dans la liste : {choices}.",
        "“{found}” is not in the list: {choices}.",
    ),
    "pattern": Text(
        "« {found} » n’a pas la forme attendue : {form}.",
        "“{found}” does not have the form needed: {form}.",
    ),
    "mail-for-uri": Text(
        "Le standard permet ici une adresse électronique, mais ses validateurs n’y acceptent qu’une page.",
        "The standard allows an e-mail address here, but its validators accept only a page.",
    ),
    "parcels-corsica": Text(
        "Parcelles de Corse : gardées, mais la forme officielle de ce champ ne les connaît pas.",
        "Corsican parcels: kept, but the official form of this field does not know them.",
    ),
    "identifier": Text(
        "« {found} » ne peut pas servir d’identifiant : lettres, chiffres, « _ », « - » et « . » seulement, "
        "80 caractères au plus.",
        "“{found}” cannot be an identifier: letters, digits, “_”, “-” and “.” only, at most 80 characters.",
    ),
    "link-form": Text(
        "« {found} » n’a pas la forme d’un identifiant ; gardé tel quel.",
        "“{found}” does not look like an identifier; kept as it is.",
    ),
    "siren": Text(
        "« {found} » n’est pas un numéro SIREN (9 chiffres, clé de contrôle) ; gardé tel quel.",
        "“{found}” is not a SIREN number (9 digits, check digit); kept as it is.",
    ),
    "siret": Text(
        "« {found} » n’est pas un numéro SIRET (14 chiffres).",
        "“{found}” is not a SIRET number (14 digits).",
    ),
    "siret-key": Text(
        "La clé de contrôle du SIRET « {found} » est fausse ; gardé tel quel.",
        "The check digit of SIRET “{found}” is wrong; kept as it is.",
    ),
    "digits-spaced": Text("« {found} » est lu comme « {used} ».", "“{found}” is read as “{used}”."),
    # Numbers and dates
    "decimal-comma": Text(
        "Virgule décimale : « {found} » est lu {used}.",
        "Decimal comma: “{found}” is read as {used}.",
    ),
    "number-spaced": Text("« {found} » est lu {used}.", "“{found}” is read as {used}."),
    "number-unit": Text(
        "L’unité est enlevée : « {found} » est lu {used}.",
        "The unit is removed: “{found}” is read as {used}.",
    ),
    "number-ambiguous": Text(
        "« {found} » se lit de deux façons (milliers ou décimales) ; écrivez un point décimal.",
        "“{found}” reads in two ways (thousands or decimals); write a decimal point.",
    ),
    "number": Text("« {found} » n’est pas un nombre.", "“{found}” is not a number."),
    "integer": Text("« {found} » n’est pas un nombre entier.", "“{found}” is not a whole number."),
    "minimum": Text(
        "{found} est au-dessous du minimum, {used}.", "{found} is below the minimum, {used}."
    ),
    "maximum": Text(
        "{found} est au-dessus du maximum, {used}.", "{found} is above the maximum, {used}."
    ),
    "date-written": Text("« {found} » est lu {used}.", "“{found}” is read as {used}."),
    "date": Text("« {found} » n’est pas un jour AAAA-MM-JJ.", "“{found}” is not a day YYYY-MM-DD."),
    "year": Text("« {found} » n’est pas une année AAAA.", "“{found}” is not a year YYYY."),
    # Communes
    "commune-form": Text(
        "Code INSEE : « {found} » est lu « {used} ».", "INSEE code: “{found}” is read as “{used}”."
    ),
    "commune-former": Text(
        "Le code {found} n’est plus en usage ; la commune est aujourd’hui {name} ({used}).",
        "Code {found} is no longer used; the commune is {name} ({used}) today.",
    ),
    "commune-unknown": Text(
        "Aucune commune, actuelle ou ancienne, n’a le code « {found} ».",
        "No commune, current or former, has code “{found}”.",
    ),
    "commune-name": Text(
        "Le code est celui de {name}, et non de « {found} » ; gardé tel quel.",
        "The code is that of {name}, not of “{found}”; kept as it is.",
    ),
    # Places
    "shape-unreadable": Text("Géométrie illisible : {why}.", "Unreadable geometry: {why}."),
    "shape-left-out": Text("Géométrie laissée de côté : {why}.", "Geometry left out: {why}."),
    "shape-form": Text(
        "Géométrie écrite en {found} ; réécrite en {used}.",
        "Geometry written in {found}; written again in {used}.",
    ),
    "shape-height": Text("Altitudes enlevées.", "Heights removed."),
    "ring-closed": Text(
        "Le contour n’était pas fermé ; il l’est.", "The ring was not closed; it is now."
    ),
    "shape-repaired": Text(
        "Contour invalide réparé sans changer la surface ({found} → {used} ha).",
        "Invalid outline repaired without changing the area ({found} → {used} ha).",
    ),
    "axes-swapped": Text(
        "Latitude et longitude étaient inversées ; remises dans l’ordre.",
        "Latitude and longitude were swapped; they are in order now.",
    ),
    "system": Text(
        "Coordonnées en {found}, converties en WGS 84.",
        "Coordinates in {found}, converted to WGS 84.",
    ),
    "far-from-commune": Text(
        "Le lieu est à {found} km du centre de {name} ; gardé tel quel.",
        "The place is {found} km from the centre of {name}; kept as it is.",
    ),
    "point-far": Text(
        "Le centre est à {found} km du périmètre ; gardé tel quel.",
        "The centre is {found} km from the perimeter; kept as it is.",
    ),
    "area-unit": Text(
        "{found} était dans l’autre unité, d’après le contour ; lu {used} {unit}.",
        "{found} was in the other unit, by the outline; read as {used} {unit}.",
    ),
    "area-differs": Text(
        "La surface dite, {found} {unit}, est loin de celle du contour, {used} {unit} ; gardée telle quelle.",
        "The area given, {found} {unit}, is far from that of the outline, {used} {unit}; kept as it is.",
    ),
}
