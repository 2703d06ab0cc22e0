"""The doors: what people and programs call. No reasoning lives here."""
