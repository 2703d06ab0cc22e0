"""What every test may ask for: the shipped taxonomy and model, loaded once."""

from __future__ import annotations

import pytest

from matcher.classifier import Model, load_model
from taxonomy import Taxonomy, load_taxonomy


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()
