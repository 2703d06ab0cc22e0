"""Law 7. One and many agree: a row of a table is the single call, and texts scanned together are each scanned alone."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from matcher import match, pay_band, read_posting, score_ads, to_json
from matcher.batch import SCHEMA, Columns
from matcher.errors import HimatchError
from matcher.report import Profile
from matcher.scan import hits_by_text, hits_of, scan
from taxonomy.lexicon import lexicon_of
from tests.samples import AS_OF, TAXONOMY, resumes, rows

COLUMNS = Columns(text="text", title="title", place="location", pay="pay_text")
ODD = ["", "   ", "42", "We are hiring.", "Wedding Planner\n\nRequirements\n- 3 years of events"]


def table() -> pl.DataFrame:
    given = [{key: row.get(key) for key in ("id", "text", "title", "location", "pay_text")} for row in rows("ads")]
    odd = [
        {"id": f"odd{n}", "text": text, "title": None, "location": None, "pay_text": None}
        for n, text in enumerate([*ODD, None])
    ]
    return pl.DataFrame([*given, *odd])


def singly(row: dict[str, Any], profile: Profile | None) -> dict[str, Any] | None:
    """One row by the single calls; None for what is refused."""
    if row["text"] is None:
        return None
    try:
        ad = read_posting(row["text"], title=row["title"], place=row["location"], pay=row["pay_text"])
    except HimatchError:
        return None
    report = match(profile, ad, AS_OF) if profile else None
    band = report.pay if report else pay_band(ad.role, AS_OF, state=ad.state, posting=ad)
    return {
        "himatch_family": ad.role.family,
        "himatch_level": ad.role.level,
        "himatch_track": ad.role.track,
        "himatch_probability": ad.role.probability,
        "himatch_in_scope": ad.role.in_scope,
        "himatch_requirements": to_json(ad.requirements),
        "himatch_pay_low": band.low if band else None,
        "himatch_pay_typical": band.typical if band else None,
        "himatch_pay_high": band.high if band else None,
        "himatch_posted_low": ad.pay.annual_low if ad.pay else None,
        "himatch_posted_high": ad.pay.annual_high if ad.pay else None,
        "himatch_score": report.score if report else None,
        "himatch_qualified": report.qualified if report else None,
        "himatch_warnings": to_json(report.warnings if report else ad.warnings),
    }


@pytest.mark.parametrize("number", [None, 0, 21])
def test_a_row_of_a_table_is_the_single_call(number: int | None) -> None:
    profile = None if number is None else resumes()[number]
    for row in score_ads(table(), profile, as_of=AS_OF, columns=COLUMNS).iter_rows(named=True):
        scored = {name: row[name] for name in SCHEMA}
        alone = singly(row, profile)
        if alone is None:
            assert {name for name, value in scored.items() if value is not None} == {"himatch_warnings"}
            continue
        shown = {
            n: json.loads(v) if n in ("himatch_requirements", "himatch_warnings") else v for n, v in scored.items()
        }

        assert shown == json.loads(json.dumps(alone))


def test_a_lazy_table_gives_the_same_as_one_in_memory() -> None:
    eager = score_ads(table(), resumes()[3], as_of=AS_OF, columns=COLUMNS)
    lazy = score_ads(table().lazy(), resumes()[3], as_of=AS_OF, columns=COLUMNS)

    assert_frame_equal(lazy.collect(), eager)
    assert_frame_equal(lazy.collect(engine="streaming"), eager)


def test_neither_the_order_nor_the_size_of_the_chunks_matters() -> None:
    whole = score_ads(table(), as_of=AS_OF, columns=COLUMNS)
    parts = [score_ads(table()[at : at + 7], as_of=AS_OF, columns=COLUMNS) for at in range(0, table().height, 7)]
    backwards = score_ads(table().reverse(), as_of=AS_OF, columns=COLUMNS).reverse()

    assert_frame_equal(pl.concat(parts), whole)
    assert_frame_equal(backwards, whole)


def test_a_table_keeps_its_own_columns_and_rows() -> None:
    scored = score_ads(table(), as_of=AS_OF, columns=COLUMNS)

    assert_frame_equal(scored.select(table().columns), table())
    assert set(scored.columns) - set(table().columns) == set(SCHEMA)


def test_many_texts_scanned_at_once_are_each_scanned_alone() -> None:
    lexicon = lexicon_of(TAXONOMY)
    texts = [row["text"] for name in ("ads", "resumes", "holdings", "requirements") for row in rows(name)]
    texts = ["", *texts, "", "RHIT", "\n", "ﬁling, C.C.S.", ""]

    assert hits_by_text(scan(texts, lexicon), len(texts)) == [hits_of(text, lexicon) for text in texts]
