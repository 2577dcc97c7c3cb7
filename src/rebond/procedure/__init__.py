"""Dated legal clocks, the procedures of a site, simulated dates, what to do first, maturity tiers.

The law stands in ``law/*.yaml``, the graph of a site, its facts and the tiers in ``model/*.yaml``.

- `law_model`, `law_book`, `catalogue`, `reference`: the law as data, read strictly, and shown.
- `legal_time`, `events`, `clocks`, `deadline_result`, `deadlines`, `validity`: from events to a date.
- `facts`, `graph_model`, `site_model`, `reading`: the graph and the description of a site.
- `appeals`: how a decision on a dossier may be contested, until which day.
- `coverage`, `needs`, `step_times`, `skeleton`, `network`, `critical_path`, `course_search`: what is to
  do, how long it takes, what waits for what.
- `distributions`, `streams`, `kernel`, `simulation`: durations drawn and dates propagated.
- `anticipation`, `budget`: what to do first, for a site and for a programme.
- `maturity`, `plan_result`, `planning`, `programme_plan`: the plan of a site, and of many.
- `examples`, `schedule`, `assumptions`, `plan_words`, `plan_document`: the shipped sites, and a plan laid
  out in time, in words, with what it supposes, and as a PDF.
- `errors`, `plan_errors`: what can go wrong.

Import from the modules: this package imports nothing by itself, so that a command that needs only the
law does not wait for the compiled loop.
"""
