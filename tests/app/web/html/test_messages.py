"""What went wrong and what was done, as HTML."""

from app.web.html.messages import notice, problem


def test_words_are_escaped_and_announced():
    assert problem("<b>") == '<p class="problem" role="alert">&lt;b&gt;</p>'
    assert notice("Đã lưu") == '<p class="done" role="status">Đã lưu</p>'


def test_no_words_make_no_paragraph():
    assert problem("") == notice("") == ""
