"""Web addresses: what a copied address ends in, and which addresses are of one page."""

import pytest
from django.core.exceptions import ValidationError

from ecosystem.core.web_addresses import WebAddressValidator, extract_host, fold_address, split_ending_punctuation


class TestEnding:
    @pytest.mark.parametrize(
        "ending",
        ["。", "，", "；", "、", "）", "」", "』", "】", "》", "！", "”", ".", ",", ";", ")", '"', ">", "]", "。」"],
    )
    def test_of_a_sentence_is_refused_and_the_address_without_it_is_shown(self, ending):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()(f"https://example.hk/page{ending}")
        (message,) = caught.value.messages
        assert message.startswith(f"The address ends in “{ending}”. Enter it without: https://example.hk/page. ")

    @pytest.mark.parametrize("rest", ["。/", "。中文", "，見下文"])
    def test_of_an_address_in_a_sentence_is_refused(self, rest):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()(f"https://example.hk/page{rest}")
        assert "Enter it without: https://example.hk/page. " in caught.value.messages[0]

    @pytest.mark.parametrize("code", ["%E2%80%8B", "%e2%80%8b", "%C2%AD", "%EF%BB%BF", "%E2%81%A0"])
    def test_that_does_not_show_is_refused(self, code):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()(f"https://example.hk/page{code}")
        assert caught.value.messages == [
            "The address contains an invisible character. Enter it without: https://example.hk/page"
        ]

    @pytest.mark.parametrize("address", ["www.example.hk", "hkust.edu.hk", "ｈｔｔｐｓ：／／example.hk/"])
    def test_without_scheme_is_refused_with_the_form_wanted(self, address):
        with pytest.raises(ValidationError) as caught:
            WebAddressValidator()(address)
        assert caught.value.messages == ["Enter the full address, for example https://www.example.org/page."]

    def test_tells_how_to_keep_it(self):
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
    def test_of_an_address_is_accepted(self, address):
        WebAddressValidator()(address)
        assert split_ending_punctuation(address) == (address, "")


class TestKey:
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
    def test_is_one_for_all_addresses_of_a_page(self, address):
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

    @pytest.mark.parametrize("text", ["", "page", "https://", "https://[bad/", "https://example.hk:port/"])
    def test_is_empty_for_what_has_no_host(self, text):
        assert (fold_address(text), extract_host(text)) == ("", "")

    def test_has_no_name_of_a_mobile_site(self):
        assert fold_address("https://zh.m.wikipedia.org/wiki/A") == "zh.wikipedia.org/wiki/A"
        assert fold_address("https://m.hk/a") == "m.hk/a"
        assert extract_host("https://m.facebook.com/heron") == "facebook.com"

    def test_is_one_for_the_index_page_of_a_site(self):
        assert {fold_address(f"https://example.hk{path}") for path in ("", "/", "/index.htm", "/index.php")} == {
            "example.hk"
        }

    def test_has_the_host_in_unicode(self):
        assert extract_host("https://www.xn--j6w193g.hk/") == extract_host("香港.hk") == "香港.hk"
