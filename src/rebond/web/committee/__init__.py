"""The national committee: seats, conflicts of interest and recusal, reviews, evaluations of a call."""
