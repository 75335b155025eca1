"""Charts and maps, each with its data, drawing, filters, export and views; `geometry` is pure."""
