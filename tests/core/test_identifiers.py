"""ROR and Wikidata identifiers in the formats in which they are copied."""

import pytest

from ecosystem.core.identifiers import has_valid_ror_checksum, parse_identifier, parse_ror, parse_wikidata


class TestIdentifierParsing:
    @pytest.mark.parametrize(
        "text",
        [
            "00q4vv597",
            "00Q4VV597",
            " 00q4vv597\u200b",
            "https://ror.org/00q4vv597",
            "http://ror.org/00q4vv597/",
            "HTTPS://ROR.ORG/00Q4VV597",
            "https://www.ror.org/00q4vv597?lang=en#top",
            "ror.org/00q4vv597",
            "ror:00q4vv597",
            "https://api.ror.org/v2/organizations/00q4vv597",
            "//ror.org/00q4vv597",
            "ROR 00q4vv597",
            "ROR: 00q4vv597",
            "ROR ID: 00q4vv597",
            "<https://ror.org/00q4vv597>",
            "（https://ror.org/00q4vv597）",
            "https://ror.org/00q4vv597.",
            "https://ror.org/00q4vv597。",
        ],
    )
    def test_ror_identifiers_are_parsed_from_every_format(self, text):
        assert (parse_ror(text), parse_identifier(text.strip())) == ("00q4vv597", "00q4vv597")

    @pytest.mark.parametrize(
        "text",
        [
            "Q1194463",
            "q1194463",
            "Ｑ１１９４４６３",
            "wd:Q1194463",
            "https://www.wikidata.org/wiki/Q1194463",
            "http://www.wikidata.org/entity/Q1194463",
            "https://m.wikidata.org/wiki/Q1194463#P31",
            "https://www.wikidata.org/wiki/Q1194463?uselang=zh-hk",
            "wikidata.org/wiki/Q1194463/",
            "https://www.wikidata.org/wiki/Special:EntityData/Q1194463.json",
            "https://www.wikidata.org/wiki/Item:Q1194463",
            "https://www.wikidata.org/w/index.php?action=edit&title=Q1194463",
            "Wikidata: Q1194463",
            "Wikidata Q1194463",
            "Q1194463.",
            "(Q1194463)",
        ],
    )
    def test_wikidata_identifiers_are_parsed_from_every_format(self, text):
        assert (parse_wikidata(text), parse_identifier(text)) == ("Q1194463", "Q1194463")

    @pytest.mark.parametrize("text", ["", "Q0", "Queen", "Q4 2024", "P31", "https://example.hk/Q12", "10q4vv597"])
    def test_other_text_has_no_identifier(self, text):
        assert parse_identifier(text) == ""

    @pytest.mark.parametrize(("ror", "is_valid"), [("00q4vv597", True), ("00q4vv598", False), ("00q4uv597", False)])
    def test_ror_checksum_is_validated(self, ror, is_valid):
        assert has_valid_ror_checksum(ror) is is_valid
