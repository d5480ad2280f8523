"""Forms: one page a record, made from the declarations of the model."""
