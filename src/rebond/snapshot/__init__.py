"""Open data that Rebond ships: tables, catalogue, manifest and basemap. Data only, no code.

Read it with `rebond.opendata.Snapshot`; rebuild it with ``rebond data build``. The licence of each
table is in ``catalogue.yaml`` and summed up in ``LICENCES.md``.
"""
