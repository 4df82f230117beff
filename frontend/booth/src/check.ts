// What a trustee's own device checks before it reads anything: the whole archive, as far as the tally. It gives the
// tally only when that is the product of proven ballots of a roll, under a key that this trustee helped to make.
// Source: Belenios specification, "Archive" to "Encrypted tally".
import { sha256 } from "@noble/hashes/sha2.js";
import { type Election, electionOf, type Question } from "./ballot";
import { Refused } from "./credential";
import type { Group } from "./group";
import { fingerprint } from "./hash";
import { challenge, type Ciphertext, holds, type Proof, readBig, readProof, type Tried } from "./proofs";
import { readShared } from "./shared";

/** What trustees compare with each other, and the tally that may be read. */
export interface Checked {
  election: Election;
  tally: Ciphertext[][];
  facts: { fingerprint: string; head: string; codes: number; ballots: number; counted: number; votes: number };
}

interface Member {
  kind: string;
  hash: string;
  text: string;
}

/** After which events each may come, and how many data records stand before it. */
const AFTER = new Map<string, { after: string[]; data: number }>([
  ["Setup", { after: [""], data: 4 }],
  ["Ballot", { after: ["Setup", "Ballot"], data: 1 }],
  ["EndBallots", { after: ["Setup", "Ballot"], data: 0 }],
  ["EncryptedTally", { after: ["EndBallots"], data: 2 }],
  ["PartialDecryption", { after: ["EncryptedTally", "PartialDecryption"], data: 2 }],
]);

export function checkArchive(archive: Uint8Array, own: string, told: (done: number, of: number) => void): Checked {
  const events = chain(members(archive));
  const setup = events[0];
  if (setup?.type !== "Setup") throw new Refused("archive");
  const said = JSON.parse(setup.data[3].text);
  const found = (name: string) => {
    const one = setup.data.slice(0, 3).find((each) => each.hash === said[name]);
    if (!one) throw new Refused("archive");
    return one.text;
  };
  const record = found("election");
  const election = electionOf(record);
  checkTrustees(found("trustees"), JSON.parse(record).group, election, own);
  const roll = readRoll(found("credentials"), election.group);

  const ballots = events.filter((event) => event.type === "Ballot").map((event) => event.data[0].text);
  if (new Set(ballots).size !== ballots.length) throw new Refused("ballot");
  const last = new Map<string, Ciphertext[][]>();
  const checker = new BallotCheck(election);
  ballots.forEach((text, at) => {
    const { credential, choices } = checker.check(text, roll);
    last.set(credential, choices);
    told(at + 1, ballots.length);
  });

  const { group } = election;
  const tally: Ciphertext[][] = election.questions.map((question) =>
    Array.from({ length: widthOf(question) }, () => ({ alpha: 1n, beta: 1n })),
  );
  let votes = 0;
  for (const [credential, choices] of last) {
    const weight = roll.get(credential) as bigint;
    votes += Number(weight);
    choices.forEach((row, at) =>
      row.forEach((one, column) => {
        const sum = tally[at][column];
        sum.alpha = group.times(sum.alpha, group.power(one.alpha, weight));
        sum.beta = group.times(sum.beta, group.power(one.beta, weight));
      }),
    );
  }
  const published = events.find((event) => event.type === "EncryptedTally");
  if (!published) throw new Refused("not-ended");
  const sized = JSON.parse(published.data[1].text);
  const rows: { alpha: string; beta: string }[][] = JSON.parse(published.data[0].text);
  const written = JSON.stringify(tally.map((row) => row.map((one) => [String(one.alpha), String(one.beta)])));
  if (
    sized.encrypted_tally !== published.data[0].hash ||
    Number(sized.num_tallied) !== last.size ||
    Number(sized.total_weight) !== votes ||
    JSON.stringify(rows.map((row) => row.map((one) => [one.alpha, one.beta]))) !== written
  ) {
    throw new Refused("tally");
  }
  return {
    election,
    tally,
    facts: {
      fingerprint: election.fingerprint,
      head: published.hash,
      codes: roll.size,
      ballots: ballots.length,
      counted: last.size,
      votes,
    },
  };
}

/** The members of the tar file, each named after the hash of what is in it. */
function members(archive: Uint8Array): Member[] {
  const found: Member[] = [];
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let at = 0; at < archive.length; ) {
    const header = String.fromCharCode(...archive.subarray(at, at + 512));
    const name = header.slice(0, 100).replace(/\0+$/, "");
    const octal = header.slice(124, 135);
    const size = /^[0-7]{11}$/.test(octal) ? parseInt(octal, 8) : archive.length;
    const content = archive.subarray(at + 512, at + 512 + size);
    const end = at + 512 + Math.ceil(size / 512) * 512;
    if (end > archive.length || archive.subarray(at + 512 + size, end).some(Boolean)) throw new Refused("archive");
    at = end;
    const match = /^([0-9a-f]{64})\.(data|event)\.json$/.exec(name);
    if (match) {
      const hash = hexOf(sha256(content));
      if (hash !== match[1]) throw new Refused("archive");
      found.push({ kind: match[2], hash, text: decoder.decode(content) });
    } else if (name !== "BELENIOS" || found.length) {
      throw new Refused("archive");
    }
  }
  return found;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The events, each following the one before it, with the data that they speak of. */
function chain(records: Member[]): { type: string; hash: string; data: Member[] }[] {
  const events: { type: string; hash: string; data: Member[] }[] = [];
  let pending: Member[] = [];
  for (const record of records) {
    if (record.kind === "data") {
      pending.push(record);
      continue;
    }
    const said = JSON.parse(record.text);
    const before = events[events.length - 1];
    const rule = AFTER.get(said.type);
    if (
      said.parent !== before?.hash ||
      said.height !== events.length ||
      !rule?.after.includes(before?.type ?? "") ||
      pending.length !== rule.data ||
      said.payload !== pending[pending.length - 1]?.hash
    ) {
      throw new Refused("archive");
    }
    events.push({ type: said.type, hash: record.hash, data: pending });
    pending = [];
  }
  if (pending.length) throw new Refused("archive");
  return events;
}

/** Every trustee knows a secret half, their product is the key of the election, and one of them is this one. */
function checkTrustees(text: string, name: string, election: Election, own: string): void {
  const { group } = election;
  const trustees: [string, Record<string, unknown>][] = JSON.parse(text);
  let product = 1n;
  let mine = false;
  for (const [kind, said] of trustees) {
    const { keys, whole } = kind === "Pedersen" ? readShared(said, group, name) : single(kind, said, group, name);
    product = group.times(product, whole);
    mine ||= keys.some((key) => String(key) === own);
  }
  if (!mine) throw new Refused("other-key");
  if (product !== election.key.base) throw new Refused("trustees");
}

function single(kind: string, said: Record<string, unknown>, group: Group, name: string): { keys: bigint[]; whole: bigint } {
  const key = readBig(said.public_key);
  const proof = readProof(said.pok as object, group);
  const [power, one] = group.powers(key, [proof.challenge, group.q]);
  const commitment = group.times(group.ofG.power(proof.response), power);
  if (kind !== "Single" || one !== 1n || challenge(group, `pok|${name}|${key}|`, [commitment]) !== proof.challenge) {
    throw new Refused("trustees");
  }
  return { keys: [key], whole: key };
}

/** Each public credential with its votes. */
function readRoll(text: string, group: Group): Map<string, bigint> {
  const roll = new Map<string, bigint>();
  for (const line of JSON.parse(text) as string[]) {
    const [credential, weight = "1"] = line.split(",");
    const votes = readBig(weight);
    if (roll.has(credential) || votes < 1n || votes >= group.q || readBig(credential) >= group.p) {
      throw new Refused("roll");
    }
    roll.set(credential, votes);
  }
  return roll;
}

/** Checks ballots of one election in full. */
class BallotCheck {
  private readonly election: Election;

  constructor(election: Election) {
    this.election = election;
  }

  check(text: string, roll: Map<string, bigint>): { credential: string; choices: Ciphertext[][] } {
    const { election } = this;
    const { group } = election;
    const said = JSON.parse(text);
    const { signature, ...unsigned } = said;
    const { credential } = said;
    const proof = readProof(signature.proof, group);
    const [power, one] = group.powers(readBig(credential), [proof.challenge, group.q]);
    const signed = group.times(group.ofG.power(proof.response), power);
    const right =
      JSON.stringify(said) === text &&
      Object.keys(said).join() === "election_uuid,election_hash,credential,answers,signature" &&
      said.election_uuid === election.uuid &&
      said.election_hash === election.fingerprint &&
      roll.has(credential) &&
      said.answers.length === election.questions.length &&
      signature.hash === fingerprint(JSON.stringify(unsigned)) &&
      one === 1n &&
      challenge(group, `sig|${signature.hash}|`, [signed]) === proof.challenge;
    if (!right) throw new Refused("ballot");
    const bound = `${election.fingerprint}|${credential}`;
    return { credential, choices: election.questions.map((each, at) => this.answer(said.answers[at], each, bound)) };
  }

  private answer(said: AnswerText, question: Question, bound: string): Ciphertext[] {
    const { group, key } = this.election;
    const blank = question.blank ? 1 : 0;
    const choices = said.choices.map(({ alpha, beta }) => ({ alpha: readBig(alpha), beta: readBig(beta) }));
    const individual = said.individual_proofs.map((proofs) => proofs.map((each) => readProof(each, group)));
    const overall = said.overall_proof.map((each) => readProof(each, group));
    const blanks = blank ? (said.blank_proof ?? []).map((each) => readProof(each, group)) : [];
    const shaped =
      choices.length === widthOf(question) &&
      individual.length === choices.length &&
      individual.every((proofs) => proofs.length === 2) &&
      overall.length === question.max - question.min + 1 + blank &&
      blanks.length === 2 * blank;
    if (!shaped) throw new Refused("ballot");
    let right = true;
    const signs: Tried[] = []; // the blank bit, in the overall proof and in that of blank votes
    choices.forEach(({ alpha, beta }, at) => {
      const more = blank && at === 0 ? [overall[0], blanks[0]] : [];
      const tried = tries(group, { alpha, beta }, [...individual[at], ...more], false);
      signs.push(...tried.slice(2));
      right &&= holds(group, key, claimed(tried.slice(0, 2), [0, 1]), `prove|${bound}|${alpha},${beta}|`);
    });
    const product = choices.slice(blank).reduce(
      (sum, each) => ({ alpha: group.times(sum.alpha, each.alpha), beta: group.times(sum.beta, each.beta) }),
      { alpha: 1n, beta: 1n },
    );
    const whole = `${bound}|${choices.map((one) => `${one.alpha},${one.beta}`).join(",")}`;
    const values = Array.from({ length: question.max - question.min + 1 }, (_, at) => question.min + at);
    const sums = tries(group, product, [...overall.slice(blank), ...blanks.slice(1)], true);
    const counted = claimed(sums.slice(0, values.length), values);
    if (blank) {
      right &&= holds(group, key, [...claimed(signs.slice(0, 1), [1]), ...counted], `bproof1|${whole}|`);
      right &&= holds(group, key, claimed([signs[1], sums[values.length]], [0, 0]), `bproof0|${whole}|`);
    } else {
      right &&= holds(group, key, counted, `prove|${whole}|${product.alpha},${product.beta}|`);
    }
    if (!right) throw new Refused("ballot");
    return choices;
  }
}

interface AnswerText {
  choices: { alpha: string; beta: string }[];
  individual_proofs: object[][];
  overall_proof: object[];
  blank_proof?: object[];
}

/** The powers of a ciphertext that its proofs need; unless it is `known` to be, it must be one of the group. */
function tries(group: Group, one: Ciphertext, proofs: Proof[], known: boolean): Tried[] {
  const exponents = proofs.map((proof) => proof.challenge);
  if (!known) exponents.push(group.q);
  const alphas = group.powers(one.alpha, exponents);
  const betas = group.powers(one.beta, exponents);
  if (!known && (alphas.pop() !== 1n || betas.pop() !== 1n)) throw new Refused("ballot");
  return proofs.map((proof, at) => ({ alpha: alphas[at], beta: betas[at], claimed: 0, proof }));
}

function claimed(tried: Tried[], values: number[]): Tried[] {
  return tried.map((one, at) => ({ ...one, claimed: values[at] }));
}

function widthOf(question: Question): number {
  return question.answers.length + (question.blank ? 1 : 0);
}
