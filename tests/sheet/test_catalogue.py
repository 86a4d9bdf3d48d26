"""Short documents that are easily misread: no verdict on them is false."""

import pytest
from catalogue_of_documents import CATALOGUE, MEANINGS

from microgauss.sheet.reading import read


@pytest.mark.parametrize(("text", "verdicts"), CATALOGUE, ids=lambda part: part[:50])
def test_no_verdict_is_false(text: str, verdicts: str) -> None:
    links = read(text=text).links
    assert len(links) == len(verdicts)
    for link, wanted in zip(links, verdicts, strict=True):
        assert link.verdict in MEANINGS[wanted], f"{link.left} {link.relation} {link.right}"
