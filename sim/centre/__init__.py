"""The rooms of the centre: plain records, and the verbs that change them; no clock, no generator."""
