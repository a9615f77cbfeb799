"""Everything that happens to a world whatever the policy: needs, duty, who is there, outages."""
