"""A mirror of a few invented communes, complete enough to build a whole snapshot.

Nothing in it describes a real place: Alpha, Beta, Gamma, Delta and Epsilon lie in a région and a
département that do not exist, Omega is an overseas commune without a centre.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

from rebond.opendata.tables.economy import QUARTERS
from rebond.opendata.tables.histories import HISTORY, LISTS

# code, name, type, first day, last day excluded, reason of the end, id of what follows.
_HISTORY = """
99001 Alpha         COM  -          -          -                          -
99101 Alpha-le-Vieux COM  -          1973-01-01 fusion-association         COMA-99101
99101 Alpha-le-Vieux COMA 1973-01-01 -          -                          -
99102 Bains         COM  -          1950-06-01 changement_de_nom          COM-99102@1950-06-01
99102 Alpha-les-Bains COM 1950-06-01 1972-01-01 fusion-association         COM-99102@1972-01-01
99102 Alpha-les-Bains COM 1972-01-01 2016-01-01 commune_devenant_déléguée  COMD-99102
99102 Alpha-les-Bains COMD 2016-01-01 -         -                          -
99002 Beta          COM  -          1960-01-01 fusion_simple              COMP-99002
99002 Beta          COMP 1960-01-01 1970-01-01 rétablissement             COM-99002@1970-01-01
99002 Beta          COM  1970-01-01 -          -                          -
99003 Gamma         COM  -          -          -                          -
99103 Gamma-la-Neuve COM 1980-01-01 -          -                          -
99104 Delta         COM  -          -          -                          -
99105 Le_Hameau     COM  -          -          -                          -
99005 Epsilon-Bourg COM  -          -          -                          -
99006 Les_Zeta      COM  -          -          -                          -
"""

# By year of the list: the communes that are there, then the parts with their status.
_LISTED = {
    2021: "99001 Alpha;99002 Beta;99003 Gamma;99104 Delta;99105 Le Hameau;99005 Epsilon-Bourg;99006 Les-Zêta",
    2024: "99001 Alpha;99002 Beta;99003 Gamma-sur-Mer;99004 Delta;99005 Epsilon-Bourg;99006 Les-Zêta",
    2026: "99001 Alpha;99002 Beta;99003 Gamma-sur-Mer;99004 Delta;99005 Epsilon;99006 Les-Zêta",
}
_PARTS = (
    ("99101", "Alpha-le-Vieux", "commune-associee"),
    ("99103", "Gamma-la-Neuve", "commune-deleguee"),
    ("99104", "Un autre nom", "commune-deleguee"),
)


def history_file() -> str:
    """Return the history of the tiny communes, as the package writes it."""
    found = []
    for line in _HISTORY.strip().splitlines():
        code, name, kind, since, until, reason, following = line.split()
        one = {
            "id": f"{kind}-{code}" + (f"@{since}" if kind == "COM" and since != "-" else ""),
            "code": code,
            "nom": name.replace("_", " "),
            "type": kind,
            "dateDebut": since,
            "dateFin": until,
            "raisonFin": reason.replace("_", " "),
            "successeur": following,
        }
        found.append({field: value for field, value in one.items() if value != "-"})
    return json.dumps(found, ensure_ascii=False)


def list_file(year: int) -> str:
    """Return the list of a year: that of the last year written down here that is not later."""
    listed = _LISTED[max(known for known in _LISTED if known <= year)]
    rows: list[Mapping[str, str]] = [
        {"code": one[:5], "nom": one[6:], "type": "commune-actuelle"} for one in listed.split(";")
    ]
    parts = [{"code": code, "nom": name, "type": kind} for code, name, kind in _PARTS]
    return json.dumps([*rows, *parts], ensure_ascii=False)


FILES: dict[str, str] = {
    "cog/communes.csv.gz": """\
insee,nom,dep,reg,zone,epci_siren,population,area_km2,lon,lat,anciens_codes
99001,Alpha,99,11,metro,900000001,1000.0,10.5,2.00004,48.00006,99101 99102
99002,Beta,99,11,metro,900000001,500.0,8,2.1,48.0,
99003,Gamma,99,11,metro,900000002,,9.25,2.0,48.1,99103 99105
99004,Delta,99,11,metro,,40.0,7,2.1,48.1,99104
99005,Epsilon,98,98,drom,900000003,300.0,20,-61.0,15.0,
99006,Zeta,98,98,drom,900000003,200.0,,-61.1,15.1,
99009,Omega,989,989,com,,5.0,,,,
""",
    "cog/zonages_communes.csv.gz": """\
insee,ze2020,lib_ze2020
99001,9901,Zone une
99002,9901,Zone une
99003,9902,Zone deux
""",
    "cog/epci.csv": """\
siren,nom,type,population_municipale
900000001,CC Une,CC,1500
900000002,CA Deux,CA,700
900000003,CC Trois,CC,500
""",
    "cog/epci_ept_centroides.csv": """\
siren_epci,lib_epci,type,siren_ept,lib_ept,lon,lat
900000001,CC Une,epci,,,2.05,48.0
900000002,CA Deux,epci,,,2.0,48.1
,,ept,900000011,EPT Proche,2.1,48.1
,,ept,900000012,EPT Loin,55.0,-21.0
""",
    "cog/departements.csv": "code,nom,region,chefLieu\n99,Quatre-vingt-dix-neuf,11,99001\n98,Outre,98,99005\n",
    "cog/regions.csv": "code,nom,zone\n11,Région une,metro\n98,Région outre,drom\n989,Collectivité,com\n",
    "ti/ti_membres.csv": """\
phase,id_ti,lib_ti,membre_nom,membre_code,membre_type,insee
1,ti-9901,Territoire un,CC Une,900000001,epci,
1,ti-9902,Territoire deux,Delta,219900047,commune,99004
1,ti-9903,Territoire trois,EPT Proche,900000011,ept,
2,ti-9902,Territoire un,,900000001,epci,
""",
    "ti/ti_communes_derive_cog2026.csv.gz": """\
insee,id_ti,via,phase
99001,ti-9901,epci,1
99004,ti-9902,commune,1
99003,ti-9903,ept,1
""",
    "ti/ti_phase1_communes_2020.csv.gz": """\
insee,code_terrind,lib_terrind
99101,9901,Territoire ancien
99102,9901,Territoire ancien
99002,9901,Territoire ancien
99003,9999,Territoire disparu
""",
    "acv/acv_2025.csv": "insee,id_acv,nom\n99001,ACV901,Alpha\n99002,ACV901,Beta\n99003,ACV902,Gamma\n",
    "emploi/etab_tranche_effectif_communes_2014.csv.gz": """\
insee,etab_total,etab_0_ou_nd,etab_1_5,etab_6_9,etab_10_19,etab_20_49,etab_50_99,etab_100_199,etab_200_499,etab_500p
99001,10,5,4,1,0,0,0,0,0,0
99101,7,7,0,0,0,0,0,0,0,0
99102,3,1,1,0,0,0,0,0,0,1
99002,2,2,0,0,0,0,0,0,0,0
""",
    "emploi/emploi_etab_communes_2020_2021.csv.gz": """\
insee,emplois_lt_2020,etab_employeurs_2021,non_scol_15p_2020
99001,100.0,10.0,800.0
99101,20.0,,50.0
99002,0.0,0.0,300.0
""",
    "emploi/chomage_localise_ze2020.csv": (
        "ze2020," + ",".join(QUARTERS) + "\n9901," + ",".join(["7.5"] * 43 + [""]) + "\n"
    ),
    "transport/gares_voyageurs_2026.csv": """\
uic,nom,lon,lat,voyageurs_2019
99000001,Gare d'Alpha,2.0,48.0,1200.0
99000002;99000003,Gare double,,,
""",
    "transport/gares_rfn_fret_voyageurs.csv.gz": """\
uic,nom,fret,lon,lat
99000001,Alpha-Triage,O,2.0,48.0
99000001,Alpha-Triage,O,2.1,48.2
99000001,Alpha-Triage,O,2.1,48.2
99000004,Fermée,N,2.0,48.0
""",
    "transport/aeroports_openflights.csv": """\
icao,iata,nom,pays,lon,lat,destinations_2014
LFXA,,Aérodrome d'Alpha,France,2.0,48.0,0
ZZZZ,ZZZ,Aérodrome égaré,France,100.0,10.0,3
EBXA,EBA,Airport next door,Belgium,4.0,50.5,12
""",
    "transport/ports_natural_earth.csv": "nom,scalerank,lon,lat\nPort-Alpha,4,1.9,48.2\nPort-Alpha,8,1.95,48.2\n",
    "transport/route_france_grands_axes_nodes.csv": "node,lon,lat\n10,2.0,48.0\n11,2.1,48.1\n",
    "transport/route_france_grands_axes_edges.csv": "from_node,to_node,distance_km\n10,11,13.2004\n11,10,13.5\n",
    "telecom/ftth_communes_2018t1.csv.gz": """\
insee,logements,etablissements,locaux_raccordables_2018t1
99101,100.0,10.0,50
99102,20.0,5.0,0
99002,30.0,,10
""",
    "formation/esr_principaux_etablissements_2025.csv": """\
uai,nom,type,lon,lat
0999999X,École d'Alpha,École,2.0,48.0
,École sans code,École,2.1,48.0
""",
    "poles/poles_competitivite_phase5_partiel.csv": """\
pole,statut_2023,siege_insee,siege_source,source_url
Pôle Un,labellisé,99102,https://example.org/siege,https://example.org/poles
Pôle Deux,labellisé,,,https://example.org/poles
""",
    "domain/sites_cles_en_main.csv": """\
wave,announced,name,communes,commune_names,departement,region,area_ha,area_kind,site_type,source_url,confidence
2,2020-07-20,Parc d'Alpha,99001;99002,Alpha;Beta,99,Région une,12.5,gross,parc,https://example.org/a ; https://example.org/b,high
3,2021-09-23,,99003,Gamma,99,Région une,,,,https://example.org/c,low
3,2021-09-23,Site sans commune,,,,Région une,,,,https://example.org/c,low
""",
    "sites_cles_en_main/sites_2021_par_region.csv": (
        "region,n_sites_2021,source_url\nRégion une,2,https://example.org/c\n"
    ),
}


FILES |= {HISTORY: history_file(), **{name: list_file(on.year) for on, name in LISTS}}


def write_mirror(folder: Path, **replaced: str) -> Path:
    """Write the mirror under `folder`; `replaced` gives other contents by the stem of a CSV file."""
    for name, content in FILES.items():
        stem = name if name.endswith(".json") else name.rsplit("/", 1)[-1].split(".", 1)[0]
        write_file(folder / name, replaced.get(stem, content))
    return folder


def write_file(path: Path, content: str) -> None:
    """Write one file, gzipped when its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8")
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
