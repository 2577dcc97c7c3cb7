"""The public pages: server-rendered, read-only, without account.

One app per noun: `theme` (layout, components, error pages), `programmes` (home, programme, method),
`decisions` (evaluations read from sealed files, recalculations), `territories` (finding a place and
showing it). `settings` reads the environment, `serving` starts the web server and the worker.
"""
