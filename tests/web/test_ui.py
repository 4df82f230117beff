"""The design system keeps its promises: safe under the policy, readable without colour, forms whole."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

import waardeel
from waardeel.web.templatetags import ui

ROOT = Path(waardeel.__file__).resolve().parent
STATIC = ROOT / "web" / "static" / "waardeel"
TEMPLATES = [path for path in ROOT.rglob("*.html") if "templates" in path.parts]
SYMBOLS = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))


class Sample(forms.Form):
    id = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name", help_text="Your own.")
    mail = forms.EmailField(label="Mail", required=False)
    vote = forms.ChoiceField(
        label="Agree?",
        choices=[("yes", "Yes"), ("no", "No"), ("later", "Later")],
        widget=forms.RadioSelect(attrs={"data-look": "cards"}),
    )
    agree = forms.BooleanField(label="I have read it")


class Upload(forms.Form):
    photo = forms.FileField(label="Photo")


def page_of_form(form: forms.Form, **context: object) -> str:
    request = RequestFactory().get("/")
    request.person = None
    return render_to_string("house/form.html", {"form": form, "submit": "Send", **context}, request)


def test_no_template_breaks_the_content_security_policy() -> None:
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in TEMPLATES
        if (
            found := re.findall(
                r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*(?:\ssrc=|\stype=\"application/json\"))|src=\"https?:",
                path.read_text(encoding="utf-8"),
            )
        )
    }
    assert wrong == {}


def test_our_own_styles_and_scripts_ask_nothing_of_third_parties() -> None:
    files = [*STATIC.glob("*.css"), *STATIC.glob("js/*.js")]
    assert [path.name for path in files if re.search(r"(url\(|import\s).{0,2}(https?:)?//", path.read_text())] == []


def test_every_icon_that_a_template_names_is_drawn() -> None:
    named = {
        (str(path.relative_to(ROOT)), name)
        for path in TEMPLATES
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
        + re.findall(r'\bicon="([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert {(path, name) for path, name in named if name not in SYMBOLS} == set()


def test_every_picture_that_a_template_names_is_drawn() -> None:
    drawn = {path.stem for path in ui.ILLUSTRATIONS.glob("*.svg")}
    named = {
        (str(path.relative_to(ROOT)), name)
        for path in TEMPLATES
        for name in re.findall(r'(?:{% illustration |\bpicture=)"([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert {(path, name) for path, name in named if name not in drawn} == set()


def test_an_icon_is_silent_unless_it_is_given_words() -> None:
    assert 'aria-hidden="true"' in ui.icon("hand")
    assert 'role="img" aria-label="Adopted"' in ui.icon("check", "Adopted")


def test_a_name_in_a_figure_is_escaped() -> None:
    assert "<b>" not in ui.plots(3, 1, "<b>") + ui.stack("<b>", yes=1) + ui.icon("hand", "<b>") + ui.avatar("<b> <i>")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Samira El Idrissi", "SI"),
        ("Noor van Dam", "ND"),
        ("De Groene Draad", "GD"),
        ("de buurt", "B"),
        ("Zed", "Z"),
        ("", "·"),
        ("4 U!", "U"),
    ],
)
def test_an_avatar_shows_initials(name: str, initials: str) -> None:
    assert f">{initials}<" in ui.avatar(name)


@pytest.mark.parametrize(
    ("total", "filled", "full", "bare"), [(60, 42, 42, 18), (5, 9, 5, 0), (0, 0, 0, 0), (5000, 2500, 50, 50)]
)
def test_plots_draw_what_is_counted(total: int, filled: int, full: int, bare: int) -> None:
    drawing = ui.plots(total, filled, "words")
    assert (drawing.count("plot-full"), drawing.count("plot-bare")) == (full, bare)


def test_a_stack_fills_its_width_and_leaves_out_what_is_zero() -> None:
    bars = re.findall(
        r'class="part-(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', ui.stack("words", yes=3, no=0, abstain=1)
    )
    assert [name for name, _, _ in bars] == ["yes", "abstain"]
    assert float(bars[-1][1]) + float(bars[-1][2]) == pytest.approx(100, abs=0.05)
    assert "rect" not in ui.stack("nothing yet", yes=0, no=0)


def test_a_form_says_in_words_what_is_optional_and_ties_help_to_its_field() -> None:
    html = page_of_form(Sample())
    assert html.count('class="optional"') == 1
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext"' in html
    assert "error-summary" not in html
    assert "csrfmiddlewaretoken" in html


def test_a_form_with_errors_lists_them_on_top_each_with_a_way_to_its_field() -> None:
    html = page_of_form(Sample({"name": "", "mail": "x@", "vote": "maybe"}))
    targets = re.findall(r'<a class="ds-link" href="#([^"]+)"', html)
    assert targets == ["id_name", "id_mail", "id_vote_0", "id_agree"]
    assert [target for target in targets if f'id="{target}"' not in html] == []
    assert 'id="error-summary"' in html
    assert html.count('aria-invalid="true"') == 6  # three fields and the three answers of the group
    assert 'value="x@"' in html
    assert 'aria-describedby="id_vote_error"' in html


def test_answer_cards_carry_a_sign_besides_their_words() -> None:
    html = page_of_form(Sample())
    assert 'class="answers"' in html
    assert re.findall(r"icons[^#]*#([a-z]+)", html) == ["check", "cross"]


def test_a_form_with_a_file_is_sent_whole() -> None:
    assert 'enctype="multipart/form-data"' in page_of_form(Upload())
    assert "enctype" not in page_of_form(Sample())


def test_a_form_that_only_asks_carries_no_token() -> None:
    assert "csrfmiddlewaretoken" not in page_of_form(Sample(), method="get")


def test_steps_say_in_words_whether_they_hold() -> None:
    steps = [SimpleNamespace(label=f"step {ok}", figure="1", ok=ok, note="") for ok in (True, False, None)]
    html = render_to_string("house/steps.html", {"steps": steps})
    assert re.findall(r'data-ok="(\w+)"', html) == ["yes", "no", "none"]
    assert html.count('role="img" aria-label="') == 2
