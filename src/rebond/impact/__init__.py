"""What a decision changed: baselines, matched comparison, difference-in-differences with its uncertainty."""
