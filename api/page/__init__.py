"""What the pages show: pure functions from answers as JSON to frozen values that templates lay out."""
