"""The family of outreach: what the firm does to hear of failures and of issues given up."""
