"""report.html in a browser."""

from tests.toy import framelens


def test_a_report_opens_without_a_request_and_without_an_error(page, tmp_path):
    result = framelens("run", "port-callen", "--out", tmp_path / "out", "--notebook", "fact-coverage", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    address = (tmp_path / "out" / "report.html").as_uri()
    page.goto(address)
    pictures = page.locator("img")
    assert pictures.count() == 1
    assert pictures.first.evaluate("one => one.naturalWidth") > 100
    assert [url for url in asked if url != address and not url.startswith("data:")] == []
    assert said == []
