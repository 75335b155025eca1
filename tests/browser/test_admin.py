"""The admin in a real browser."""


class TestLogin:
    def test_keeps_to_the_content_security_policy(self, page, console):
        page.goto("/admin/login/")
        assert page.get_by_label("Username").is_visible()
        assert [said for said in console if "Content Security Policy" in said] == []
