"""Pure helpers without a database: languages, name order, tokens, control characters, Markdown, dates, money."""
