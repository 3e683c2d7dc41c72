"""The verifiable shuffle: ciphertexts re-encrypted and permuted, with a proof (specification, 4.19 and section 6)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voting.election import Election
from voting.errors import GroupError, MalformedError, ShuffleError, TallyError
from voting.generators import generators, secondary_generator
from voting.group import (
    IDENTITY,
    Point,
    Q,
    RandomBytes,
    add,
    multiply,
    multiply_generator,
    parse_point,
    parse_scalar,
    random_scalar,
    subtract,
    total,
)
from voting.hashing import hash_to_scalar
from voting.proofs import Ciphertext, parse_ciphertext
from voting.strict_json import canonical, parse_json, parse_list, parse_members
from voting.tally import check_shape

Row = tuple[Ciphertext, ...]


@dataclass(frozen=True)
class ShuffleProof:
    """The proof of one shuffled row: commitments t, responses s, permutation commitments c, their chain ĉ (table 4)."""

    t: tuple[Point, Point, Point, Point, Point]
    t_chain: tuple[Point, ...]
    s: tuple[int, int, int, int]
    s_chain: tuple[int, ...]
    s_permutation: tuple[int, ...]
    permutation: tuple[Point, ...]
    chain: tuple[Point, ...]

    def as_json(self) -> list[object]:
        """Nested arrays as the specification's tuples (4.19)."""
        t1, t2, t3, t41, t42 = (point.text for point in self.t)
        return [
            [t1, t2, t3, [t41, t42], [point.text for point in self.t_chain]],
            [*map(str, self.s), list(map(str, self.s_chain)), list(map(str, self.s_permutation))],
            [point.text for point in self.permutation],
            [point.text for point in self.chain],
        ]


@dataclass(frozen=True)
class Shuffle:
    """The output rows of a shuffle, one a question that is opened, with a proof each; nothing checked but the form."""

    raw: bytes = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    proofs: tuple[ShuffleProof, ...] = field(repr=False)


def _points_text(points: Iterable[Point]) -> str:
    return "".join(f"{point.text}," for point in points)


def _row_text(row: Row) -> str:
    return "".join(f"{item.alpha.text},{item.beta.text}," for item in row)


def _statement(before: Row, after: Row, permutation: Sequence[Point]) -> str:
    """str_c of tables 4 and 5."""
    return _row_text(before) + _row_text(after) + _points_text(permutation)


def challenges(count: int, text: str) -> list[int]:
    """GetNIZKPChallenges: ``count`` scalars from a text (table 12)."""
    head = hashlib.sha256(text.encode()).hexdigest()
    tails = (hashlib.sha256(str(index).encode()).hexdigest() for index in range(count))
    return [hash_to_scalar(head + tail) for tail in tails]


def _dot(points: Sequence[Point], scalars: Sequence[int]) -> Point:
    return total(multiply(point, scalar) for point, scalar in zip(points, scalars, strict=True))


def _final_challenge(election: Election, statement: str, proof_t: Iterable[Point], chain: Iterable[Point]) -> int:
    """The challenge over t and y (steps 14 to 16 of table 4)."""
    text = f"shuffle-challenge|{election.fingerprint}|{_points_text(proof_t)}{statement}{_points_text(chain)}"
    return hash_to_scalar(text + election.public_key.text)


def _permutation(count: int, random: RandomBytes) -> list[int]:
    """GenPermutation, from 0: output i is input ψ(i) (table 2)."""
    order = list(range(count))
    for position in range(count):
        other = position + random_scalar(random) % (count - position)
        order[position], order[other] = order[other], order[position]
    return order


@dataclass(frozen=True)
class _Secrets:
    """What the prover alone knows: the permutation and the randomness of each re-encryption, by input."""

    order: list[int]
    randomness: list[int]


def _shuffle_row(public_key: Point, row: Row, random: RandomBytes) -> tuple[Row, _Secrets]:
    """GenShuffle (tables 1 to 3)."""
    randomness = [random_scalar(random) for _ in row]
    again = [
        Ciphertext(add(item.alpha, multiply_generator(r)), add(item.beta, multiply(public_key, r)))
        for item, r in zip(row, randomness, strict=True)
    ]
    order = _permutation(len(row), random)
    return tuple(again[position] for position in order), _Secrets(order, randomness)


class _Prover:
    """GenShuffleProof (table 4), its steps in the order of the table."""

    def __init__(self, election: Election, before: Row, after: Row, secrets: _Secrets, random: RandomBytes) -> None:
        self.election, self.before, self.after, self.secrets = election, before, after, secrets
        self.count = len(before)
        self.random = random
        self.h = generators(self.count)

    def _scalars(self, count: int) -> list[int]:
        return [random_scalar(self.random) for _ in range(count)]

    def _commit_to_permutation(self) -> tuple[list[Point], list[int]]:
        """Table 10: the commitment of input ψ(i) hides the generator i."""
        order = self.secrets.order
        randomness = self._scalars(self.count)
        commitments = [IDENTITY] * self.count
        for generator, place in zip(self.h, order, strict=True):
            commitments[place] = add(multiply_generator(randomness[place]), generator)
        return commitments, randomness

    def _commit_to_chain(self, u_permuted: Sequence[int]) -> tuple[list[Point], list[int]]:
        """Table 13."""
        randomness, chain, last = self._scalars(self.count), [], secondary_generator()
        for r, u in zip(randomness, u_permuted, strict=True):
            last = add(multiply_generator(r), multiply(last, u))
            chain.append(last)
        return chain, randomness

    def _commitments(
        self, omega: Sequence[int], omega_chain: Sequence[int], omega_permutation: Sequence[int], chain: list[Point]
    ) -> tuple[tuple[Point, Point, Point, Point, Point], list[Point]]:
        """Steps 10 to 13."""
        alphas, betas = [item.alpha for item in self.after], [item.beta for item in self.after]
        t = (
            multiply_generator(omega[0]),
            multiply_generator(omega[1]),
            add(multiply_generator(omega[2]), _dot(self.h, omega_permutation)),
            subtract(_dot(betas, omega_permutation), multiply(self.election.public_key, omega[3])),
            subtract(_dot(alphas, omega_permutation), multiply_generator(omega[3])),
        )
        before = [secondary_generator(), *chain][:-1]
        t_chain = [
            add(multiply_generator(hat), multiply(point, prime))
            for hat, point, prime in zip(omega_chain, before, omega_permutation, strict=True)
        ]
        return t, t_chain

    def prove(self) -> ShuffleProof:
        """The proof; nothing is checked: secrets that are not the shuffle's give one that does not hold."""
        permutation, r = self._commit_to_permutation()
        statement = _statement(self.before, self.after, permutation)
        u = challenges(self.count, f"shuffle-challenges|{self.election.fingerprint}|{statement}")
        u_permuted = [u[place] for place in self.secrets.order]
        chain, r_chain = self._commit_to_chain(u_permuted)
        omega, omega_chain, omega_permutation = self._scalars(4), self._scalars(self.count), self._scalars(self.count)
        t, t_chain = self._commitments(omega, omega_chain, omega_permutation, chain)
        c = _final_challenge(self.election, statement, (*t, *t_chain), chain)
        sums = (
            sum(r),
            _chained_sum(r_chain, u_permuted),
            sum(a * b for a, b in zip(r, u, strict=True)),
            sum(a * b for a, b in zip(self.secrets.randomness, u, strict=True)),
        )
        s = tuple((w + c * value) % Q for w, value in zip(omega, sums, strict=True))
        return ShuffleProof(
            t=t,
            t_chain=tuple(t_chain),
            s=(s[0], s[1], s[2], s[3]),
            s_chain=tuple((w + c * value) % Q for w, value in zip(omega_chain, r_chain, strict=True)),
            s_permutation=tuple((w + c * value) % Q for w, value in zip(omega_permutation, u_permuted, strict=True)),
            permutation=tuple(permutation),
            chain=tuple(chain),
        )


def _chained_sum(r_chain: Sequence[int], u_permuted: Sequence[int]) -> int:
    """Steps 18 to 20: the randomness of the chain's end."""
    value, product = 0, 1
    for r, u in zip(reversed(r_chain), reversed(u_permuted), strict=True):
        value = (value + r * product) % Q
        product = product * u % Q
    return value


def shuffle_rows(election: Election, rows: Sequence[Row], random: RandomBytes) -> bytes:
    """A shuffle of ``rows``, the ciphertexts of each question that is opened, as JSON with its proofs."""
    outputs, proofs = [], []
    for row in rows:
        after, secrets = _shuffle_row(election.public_key, row, random)
        outputs.append(after)
        proofs.append(_Prover(election, row, after, secrets, random).prove())
    return _compose(outputs, proofs)


def _compose(rows: Sequence[Row], proofs: Sequence[ShuffleProof]) -> bytes:
    ciphertexts = [[item.as_json() for item in row] for row in rows]
    return canonical({"ciphertexts": ciphertexts, "proofs": [proof.as_json() for proof in proofs]})


def _parse_points(value: object) -> tuple[Point, ...]:
    return tuple(parse_point(text) for text in parse_list(value))


def _parse_scalars(value: object) -> tuple[int, ...]:
    return tuple(parse_scalar(text) for text in parse_list(value))


def _tuple(value: object, length: int) -> list[object]:
    items = parse_list(value)
    if len(items) != length:
        raise MalformedError("json-array")
    return items


def _parse_proof(value: object) -> ShuffleProof:
    t, s, permutation, chain = _tuple(value, 4)
    t1, t2, t3, t4, t_chain = _tuple(t, 5)
    s1, s2, s3, s4, s_chain, s_permutation = _tuple(s, 6)
    t41, t42 = _tuple(t4, 2)
    return ShuffleProof(
        t=(parse_point(t1), parse_point(t2), parse_point(t3), parse_point(t41), parse_point(t42)),
        t_chain=_parse_points(t_chain),
        s=(parse_scalar(s1), parse_scalar(s2), parse_scalar(s3), parse_scalar(s4)),
        s_chain=_parse_scalars(s_chain),
        s_permutation=_parse_scalars(s_permutation),
        permutation=_parse_points(permutation),
        chain=_parse_points(chain),
    )


def _sizes(proof: ShuffleProof) -> set[int]:
    return {
        len(part) for part in (proof.t_chain, proof.s_chain, proof.s_permutation, proof.permutation, proof.chain)
    }


def parse_shuffle(raw: bytes, before: Sequence[Row]) -> Shuffle:
    """The shuffle of the rows ``before`` that is written in ``raw``.

    Raises ShuffleError ``shuffle-malformed``, or ``shuffle-shape`` when a row or a part of its proof has another length
    than its input.
    """
    try:
        members = parse_members(parse_json(raw), ("ciphertexts", "proofs"))
        rows = tuple(
            tuple(parse_ciphertext(item) for item in parse_list(row)) for row in parse_list(members["ciphertexts"])
        )
        proofs = tuple(_parse_proof(proof) for proof in parse_list(members["proofs"]))
        if _compose(rows, proofs) != raw:
            raise MalformedError("json-not-canonical")
        check_shape("shuffle-shape", [len(row) for row in before], rows)
    except (MalformedError, GroupError) as error:
        raise ShuffleError("shuffle-malformed", check=error.code) from error
    except TallyError as error:
        raise ShuffleError(error.code) from error
    if [_sizes(proof) for proof in proofs] != [{len(row)} for row in rows]:
        raise ShuffleError("shuffle-shape")
    return Shuffle(raw, rows, proofs)


def _negated(scalar: int) -> int:
    return -scalar % Q


def _expected_commitments(
    election: Election, proof: ShuffleProof, before: Row, after: Row, u: Sequence[int], c: int
) -> list[Point]:
    """Steps 11 to 21 of table 5: what t must be."""
    h, minus_c = generators(len(before)), _negated(c)
    s1, s2, s3, s4 = proof.s
    product = 1
    for value in u:
        product = product * value % Q
    c_bar = subtract(total(proof.permutation), total(h))
    last = proof.chain[-1] if proof.chain else secondary_generator()
    c_hat = subtract(last, multiply(secondary_generator(), product))
    alpha, beta = _dot([item.alpha for item in before], u), _dot([item.beta for item in before], u)
    alphas, betas = [item.alpha for item in after], [item.beta for item in after]
    expected = [
        add(multiply(c_bar, minus_c), multiply_generator(s1)),
        add(multiply(c_hat, minus_c), multiply_generator(s2)),
        total(
            (
                multiply(_dot(proof.permutation, u), minus_c),
                multiply_generator(s3),
                _dot(h, proof.s_permutation),
            )
        ),
        total(
            (
                multiply(beta, minus_c),
                multiply(election.public_key, _negated(s4)),
                _dot(betas, proof.s_permutation),
            )
        ),
        total((multiply(alpha, minus_c), multiply_generator(_negated(s4)), _dot(alphas, proof.s_permutation))),
    ]
    links = zip(
        proof.chain, [secondary_generator(), *proof.chain][:-1], proof.s_chain, proof.s_permutation, strict=True
    )
    expected.extend(
        total((multiply(point, minus_c), multiply_generator(hat), multiply(previous, prime)))
        for point, previous, hat, prime in links
    )
    return expected


def check_shuffle(shuffle: Shuffle, election: Election, before: Sequence[Row]) -> None:
    """Raises ShuffleError ``shuffle-proof`` unless each row is a permutation of its input, re-encrypted (table 5)."""
    for question, (row, after, proof) in enumerate(zip(before, shuffle.rows, shuffle.proofs, strict=True)):
        statement = _statement(row, after, proof.permutation)
        u = challenges(len(row), f"shuffle-challenges|{election.fingerprint}|{statement}")
        shown = [*proof.t, *proof.t_chain]
        c = _final_challenge(election, statement, shown, proof.chain)
        if _expected_commitments(election, proof, row, after, u, c) != shown:
            raise ShuffleError("shuffle-proof", question=question)
