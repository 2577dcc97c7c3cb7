"""Establishments, jobs and unemployment, on present communes.

When communes have merged, their counts are summed; a sum with a missing term is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rebond.opendata.csvtable import Row
from rebond.opendata.tables.sources import Sources

ESTABLISHMENTS_2014 = "emploi/etab_tranche_effectif_communes_2014.csv.gz"
JOBS_2020 = "emploi/emploi_etab_communes_2020_2021.csv.gz"
UNEMPLOYMENT = "emploi/chomage_localise_ze2020.csv"

FIRST_YEAR, LAST_YEAR = 2015, 2025
QUARTERS = tuple(
    f"{year}-T{quarter}" for year in range(FIRST_YEAR, LAST_YEAR + 1) for quarter in range(1, 5)
)

# Column of the source for each column of the table.
SIZES: Mapping[str, str] = {
    "total": "etab_total",
    "size_nd_0": "etab_0_ou_nd",
    "size_1_5": "etab_1_5",
    "size_6_9": "etab_6_9",
    "size_10_19": "etab_10_19",
    "size_20_49": "etab_20_49",
    "size_50_99": "etab_50_99",
    "size_100_199": "etab_100_199",
    "size_200_499": "etab_200_499",
    "size_500_plus": "etab_500p",
}
JOBS: Mapping[str, str] = {
    "jobs": "emplois_lt_2020",
    "employer_establishments_2021": "etab_employeurs_2021",
    "population_15_plus": "non_scol_15p_2020",
}


def summed_counts(sources: Sources, name: str, columns: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row for each present commune, with the counts of the communes that it succeeds.

    Parameters
    ----------
    sources : Sources
    name : str
        File with one row a commune, named by its code ``insee``.
    columns : mapping of str to str
        Column of the file for each column of the table.

    Yields
    ------
    Row
        ``commune_code`` and the columns of `columns`; None where a term is missing.
    """
    totals: dict[str, dict[str, int | None]] = {}
    for row in sources.mirror.read(name, ("insee", *columns.values())):
        counts = {column: row.count(field) for column, field in columns.items()}
        commune = sources.succession.resolve(row, "insee")
        if commune in totals:
            counts = {
                column: added(totals[commune][column], count) for column, count in counts.items()
            }
        totals[commune] = counts
    for commune, counts in totals.items():
        yield {"commune_code": commune, **counts}


def added(first: int | None, second: int | None) -> int | None:
    """Return the sum of two counts, missing as soon as one is missing."""
    return None if first is None or second is None else first + second


def establishments_2014(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``establishments_2014``."""
    return summed_counts(sources, ESTABLISHMENTS_2014, SIZES)


def jobs_2020(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``jobs_2020``."""
    return summed_counts(sources, JOBS_2020, JOBS)


def unemployment(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``unemployment``, one for each zone and quarter that has a rate."""
    for row in sources.mirror.read(UNEMPLOYMENT, ("ze2020", *QUARTERS)):
        for quarter in QUARTERS:
            rate = row.number(quarter)
            if rate is not None:
                yield {
                    "employment_zone_code": row.code("ze2020"),
                    "quarter": quarter,
                    "rate_percent": rate,
                }
