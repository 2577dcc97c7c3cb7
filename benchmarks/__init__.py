"""Works measured beside their peers in one run; `python -m benchmarks` runs them all.

Each module is one work. It checks exactness first (a wrong answer cancels the timing), warms up apart,
and with ``--json FILE`` writes rows {work, size, ours_s, peer, peer_s, ratio, per_thread_ratio,
exactness, peak_mib}. Nothing here asserts a time.
"""
