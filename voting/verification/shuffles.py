"""Check 8: the shuffles, each of the output of the one before (specification, 4.19)."""

from __future__ import annotations

from dataclasses import dataclass, field

from voting.election import Election
from voting.errors import ShuffleError
from voting.shuffle import Row, check_shuffle, parse_shuffle
from voting.tally import EncryptedTally, shuffled_rows, with_rows
from voting.verification.events import Event
from voting.verification.owned import check_owner
from voting.verification.setup import Setup


@dataclass
class Shuffles:
    """The tally that waits to be shuffled or decrypted, and who shuffled it."""

    tally: EncryptedTally
    owners: list[int] = field(default_factory=list)
    ended: bool = False

    def input_rows(self, election: Election) -> tuple[Row, ...]:
        """What the next shuffle permutes."""
        return shuffled_rows(election, self.tally)

    def add(self, setup: Setup, event: Event) -> None:
        """One shuffle: something is to be shuffled, its owner exists and shuffled nothing yet, its form, its proofs.

        Raises ShuffleError: ``shuffle-unexpected``, ``shuffle-owner``, ``shuffle-repeated``, ``shuffle-malformed``,
        ``shuffle-shape``, ``shuffle-proof``.
        """
        before = self.input_rows(setup.election)
        if not before:
            raise ShuffleError("shuffle-unexpected", expected="none", found=event.kind)
        raw, owned_raw = event.payloads
        owner, _ = check_owner(ShuffleError, ("shuffle-malformed", "shuffle-owner"), setup, raw, owned_raw)
        if owner in self.owners:
            raise ShuffleError("shuffle-repeated", found=owner)
        shuffle = parse_shuffle(raw, before)
        check_shuffle(shuffle, setup.election, before)
        self.tally = with_rows(self.tally, setup.election, shuffle.rows)
        self.owners.append(owner)

    def end(self, promised: int) -> None:
        """The end of shuffles.

        Raises ShuffleError ``shuffle-too-few`` after less than ``promised`` ones. It follows a shuffle (check 3), which
        is refused where nothing is to be shuffled.
        """
        if len(self.owners) < promised:
            raise ShuffleError("shuffle-too-few", expected=promised, found=len(self.owners))
        self.ended = True

    def decrypted_tally(self, setup: Setup) -> EncryptedTally:
        """What is decrypted; raises ShuffleError ``shuffle-missing`` before the end of shuffles that are needed."""
        if self.input_rows(setup.election) and not self.ended:
            raise ShuffleError("shuffle-missing", expected="EndShuffles")
        return self.tally
