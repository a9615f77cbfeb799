"""Answer one question per figure, in a form that needs no colour and says how sure it is."""
