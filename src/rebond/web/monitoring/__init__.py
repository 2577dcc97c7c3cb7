"""Results of the programme: indicators, baselines, outcomes, comparison."""
