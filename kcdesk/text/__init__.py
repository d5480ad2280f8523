"""Vietnamese text: folding for search, order, likeness of names, numbers in words, old encodings. Pure."""
