"""The family of disciplines: an agent becomes free, which waiting contact is served."""
