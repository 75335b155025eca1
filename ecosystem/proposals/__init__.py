"""Changes that readers suggest: forms, moderation, e-mails, spam limits, the public log."""
