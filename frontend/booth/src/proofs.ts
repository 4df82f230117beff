// Proofs that give nothing away. Source: Belenios specification, "Proofs"; the forms are those of the verifier.
import { Refused } from "./credential";
import type { Group, Table } from "./group";
import { hashed } from "./hash";

export interface Proof {
  challenge: bigint;
  response: bigint;
}

export interface Ciphertext {
  alpha: bigint;
  beta: bigint;
}

/** That the ciphertext made with `randomness` holds `claimed`, while in truth it holds `held`. */
export interface Case {
  randomness: bigint;
  held: number;
  claimed: number;
}

export function challenge(group: Group, prefix: string, numbers: bigint[]): bigint {
  return hashed(prefix + numbers.join(",")) % group.q;
}

/** That one knows the exponent `secret` of a power of g. */
export function known(group: Group, secret: bigint, prefix: string): Proof {
  const w = group.random();
  const hash = challenge(group, prefix, [group.ofG.power(w)]);
  return { challenge: hash, response: group.modQ(w - secret * hash) };
}

/** That one of these cases is true. Whoever encrypted knows the randomness, so tables of g and the key are enough. */
export function oneOf(group: Group, key: Table, cases: Case[], prefix: string): Proof[] {
  const proven = cases.findIndex((one) => one.held === one.claimed);
  const w = group.random();
  const commitments: bigint[] = [];
  const made = cases.map((one, at) => {
    if (at === proven) {
      commitments.push(group.ofG.power(w), key.power(w));
      return { challenge: 0n, response: 0n };
    }
    const proof = { challenge: group.random(), response: group.random() };
    const exponent = group.modQ(proof.response + one.randomness * proof.challenge);
    const shift = group.ofG.power(group.modQ(BigInt(one.held - one.claimed) * proof.challenge));
    commitments.push(group.ofG.power(exponent), group.times(key.power(exponent), shift));
    return proof;
  });
  const others = made.reduce((sum, proof) => sum + proof.challenge, 0n);
  const hash = group.modQ(challenge(group, prefix, commitments) - others);
  made[proven] = { challenge: hash, response: group.modQ(w - cases[proven].randomness * hash) };
  return made;
}

/** One case of such proofs to be checked: alpha and beta to the power of its challenge, and what it claims. */
export interface Tried {
  alpha: bigint;
  beta: bigint;
  claimed: number;
  proof: Proof;
}

/** Whether proofs that one of these cases is true hold. */
export function holds(group: Group, key: Table, cases: Tried[], prefix: string): boolean {
  const commitments = cases.flatMap(({ alpha, beta, claimed, proof }) => {
    const shift = group.ofG.power(group.modQ(BigInt(-claimed) * proof.challenge));
    const second = group.times(group.times(key.power(proof.response), beta), shift);
    return [group.times(group.ofG.power(proof.response), alpha), second];
  });
  const total = cases.reduce((sum, { proof }) => sum + proof.challenge, 0n);
  return challenge(group, prefix, commitments) === group.modQ(total);
}

export function writtenProof(proof: Proof): { challenge: string; response: string } {
  return { challenge: String(proof.challenge), response: String(proof.response) };
}

export function writtenCiphertext(one: Ciphertext): { alpha: string; beta: string } {
  return { alpha: String(one.alpha), beta: String(one.beta) };
}

/** A number as the protocol writes it: a text of digits, in its one writing. */
export function readBig(text: unknown): bigint {
  if (typeof text !== "string" || !/^(0|[1-9][0-9]{0,700})$/.test(text)) throw new Refused("archive");
  return BigInt(text);
}

export function readProof(said: object, group: Group): Proof {
  const written = said as Record<string, unknown>;
  const proof = { challenge: readBig(written.challenge), response: readBig(written.response) };
  if (proof.challenge >= group.q || proof.response >= group.q) throw new Refused("ballot");
  return proof;
}
