"""A group of guardians makes its key through the server: in order, each once, and stopped when something is wrong."""

from __future__ import annotations

import json
import os

import pytest
from sqlmodel import select

from budget_app.domain.guardian import GuardianState
from budget_app.locale import catalogue
from budget_app.services import guardian_mail
from budget_app.services.actor import SYSTEM
from budget_app.services.editions import load_election
from budget_app.services.elections import readiness, set_up_vote
from budget_app.services.exchange_messages import (
    submit_certificate,
    submit_polynomial,
    submit_promise,
    submit_voutput,
)
from budget_app.services.guardian_exchange import find_exchange_progress, report_fault, restart_exchange
from budget_app.services.guardians import (
    guardian_progress,
    guardian_roles,
    guardian_task,
    name_guardians,
    submit_key,
    submit_share,
)
from budget_app.services.results import find_result
from budget_app.storage.database import read_session
from budget_app.storage.editions import EditionRow
from tests.budget_app.mailbox import mails_to
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_group import SimulatedGroup
from tests.budget_app.simulated_town import AFTER, BEFORE, SimulatedTown
from tests.voting.packed_archives import refusal_of
from voting import pki
from voting.pedersen import compose_certificate, compose_polynomial, polynomial_promise
from voting.trustee import parse_trustees

pytestmark = pytest.mark.usefixtures("database")


def _edition_id(group: SimulatedGroup) -> int:
    with read_session() as session:
        return session.exec(select(EditionRow.id).where(EditionRow.slug == group.town.slug)).one() or 0


class TestOrder:
    """Each step waits until everybody has done the one before."""

    def test_a_group_makes_a_key_and_the_vote_is_set_up_with_it(self) -> None:
        group = SimulatedGroup().name().certify().promise().show().finish()
        assert readiness(SYSTEM, group.town.slug) == ()
        set_up_vote(SYSTEM, group.town.slug, BEFORE)
        keys = [progress.public_key for progress in guardian_progress(group.town.slug)]
        task = guardian_task(group.town.uuid, group.token(1))
        assert task.state is GuardianState.VOTE_RUNNING
        with read_session() as session:
            raw = load_election(session, group.town.uuid).trustees_raw
        assert raw is not None
        trustees = parse_trustees(raw)
        assert [key.public.text for key in trustees.keys] == keys
        assert [kind for kind, _ in json.loads(raw)] == ["Single", "Pedersen"]

    def test_the_states_follow_one_another(self) -> None:
        group = SimulatedGroup().name()
        assert group.state(1) is GuardianState.CERTIFICATE_NEEDED
        group.certify()
        assert group.state(1) is GuardianState.CERTIFICATE_NEEDED, "the promise is missing"
        group.promise()
        assert group.state(1) is GuardianState.POLYNOMIAL_NEEDED
        submit_polynomial(group.town.uuid, group.token(1), group.polynomials[0], BEFORE)
        assert [group.state(index) for index in (1, 2)] == [
            GuardianState.POLYNOMIALS_AWAITED,
            GuardianState.POLYNOMIAL_NEEDED,
        ]
        for index in (2, 3):
            submit_polynomial(group.town.uuid, group.token(index), group.polynomials[index - 1], BEFORE)
        assert group.state(1) is GuardianState.CHECK_NEEDED
        submit_voutput(group.town.uuid, group.token(1), group.voutput(1), BEFORE)
        assert [group.state(index) for index in (1, 2)] == [GuardianState.KEY_RECEIVED, GuardianState.CHECK_NEEDED]

    def test_the_mandatory_guardian_has_nothing_to_do_with_it(self) -> None:
        group = SimulatedGroup().name()
        task = guardian_task(group.town.uuid, group.town.token(0))
        assert (task.state, task.exchange) == (GuardianState.KEY_RECEIVED, None)
        assert task.group is not None
        assert (task.group.size, task.group.threshold) == (3, 2)
        with refused("guardian-not-in-group"):
            submit_certificate(group.town.uuid, group.town.token(0), group.certificate(1), BEFORE)
        with refused("guardian-in-group"):
            submit_key(group.town.uuid, group.token(1), b"{}", BEFORE)

    def test_who_is_waited_for_is_named(self) -> None:
        group = SimulatedGroup().name()
        submit_certificate(group.town.uuid, group.token(2), group.certificate(2), BEFORE)
        submit_promise(group.town.uuid, group.token(2), "0" * 64, BEFORE)
        progress = find_exchange_progress(group.town.slug)
        assert progress is not None
        assert (progress.size, progress.threshold, progress.state) == (3, 2, GuardianState.CERTIFICATE_NEEDED)
        assert progress.waited == ("Membre 1", "Membre 3")
        assert group.state(2) is GuardianState.CERTIFICATES_AWAITED
        assert [piece.code for piece in readiness(SYSTEM, group.town.slug)] == ["guardian-keys-missing"]

    def test_there_is_no_exchange_where_every_guardian_is_needed(self) -> None:
        town = SimulatedTown().prepare()
        assert find_exchange_progress(town.slug) is None
        assert guardian_task(town.uuid, town.token(0)).group is None
        with refused("exchange-missing"):
            restart_exchange(SYSTEM, town.slug, BEFORE)

    def test_the_count_is_told_who_is_needed(self) -> None:
        group = SimulatedGroup().name().certify().promise().show().finish()
        with read_session() as session:
            first, *members = guardian_roles(session, _edition_id(group))
        assert (first.owner, first.mandatory, first.threshold, first.encrypted_private_key) == (1, True, None, None)
        assert [(role.owner, role.index, role.mandatory, role.threshold) for role in members] == [
            (2, 1, False, 2), (3, 2, False, 2), (4, 3, False, 2),
        ]  # fmt: skip
        for role, keys in zip(members, group.keys, strict=True):
            assert role.encrypted_private_key is not None
            opened = json.loads(pki.receive(keys, keys.verification, role.encrypted_private_key))
            assert list(opened) == ["decryption_key"]
            assert str(opened["decryption_key"]) not in repr(role)


class TestCount:
    """Any as many of the group as agreed open the total, with everybody who is always needed."""

    @pytest.mark.parametrize("present", [(1, 2), (1, 3), (3, 2)])
    def test_two_of_three_open_the_total_with_the_one_who_is_always_needed(self, present: tuple[int, int]) -> None:
        group = SimulatedGroup().name().certify().promise().show().finish()
        town = group.town
        set_up_vote(SYSTEM, town.slug, BEFORE)
        town.vote(town.people[0], 1, 2)
        town.vote(town.people[1], 2)
        town.close()
        for index in present:
            group.share(index)
        assert find_result(town.slug) is None, "the mandatory one is missing"
        submit_share(town.uuid, town.token(0), town.share(0), AFTER)
        result = find_result(town.slug)
        assert result is not None
        assert {line.number: line.votes for line in result.lines} == {1: 1, 2: 2, 3: 0}
        assert refusal_of(town.archive()) is None
        [late] = {1, 2, 3} - set(present)
        before = town.archive()
        with refused("guardian-share-late"):
            group.share(late)
        assert town.archive() == before

    def test_one_of_the_group_is_too_few(self) -> None:
        group = SimulatedGroup().name().certify().promise().show().finish()
        set_up_vote(SYSTEM, group.town.slug, BEFORE)
        group.town.close()
        submit_share(group.town.uuid, group.town.token(0), group.town.share(0), AFTER)
        group.share(2)
        assert find_result(group.town.slug) is None


class TestSecrecy:
    """Nobody sees another's message before everybody's is there, and a promise is public before that."""

    def test_messages_are_shown_when_all_are_there(self) -> None:
        group = SimulatedGroup().name()
        for index in (1, 2):
            submit_certificate(group.town.uuid, group.token(index), group.certificate(index), BEFORE)
        assert group.task(1).certificates is None
        submit_certificate(group.town.uuid, group.token(3), group.certificate(3), BEFORE)
        assert len(group.task(1).certificates or ()) == 3
        assert group.task(1).promises is None
        group.promise()
        assert group.task(1).promises == tuple(polynomial_promise(raw) for raw in group.polynomials)
        assert [p.promise for p in guardian_progress(group.town.slug)] == [None, *(group.task(1).promises or ())]
        for index in (1, 2):
            submit_polynomial(group.town.uuid, group.token(index), group.polynomials[index - 1], BEFORE)
        assert group.task(3).vinput is None
        submit_polynomial(group.town.uuid, group.token(3), group.polynomials[2], BEFORE)
        assert group.task(3).vinput is not None

    def test_a_member_is_given_only_what_is_sealed_for_them(self) -> None:
        group = SimulatedGroup().name().certify().promise().show()
        vinput = group.task(1).vinput or ""
        others = [json.loads(raw)["secrets"][i] for raw in group.polynomials for i in (1, 2)]
        assert not any(json.dumps(secret)[1:-1] in vinput for secret in others)


class TestRefusals:
    """Each message is checked when it comes, and taken once."""

    @pytest.mark.parametrize("wrong", [b"", b"{}", b"null", b"\xff", b" " * 100])
    def test_a_certificate_that_is_none(self, wrong: bytes) -> None:
        group = SimulatedGroup().name()
        with refused("exchange-message-invalid"):
            submit_certificate(group.town.uuid, group.token(1), wrong, BEFORE)
        assert group.state(1) is GuardianState.CERTIFICATE_NEEDED

    def test_a_certificate_of_another_place_or_already_used(self) -> None:
        group = SimulatedGroup().name()
        with refused("exchange-message-invalid"):
            submit_certificate(group.town.uuid, group.token(1), group.certificate(2), BEFORE)
        submit_certificate(group.town.uuid, group.token(1), group.certificate(1), BEFORE)
        with refused("exchange-message-already"):
            submit_certificate(group.town.uuid, group.token(1), group.certificate(1), BEFORE)
        copied = compose_certificate(group.keys[0], group.context(2), os.urandom)
        with refused("exchange-message-invalid") as refusal:
            submit_certificate(group.town.uuid, group.token(2), copied, BEFORE)
        assert refusal.value.facts["check"] == "certificate-repeated"

    @pytest.mark.parametrize("wrong", ["", "0" * 63, "0" * 65, "G" * 64, "A" * 64, "é" * 64])
    def test_a_promise_that_is_none(self, wrong: str) -> None:
        group = SimulatedGroup().name()
        with refused("exchange-message-invalid"):
            submit_promise(group.town.uuid, group.token(1), wrong, BEFORE)

    def test_a_promise_is_made_once_and_not_copied(self) -> None:
        group = SimulatedGroup().name()
        submit_promise(group.town.uuid, group.token(1), "0" * 64, BEFORE)
        with refused("exchange-message-already"):
            submit_promise(group.town.uuid, group.token(1), "1" * 64, BEFORE)
        with refused("exchange-message-invalid"):
            submit_promise(group.town.uuid, group.token(2), "0" * 64, BEFORE)

    def test_a_polynomial_before_every_promise_is_there(self) -> None:
        group = SimulatedGroup().name().certify()
        certificates = group.certificates()
        raw = compose_polynomial(group.keys[0], certificates, group.context(1), os.urandom)
        submit_promise(group.town.uuid, group.token(1), polynomial_promise(raw), BEFORE)
        with refused("exchange-not-yet"):
            submit_polynomial(group.town.uuid, group.token(1), raw, BEFORE)

    def test_a_polynomial_other_than_promised(self) -> None:
        group = SimulatedGroup().name().certify().promise()
        late = compose_polynomial(group.keys[0], group.certificates(), group.context(1), os.urandom)
        with refused("exchange-message-invalid") as refusal:
            submit_polynomial(group.town.uuid, group.token(1), late, BEFORE)
        assert refusal.value.facts["check"] == "promise-broken"

    def test_a_polynomial_of_another_member_or_twice(self) -> None:
        group = SimulatedGroup().name().certify().promise()
        for wrong in (group.polynomials[1], b"{}", b""):
            with refused("exchange-message-invalid"):
                submit_polynomial(group.town.uuid, group.token(1), wrong, BEFORE)
        submit_polynomial(group.town.uuid, group.token(1), group.polynomials[0], BEFORE)
        with refused("exchange-message-already"):
            submit_polynomial(group.town.uuid, group.token(1), group.polynomials[0], BEFORE)

    def test_a_last_message_too_early_of_another_or_twice(self) -> None:
        group = SimulatedGroup().name().certify().promise()
        with refused("exchange-not-yet"):
            submit_voutput(group.town.uuid, group.token(1), b"{}", BEFORE)
        group.show()
        for wrong in (group.voutput(2), b"{}", b""):
            with refused("exchange-message-invalid"):
                submit_voutput(group.town.uuid, group.token(1), wrong, BEFORE)
        mine = group.voutput(1)
        submit_voutput(group.town.uuid, group.token(1), mine, BEFORE)
        with refused("exchange-message-already"):
            submit_voutput(group.town.uuid, group.token(1), mine, BEFORE)

    def test_nothing_is_taken_once_the_vote_is_set_up(self) -> None:
        group = SimulatedGroup().name().certify().promise().show().finish()
        set_up_vote(SYSTEM, group.town.slug, BEFORE)
        for late in (
            lambda: submit_certificate(group.town.uuid, group.token(1), group.certificate(1), BEFORE),
            lambda: submit_promise(group.town.uuid, group.token(1), "0" * 64, BEFORE),
            lambda: submit_polynomial(group.town.uuid, group.token(1), group.polynomials[0], BEFORE),
            lambda: submit_voutput(group.town.uuid, group.token(1), b"{}", BEFORE),
            lambda: report_fault(group.town.uuid, group.token(1), "secret-invalid", 2, BEFORE),
            lambda: restart_exchange(SYSTEM, group.town.slug, BEFORE),
        ):
            with refused("vote-already-set-up"):
                late()


class TestFaults:
    """What one guardian finds in another's message stops the exchange, is told with both names, and all begin again."""

    def test_a_fault_stops_everybody_and_names_two(self) -> None:
        group = SimulatedGroup().name().certify().promise().show()
        report_fault(group.town.uuid, group.token(3), "secret-invalid", 2, BEFORE)
        assert {group.state(index) for index in (1, 2, 3)} == {GuardianState.EXCHANGE_STOPPED}
        progress = find_exchange_progress(group.town.slug)
        assert progress is not None
        assert progress.fault is not None
        assert (progress.fault.code, progress.fault.by, progress.fault.about) == (
            "secret-invalid", "Membre 3", "Membre 2",
        )  # fmt: skip
        with refused("exchange-stopped"):
            submit_voutput(group.town.uuid, group.token(1), b"{}", BEFORE)
        with refused("exchange-stopped"):
            report_fault(group.town.uuid, group.token(1), "secret-invalid", 3, BEFORE)

    def test_the_fault_of_the_server_names_nobody_else(self) -> None:
        group = SimulatedGroup().name().certify().promise().show()
        report_fault(group.town.uuid, group.token(1), "polynomial-own", None, BEFORE)
        progress = find_exchange_progress(group.town.slug)
        assert progress is not None
        assert progress.fault is not None
        assert (progress.fault.by, progress.fault.about) == ("Membre 1", None)

    @pytest.mark.parametrize(
        ("code", "about"),
        [("other", 2), ("secret-invalid", None), ("secret-invalid", 0), ("secret-invalid", 4), ("polynomial-own", 2)],
    )
    def test_a_report_that_says_nothing_clear_is_refused(self, code: str, about: int | None) -> None:
        group = SimulatedGroup().name().certify().promise()
        with refused("fault-malformed"):
            report_fault(group.town.uuid, group.token(1), code, about, BEFORE)
        assert group.state(1) is GuardianState.POLYNOMIAL_NEEDED

    def test_there_is_nothing_to_report_before_the_messages_are_there_or_after_the_own_check(self) -> None:
        group = SimulatedGroup().name().certify()
        with refused("exchange-not-yet"):
            report_fault(group.town.uuid, group.token(1), "certificate-invalid", 2, BEFORE)
        group.promise().show()
        submit_voutput(group.town.uuid, group.token(1), group.voutput(1), BEFORE)
        with refused("exchange-finished"):
            report_fault(group.town.uuid, group.token(1), "secret-invalid", 2, BEFORE)

    def test_the_group_begins_again_with_the_same_links_and_nothing_of_the_old_key(self) -> None:
        group = SimulatedGroup().name().certify().promise().show().finish()
        label, links = group.task(1).label, group.town.links
        old = [progress.public_key for progress in guardian_progress(group.town.slug)]
        restart_exchange(SYSTEM, group.town.slug, BEFORE)
        assert [p.public_key for p in guardian_progress(group.town.slug)] == [old[0], None, None, None]
        assert group.state(1) is GuardianState.CERTIFICATE_NEEDED
        assert group.task(1).label != label
        assert [piece.code for piece in readiness(SYSTEM, group.town.slug)] == ["guardian-keys-missing"]
        group.certify().promise().show().finish()
        assert group.town.links == links
        assert readiness(SYSTEM, group.town.slug) == ()

    def test_naming_guardians_anew_ends_the_exchange(self) -> None:
        group = SimulatedGroup().name().certify()
        name_guardians(SYSTEM, group.town.slug, [("Une", "une@essai.example")], BEFORE)
        assert find_exchange_progress(group.town.slug) is None


class TestMail:
    """Everybody is told when it is their turn, in their language."""

    def test_the_first_mail_says_how_often_to_come(self) -> None:
        SimulatedGroup().name()
        [always] = mails_to("toujours@essai.example")
        assert "dépouillement" in always.body
        assert "groupe" not in always.body
        [french] = mails_to("m1@essai.example")
        assert "groupe de 3 gardiens, dont 2 suffiront" in french.body
        [english] = mails_to("m3@essai.example")
        assert "group of 3 guardians, of whom 2 will be enough" in english.body
        assert "your guardian's link" in english.subject
        assert "/guardian/" in english.body

    def test_a_mail_says_when_the_next_step_can_be_done(self) -> None:
        group = SimulatedGroup().name().certify()
        assert len(mails_to("m1@essai.example")) == 1
        group.promise()
        assert "deuxième étape" in mails_to("m1@essai.example")[-1].subject
        assert "second step" in mails_to("m3@essai.example")[-1].subject
        group.show()
        assert "dernière étape" in mails_to("m1@essai.example")[-1].subject
        assert "last step" in mails_to("m3@essai.example")[-1].subject
        group.finish()
        assert len(mails_to("m1@essai.example")) == 3
        assert len(mails_to("toujours@essai.example")) == 1

    def test_a_mail_says_why_the_group_begins_again(self) -> None:
        group = SimulatedGroup().name().certify().promise().show()
        report_fault(group.town.uuid, group.token(3), "secret-invalid", 2, BEFORE)
        restart_exchange(SYSTEM, group.town.slug, BEFORE)
        assert "Membre 3 dit que le message secret reçu de Membre 2" in mails_to("m1@essai.example")[-1].body
        assert "Membre 3 says that the secret message received from Membre 2" in mails_to("m3@essai.example")[-1].body

    def test_every_sentence_of_the_mails_has_its_english(self) -> None:
        said = [value for name, value in vars(guardian_mail).items() if name.isupper() and isinstance(value, str)]
        assert len(said) > 10
        assert [sentence for sentence in said if sentence not in catalogue("en")] == []

    def test_without_a_fault_no_reason_is_given(self) -> None:
        group = SimulatedGroup().name()
        restart_exchange(SYSTEM, group.town.slug, BEFORE)
        assert "What happened" not in mails_to("m3@essai.example")[-1].body
