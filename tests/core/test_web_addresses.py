"""URL validation, and the key by which URLs of one page are compared."""

from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError

from ecosystem.core.web_addresses import WebAddressValidator, extract_host, fold_address, split_ending_punctuation


class TestWebAddressValidator:
    @pytest.mark.parametrize(
        "ending",
        ["。", "，", "；", "、", "）", "」", "』", "】", "》", "！", "”", ".", ",", ";", ")", '"', ">", "]", "。」"],
    )
    def test_trailing_punctuation_is_refused_with_a_suggestion(self, ending):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()(f"https://example.hk/page{ending}")
        (message,) = caught.value.messages
        assert message.startswith(f"The address ends in “{ending}”. Enter it without: https://example.hk/page. ")

    @pytest.mark.parametrize("rest", ["。/", "。中文", "，見下文"])
    def test_text_after_the_url_is_refused_with_a_suggestion(self, rest):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()(f"https://example.hk/page{rest}")
        assert "Enter it without: https://example.hk/page. " in caught.value.messages[0]

    @pytest.mark.parametrize("code", ["%E2%80%8B", "%e2%80%8b", "%C2%AD", "%EF%BB%BF", "%E2%81%A0"])
    def test_trailing_invisible_character_is_refused_with_a_suggestion(self, code):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()(f"https://example.hk/page{code}")
        assert caught.value.messages == [
            "The address contains an invisible character. Enter it without: https://example.hk/page"
        ]

    @pytest.mark.parametrize("character", ["\u061c", "\u115f", "\u180e", "\u3164", "\ufe0f", "\uffa0", "\U000e0041"])
    def test_every_invisible_character_is_refused_with_a_suggestion(self, character):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()(f"https://example.hk/%E9%A0%81{quote(character)}?a=%2F")
        assert caught.value.messages == [
            "The address contains an invisible character. Enter it without: https://example.hk/%E9%A0%81?a=%2F"
        ]

    @pytest.mark.parametrize("text", ["\U0001f469\u200d\U0001f52c", "\u2764\ufe0f", "\u0645\u06cc\u200c\u062e"])
    def test_invisible_characters_needed_by_a_script_or_emoji_are_accepted(self, text):
        WebAddressValidator()(f"https://example.hk/{quote(text)}")

    @pytest.mark.parametrize("address", ["www.example.hk", "hkust.edu.hk", "ｈｔｔｐｓ：／／example.hk/"])
    def test_missing_scheme_is_refused_with_an_example(self, address):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()(address)
        assert caught.value.messages == ["Enter the full address, for example https://www.example.org/page."]

    def test_error_explains_how_to_escape_the_character(self):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()("https://example.hk/Apple_Inc.")
        assert caught.value.messages[0].endswith("If that is part of the address, write it as %2E.")

    @pytest.mark.parametrize(
        "address",
        [
            "https://example.hk",
            "https://example.hk/",
            "https://en.wikipedia.org/wiki/High-Flyer_(company)",
            "https://zh.wikipedia.org/wiki/香港（消歧義）",
            "https://example.hk/a-",
            "https://example.hk/a=",
            "https://example.hk/Apple_Inc%2E",
        ],
    )
    def test_valid_urls_are_accepted(self, address):
        WebAddressValidator()(address)
        assert split_ending_punctuation(address) == (address, "")


class TestWebAddressKey:
    @pytest.mark.parametrize(
        "address",
        [
            "https://example.hk/page?id=1&b=2",
            "http://example.hk/page?id=1&b=2",
            "https://www.example.hk/page?id=1&b=2",
            "https://EXAMPLE.hk:443/page/?b=2&id=1",
            "http://example.hk:80/page?id=1&b=2#part",
            "https://example.hk/page?utm_source=x&id=1&b=2&fbclid=y&gclid=z",
            " example.hk/page?id=1&b=2\u200b",
            "https://example.hk/%70age?id=1&b=2",
            "https://m.example.hk/page?id=1&b=2",
            "https://www.m.example.hk/page?id=1&b=2",
            "https://example.hk/page?id=1&b=2&spm=a2c.1&from=timeline&isappinstalled=0",
            "https://example.hk/page?id=1&b=2&ref=LinkedIn&trk=x&mibextid=y&si=z",
            "https://example.hk/page?id=1&b=2&cmpid=a&ocid=b&smid=c&ncid=d&at_medium=e&s_cid=f&share_token=g",
            "https://example.hk/page/index.html?id=1&b=2",
            "https://example.hk/page/Index.PHP?b=2&id=1",
        ],
    )
    def test_is_the_same_for_all_urls_of_a_page(self, address):
        assert fold_address(address) == "example.hk/page?b=2&id=1"

    @pytest.mark.parametrize(
        "other",
        [
            "https://example.hk/page?id=2",
            "https://example.hk/Page",
            "https://example.hk:8443/page",
            "https://news.example.hk/page",
            "https://example.hk/#/page",
            *(f"https://example.hk/page?{query}" for query in ("p=1", "page=2", "lang=zh", "ref=42", "from=2024")),
            "https://example.hk/page/index.html/more",
            "https://example.hk/page/my-index.html",
        ],
    )
    def test_differs_for_another_page(self, other):
        assert fold_address(other) != fold_address("https://example.hk/page")

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            # Big5 and Shift JIS.
            ("%A4%A4.htm", "%A4%E5.htm"),
            ("page?t=%A4%A4", "page?t=%A4%E5"),
            ("page?%A4=1", "page?%A5=1"),
            ("%82%A0", "%82%A2"),
            ("a%3Fid=1", "a?id=1"),
            ("a%2Fb", "a/b"),
            ("a%23/b", "a#/b"),
            ("a%252Fb", "a%2Fb"),
        ],
    )
    def test_differs_for_different_percent_encoding(self, one, other):
        assert fold_address(f"https://example.hk/{one}") != fold_address(f"https://example.hk/{other}")

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("%a4%a4.htm?t=%a4", "%A4%A4.htm?t=%A4"),
            ("頁?t=中", "%E9%A0%81?t=%e4%b8%ad"),
            ("a(b)", "a%28b%29"),
            ("a%2fb", "a%2Fb"),
        ],
    )
    def test_ignores_equivalent_percent_encoding(self, one, other):
        assert fold_address(f"https://example.hk/{one}") == fold_address(f"https://example.hk/{other}")

    @pytest.mark.parametrize("address", ["%A4%A4?t=%A4", "%00?t=%00", "%ED%A0%80"])
    def test_is_printable_ascii(self, address):
        key = fold_address(f"https://example.hk/{address}")
        assert (key.isascii(), key.isprintable()) == (True, True)

    def test_is_empty_for_a_lone_surrogate(self):
        assert fold_address("https://example.hk/\ud800%41?a=\ud800") == ""

    @pytest.mark.parametrize("text", ["", "page", "https://", "https://[bad/", "https://example.hk:port/"])
    def test_is_empty_without_a_host(self, text):
        assert (fold_address(text), extract_host(text)) == ("", "")

    def test_mobile_subdomain_is_removed(self):
        assert fold_address("https://zh.m.wikipedia.org/wiki/A") == "zh.wikipedia.org/wiki/A"
        assert fold_address("https://m.hk/a") == "m.hk/a"
        assert extract_host("https://m.facebook.com/heron") == "facebook.com"

    def test_is_the_same_for_the_index_page_of_a_site(self):
        assert {fold_address(f"https://example.hk{path}") for path in ("", "/", "/index.htm", "/index.php")} == {
            "example.hk"
        }

    def test_host_is_in_unicode(self):
        assert extract_host("https://www.xn--j6w193g.hk/") == extract_host("香港.hk") == "香港.hk"
