// A ballot: choices that nobody can read, with proofs that the question allows them.
// Source: Belenios specification, "Encrypted answers" to "Ballots".
import { Refused, secretOf } from "./credential";
import { GROUPS, type Group, Table } from "./group";
import { fingerprint } from "./hash";
import { type Case, type Ciphertext, known, oneOf, writtenCiphertext, writtenProof } from "./proofs";

export interface Question {
  answers: string[];
  blank?: boolean;
  min: number;
  max: number;
  question: string;
}

export interface Election {
  uuid: string;
  fingerprint: string;
  group: Group;
  key: Table;
  questions: Question[];
}

/** The election of a record, to the letter as it was published. */
export function electionOf(record: string): Election {
  const said = JSON.parse(record);
  const group = GROUPS[said.group];
  if (!group) throw new Refused("election");
  const key = BigInt(said.public_key);
  if (!group.contains(key) || key === 1n) throw new Refused("election");
  return {
    uuid: said.uuid,
    fingerprint: fingerprint(record),
    group,
    key: new Table(group, key),
    questions: said.questions,
  };
}

/** The ballot of who holds `code`: for each question a 0 or 1 for each answer, blank first where it is allowed. */
export function makeBallot(election: Election, code: string, choices: number[][]): { ballot: string; tracker: string } {
  const { group } = election;
  const secret = secretOf(code, election.uuid, group);
  const credential = String(group.ofG.power(secret));
  const unsigned = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential,
    answers: election.questions.map((question, at) => answered(election, question, credential, choices[at])),
  };
  const hash = fingerprint(JSON.stringify(unsigned));
  const proof = writtenProof(known(group, secret, `sig|${hash}|`));
  const ballot = JSON.stringify({ ...unsigned, signature: { hash, proof } });
  return { ballot, tracker: fingerprint(ballot) };
}

function answered(election: Election, question: Question, credential: string, chosen: number[]): object {
  allow(question, chosen);
  const { group, key } = election;
  const bound = `${election.fingerprint}|${credential}`;
  const randomness = chosen.map(() => group.random());
  const choices: Ciphertext[] = chosen.map((held, at) => ({
    alpha: group.ofG.power(randomness[at]),
    beta: group.times(key.power(randomness[at]), held ? group.g : 1n),
  }));
  const individual = chosen.map((held, at) =>
    oneOf(
      group,
      key,
      [0, 1].map((claimed) => ({ randomness: randomness[at], held, claimed })),
      `prove|${bound}|${choices[at].alpha},${choices[at].beta}|`,
    ),
  );
  const blank = question.blank ? 1 : 0;
  const whole = `${bound}|${choices.map((one) => `${one.alpha},${one.beta}`).join(",")}`;
  const total = group.modQ(randomness.slice(blank).reduce((sum, one) => sum + one, 0n));
  const held = chosen.slice(blank).reduce((sum, one) => sum + one, 0);
  const overall: Case[] = [];
  for (let claimed = question.min; claimed <= question.max; claimed++) overall.push({ randomness: total, held, claimed });
  const answer = {
    choices: choices.map(writtenCiphertext),
    individual_proofs: individual.map((proofs) => proofs.map(writtenProof)),
  };
  if (!blank) {
    const product = choices.reduce((one, other) => ({
      alpha: group.times(one.alpha, other.alpha),
      beta: group.times(one.beta, other.beta),
    }));
    const prefix = `prove|${whole}|${product.alpha},${product.beta}|`;
    return { ...answer, overall_proof: oneOf(group, key, overall, prefix).map(writtenProof) };
  }
  const sign = { randomness: randomness[0], held: chosen[0] };
  const second = [{ ...sign, claimed: 1 }, ...overall];
  const first = [
    { ...sign, claimed: 0 },
    { randomness: total, held, claimed: 0 },
  ];
  return {
    ...answer,
    overall_proof: oneOf(group, key, second, `bproof1|${whole}|`).map(writtenProof),
    blank_proof: oneOf(group, key, first, `bproof0|${whole}|`).map(writtenProof),
  };
}

function allow(question: Question, chosen: number[]): void {
  const blank = question.blank ? 1 : 0;
  if (chosen.length !== question.answers.length + blank || chosen.some((one) => one !== 0 && one !== 1)) {
    throw new Refused("choice");
  }
  const many = chosen.slice(blank).reduce((sum, one) => sum + one, 0);
  const right = blank && chosen[0] ? many === 0 : many >= question.min && many <= question.max;
  if (!right) throw new Refused("choice");
}
