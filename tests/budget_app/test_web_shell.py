"""The shell of the pages, languages, files, and addresses where there is nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit

from budget_app.settings import PROJECT
from budget_app.web import files
from budget_app.web.language import local_path, preferred_language
from budget_app.web.policies import CSP, STRICT, streamlit_policy
from tests.budget_app.web_client import WebClient

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


def test_no_folder_of_pages_lies_beside_the_script() -> None:
    assert not (PROJECT / "budget_app" / "ui" / "pages").exists()


def test_the_policy_names_the_inline_script_of_the_installed_streamlit() -> None:
    scripts = re.findall(r"<script>(.*?)</script>", INDEX.read_text(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == 1
    assert f"script-src 'self' 'sha256-{digest}';" in streamlit_policy()
    assert "unsafe-eval" not in streamlit_policy()


@pytest.mark.parametrize("path", ["/", "/projets", "/resultats?edition=2026", "/index.html"])
def test_a_page_opens_directly_in_french(path: str) -> None:
    response = WebClient().get(path)
    assert response.status_code == 200
    assert '<html lang="fr">' in response.text
    assert "<title>Isoloir" in response.text
    assert "_stcore/agent" not in response.text
    assert response.headers[CSP] == streamlit_policy()


def test_the_shell_keeps_the_inline_script_byte_for_byte() -> None:
    original = re.findall(r"<script>(.*?)</script>", INDEX.read_text(), re.DOTALL)
    assert re.findall(r"<script>(.*?)</script>", WebClient().get("/").text, re.DOTALL) == original


def test_a_page_is_in_the_language_of_the_browser_and_the_cookie_wins() -> None:
    client = WebClient()
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "en-GB,fr;q=0.5"}).text
    client.get("/language?to=fr&next=/projets")
    assert '<html lang="fr">' in client.get("/", headers={"accept-language": "en-GB,fr;q=0.5"}).text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "fr"), ("en", "en"), ("de, en;q=0.2, fr;q=0.8", "fr"), ("de", "fr"), ("en;q=x, fr", "fr"), ("EN-us", "en")],
)
def test_the_preferred_language_is_the_first_that_we_have(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


def test_the_language_link_goes_back_to_the_page_and_is_remembered() -> None:
    response = WebClient().get("/language?to=en&next=/projet%3Fnumero%3D3")
    assert response.status_code == 303
    assert response.headers["location"] == "/projet?numero=3"
    assert "isoloir_language=en" in response.headers["set-cookie"]


def test_an_unknown_language_is_not_kept() -> None:
    assert "set-cookie" not in WebClient().get("/language?to=../x").headers


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "", "/a\nb", None]
)
def test_a_return_address_never_leads_to_another_site(path: str | None) -> None:
    assert local_path(path) == "/"


@pytest.mark.parametrize("path", ["/wp-admin/setup", "/nope.js", "/projets/3", "/booth/nope.js", "/assets/x.css"])
def test_an_unknown_address_is_a_plain_404(path: str) -> None:
    response = WebClient().get(path)
    assert response.status_code == 404
    assert "Page introuvable" in response.text
    assert "<script" not in response.text


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_address_for_programs_answers_in_json(method: str) -> None:
    response = WebClient().request(method, "/api/nope", headers={"accept-language": "en"})
    assert response.status_code == 404
    assert response.json()["code"] == "address-unknown"
    assert response.json()["message"] == "There is nothing at this address."


def test_a_file_is_served_with_its_hash_and_not_sent_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "booth.js").write_text("let x = 1\n")
    monkeypatch.setattr(files, "BOOTH", tmp_path)
    response = WebClient().get("/booth/booth.js")
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["etag"] == f'"{hashlib.sha256(b"let x = 1" + bytes([10])).hexdigest()}"'
    assert response.headers[CSP] == STRICT
    again = WebClient().get("/booth/booth.js", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    (tmp_path / "booth.js").write_text("let x = 22\n")
    assert (
        WebClient().get("/booth/booth.js", headers={"if-none-match": response.headers["etag"]}).text == "let x = 22\n"
    )


def test_a_drawing_is_served_in_a_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "3.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    monkeypatch.setattr(files, "PICTURES", (tmp_path,))
    response = WebClient().get("/pictures/3.svg")
    assert response.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in response.headers[CSP]
    assert "default-src 'none'" in response.headers[CSP]


@pytest.mark.parametrize(
    "name", ["../secret.svg", "..%2fsecret.svg", "%2e%2e/secret.svg", ".hidden.svg", "page.html", "a%00.svg"]
)
def test_pictures_open_no_way_to_other_files(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (tmp_path / "secret.svg").write_text("CONTENT")
    (folder / ".hidden.svg").write_text("CONTENT")
    (folder / "page.html").write_text("CONTENT")
    (folder / "link.svg").symlink_to(tmp_path / "secret.svg")
    monkeypatch.setattr(files, "PICTURES", (folder,))
    for path in (f"/pictures/{name}", "/pictures/link.svg"):
        response = WebClient().get(path)
        assert response.status_code == 404
        assert "CONTENT" not in response.text
