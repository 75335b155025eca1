"""Accounts of editors: sign-in, second factors, invitations, sessions and the log of events."""
