"""Pages of accounts: ``mine`` (one's own), ``people`` (an organisation's), ``organisations`` (all of them)."""
