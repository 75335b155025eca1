"""Pure helpers without a database: languages, the order of names, tokens, control characters, Markdown, partial dates, money."""
