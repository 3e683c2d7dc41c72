"""One proposal's file at the desk: what it says, what was found of it, and what the reader may do."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.errors import DomainError
from budget_app.domain.money import format_money
from budget_app.domain.project import MAX_SUMMARY, MAX_TEXT
from budget_app.domain.review import ReviewView, Verdict, disagreements
from budget_app.domain.roles import Action
from budget_app.services.actor import may
from budget_app.services.conflicts import declare_conflict
from budget_app.services.decisions import decide, return_to_reviewers
from budget_app.services.review_desk import DeskFile
from budget_app.services.reviews import add_note, save_review, sign_review
from budget_app.ui.desk.flow import show_success, succeed, works
from budget_app.ui.html import show, table, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.proposals.content import shown
from budget_app.ui.review.grid import GridForm
from budget_app.ui.review.words import mark_name, member_name, verdict_name
from budget_app.ui.words import _

_SECTION = "review-file"


def _number(file: DeskFile) -> int:
    return file.proposal.number or 0


def _present(file: DeskFile) -> list[ReviewView]:
    """The signed reviews of this round that count."""
    return [it for it in file.reviews if it.round == file.round and it.signed_at and not it.set_aside]


def _side_by_side(file: DeskFile, language: str) -> str:
    """All signed reviews of this round, a column each, and where they disagree."""
    reviews = _present(file)
    if not reviews:
        return f"<p>{text(_('Aucun examen n’est encore signé.'))}</p>"
    found = disagreements([it.grid for it in reviews])
    rows = []
    for item in file.rules.criteria:
        marks = [next((mark for mark in it.grid.marks if mark.code == item.code), None) for it in reviews]
        cells = [f"{mark_name(mark.mark)}. {mark.reason}" if mark else "–" for mark in marks]
        rows.append((f"{item.name} – {_('désaccord')}" if item.code in found.criteria else item.name, *cells))
    rows.append((_("Conclusion"), *(verdict_name(it.grid.verdict) for it in reviews)))
    rows.append((_("Investissement"), *(format_money(it.estimate.investment, language) for it in reviews)))
    rows.append((_("Fonctionnement par an"), *(format_money(it.estimate.running, language) for it in reviews)))
    rows.append((_("Comment ce coût est estimé"), *(it.estimate.explanation for it in reviews)))
    names = [member_name(it.reviewer_id, it.reviewer_name) for it in reviews]
    told = f'<p class="simulation">{text(_("Les examens ne concluent pas de même."))}</p>' if found.verdict else ""
    return told + table(_("Examens signés"), (_("Critère"), *names), rows)


def _draw_review(file: DeskFile, slug: str, page: OpenPage) -> None:
    """The reader's own review: a form until it is signed."""
    own = file.own_review(page.actor.account_id)
    show(f"<h2>{text(_('Mon examen'))}</h2>")
    if own is not None and own.signed_at:
        show(f"<p>{text(_('Votre examen est signé : il ne change plus.'))}</p>")
        return
    number, key = _number(file), f"revision-{_number(file)}-{file.round}"
    revision = st.session_state.setdefault(key, own.revision if own else 0)
    with st.form(f"review-{number}", enter_to_submit=False):
        form = GridForm(f"review-{number}", file.rules, own.grid if own else None, own.estimate if own else None)
        keep = st.form_submit_button(_("Enregistrer le brouillon"))
        sign = st.form_submit_button(_("Signer mon examen"), type="primary")
        if not (keep or sign):
            return
        act = sign_review if sign else save_review
        try:
            act(page.actor, slug, number, form.grid, form.estimate(), revision, page.now)
        except DomainError as error:
            form.say(error)
            return
    del st.session_state[key]
    succeed(_SECTION, _("Votre examen est signé.") if sign else _("Votre brouillon est enregistré."))


def _draw_decision(file: DeskFile, slug: str, page: OpenPage) -> None:
    """The chair's decision, begun from the first signed review."""
    reviews, number = _present(file), _number(file)
    if not reviews or (file.decision is not None and file.decision.round == file.round and file.decision.released_at):
        return
    show(f"<h2>{text(_('Décision du comité'))}</h2>")
    made = file.decision if file.decision is not None and file.decision.round == file.round else None
    if made is not None:
        show(f"<p>{text(_('Décidé, pas encore annoncé :'))} {text(verdict_name(made.verdict))}</p>")
    grid, estimate = (made.grid, made.estimate) if made else (reviews[0].grid, reviews[0].estimate)
    with st.form(f"decide-{number}", enter_to_submit=False):
        form = GridForm(f"decide-{number}", file.rules, grid, estimate)
        form.spots.under("verdict")
        admit = st.form_submit_button(_("Admettre"), type="primary")
        refuse = st.form_submit_button(_("Refuser"))
        if admit or refuse:
            verdict = Verdict.ADMITTED if admit else Verdict.REFUSED
            try:
                decide(page.actor, slug, number, verdict, form.grid, form.estimate(), page.now)
            except DomainError as error:
                form.say(error)
                return
            succeed(_SECTION, _("La décision est gardée ; elle sera annoncée avec les autres."))
    with st.expander(_("Renvoyer à l’examen")), st.form(f"return-{number}", enter_to_submit=False):
        note = st.text_area(_("Ce qu’il faut revoir"), key=f"return-note-{number}", max_chars=MAX_TEXT)
        pressed = st.form_submit_button(_("Renvoyer"))
        if pressed and works(lambda: return_to_reviewers(page.actor, slug, number, note, page.now)):
            succeed(_SECTION, _("Les examens sont à revoir ; la note est dans le dossier."))


def _draw_notes(file: DeskFile, slug: str, page: OpenPage) -> None:
    listed = "".join(
        f'<li><p class="soft">{text(member_name(note.account_id, note.name))}</p><p class="typed">{text(note.body)}</p></li>'
        for note in file.notes
    )
    title = f"<h2>{text(_('Notes entre membres (jamais publiées)'))}</h2>"
    show(title + (f'<ul class="comments">{listed}</ul>' if listed else f"<p>{text(_('Aucune note.'))}</p>"))
    if may(page.actor, Action.REVIEW):
        number = _number(file)
        with st.form(f"note-{number}", enter_to_submit=False):
            body = st.text_area(_("Nouvelle note"), key=f"note-body-{number}", max_chars=MAX_TEXT, height=68)
            pressed = st.form_submit_button(_("Ajouter la note"))
            if pressed and works(lambda: add_note(page.actor, slug, number, body, page.now)):
                st.session_state.pop(f"note-body-{number}", None)
                succeed(_SECTION, _("La note est ajoutée."))


def _draw_conflict(file: DeskFile, slug: str, page: OpenPage) -> None:
    number = _number(file)
    with st.expander(_("Déclarer un conflit d’intérêts")), st.form(f"conflict-{number}", enter_to_submit=False):
        show(f"<p>{text(_('Vous ne pourrez plus examiner cette proposition, ni en décider, ni lire ce que d’autres en disent.'))}</p>")
        reason = st.text_area(_("Pourquoi ?"), key=f"conflict-reason-{number}", max_chars=MAX_SUMMARY)
        pressed = st.form_submit_button(_("Déclarer"))
        if pressed and works(lambda: declare_conflict(page.actor, slug, number, reason, page.now)):
            succeed(_SECTION, _("Votre conflit d’intérêts est déclaré."))


def draw_file(file: DeskFile, slug: str, page: OpenPage) -> None:
    """The whole file; for who is barred from it, nothing but what everyone reads."""
    show_success(_SECTION)
    round_ = f'<p><span class="tag">{text(_("Second examen, après recours"))}</span></p>' if file.round > 1 else ""
    show(round_ + shown(file.proposal, page.language))
    if file.barred:
        show(f'<p class="elsewhere">{text(_("Vous êtes l’auteur de cette proposition, ou vous avez déclaré un intérêt : quelqu’un d’autre s’en occupe."))}</p>')
        return
    show(f"<h2>{text(_('Examens'))}</h2>{_side_by_side(file, page.language)}")
    if file.assigned:
        _draw_review(file, slug, page)
    if file.decides:
        _draw_decision(file, slug, page)
    _draw_notes(file, slug, page)
    if may(page.actor, Action.REVIEW):
        _draw_conflict(file, slug, page)
