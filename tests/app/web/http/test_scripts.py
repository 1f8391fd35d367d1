"""The scripts of the page as a file: all of them, and no other template than a value."""

import json
from types import SimpleNamespace

import pytest

from app.web.http.headers import POLICY
from app.web.http.scripts import LONG, Scripts, shorten, write


def config(**props):
    return {"components": [{"props": props}], "dependencies": [{"js": "() => [1];"}, {"js": True}, {"js": None}]}


def test_every_script_stands_under_the_text_that_gradio_would_make_it_of():
    script = "element.title = 'chè';"
    file = write(config(js_on_load=script, html_template="${value}", css_template=""), "() => { start(); }")
    assert (
        f"now.set({json.dumps(script)}, () => function (element, trigger, props, server, upload, watch) {{\n{script}" in file
    )
    for one in ("() => [1]", "() => { start(); }"):
        body = f"return (\n{one}\n);"
        assert f"later.set({json.dumps(body)}, () => async function () {{ {body} }});" in file
    assert "new Function" not in file and "eval(" not in file


def test_a_long_script_of_many_components_stands_once_under_a_short_name():
    script = f"element.title = 'chè'; // {'x' * LONG}"
    blocks = [SimpleNamespace(js_on_load=script), SimpleNamespace(js_on_load=script), SimpleNamespace(js_on_load="short();")]
    named = shorten([*blocks, SimpleNamespace()])
    [name] = named
    assert [one.js_on_load for one in blocks] == [name, name, "short();"] and named[name] == script and len(name) < 25
    file = write(config(js_on_load=name), "", named)
    assert f"now.set({json.dumps(name)}, () => function" in file and file.count(script) == 1


def test_a_template_that_computes_is_refused():
    with pytest.raises(ValueError, match="template"):
        write(config(html_template="${alert(1)}"), "")


def test_the_policy_makes_no_script_of_words():
    script = POLICY.split("script-src")[1].split(";")[0]
    assert "unsafe" not in script and "frame-ancestors 'self'" in POLICY and "connect-src 'self'" in POLICY
    assert Scripts(None, "a").insert(b"<head><script>1</script>", "N") == (
        Scripts(None, "a").tag + b'<script nonce="N">1</script>'
    )
