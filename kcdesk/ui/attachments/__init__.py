"""Photos and papers in the window: the card of a form, thumbnails, the preview, dealing many out."""
