"""Charts and maps: for each its data, drawing, filters, export and views; geometry is pure."""
