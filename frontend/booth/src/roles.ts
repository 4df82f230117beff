// What trustees and the credential authority do on their own machines: their secrets never leave it.
// Source: Belenios specification, "Trustee keys", "Credentials", "Partial decryptions".
import encodeQR from "qr";
import type { Checked } from "./check";
import { makeCode, Refused, secretOf } from "./credential";
import { GROUPS, type Group } from "./group";
import { challenge, known, writtenProof } from "./proofs";

/** A new key: the secret half for the trustee alone, the public half to publish. */
export function makeKey(name: string): { secret: string; key: string } {
  const group = GROUPS[name];
  const secret = group.random();
  const publicKey = group.ofG.power(secret);
  const pok = writtenProof(known(group, secret, `pok|${name}|${publicKey}|`));
  return { secret: String(secret), key: JSON.stringify({ pok, public_key: String(publicKey) }) };
}

/** The part of one trustee in reading the result of an archive that was checked; nothing else can be read here. */
export function decrypt({ election, tally }: Checked, secret: string): string {
  const { group } = election;
  const x = exponentOf(secret, group);
  const prefix = `decrypt|${election.fingerprint}|${group.ofG.power(x)}|`;
  const made = tally.map((row) =>
    row.map(({ alpha }) => {
      const w = group.random();
      const hash = challenge(group, prefix, [group.ofG.power(w), group.power(alpha, w)]);
      return { factor: group.power(alpha, x), proof: { challenge: hash, response: group.modQ(w - x * hash) } };
    }),
  );
  return JSON.stringify({
    decryption_factors: made.map((row) => row.map((one) => String(one.factor))),
    decryption_proofs: made.map((row) => row.map((one) => writtenProof(one.proof))),
  });
}

/** The public half of a trustee's secret key, to see whether it is the right one. */
export function publicOf(name: string, secret: string): string {
  const group = GROUPS[name];
  return String(group.ofG.power(exponentOf(secret, group)));
}

function exponentOf(secret: string, group: Group): bigint {
  const value = /^[0-9]+$/.test(secret) ? BigInt(secret) : 0n;
  if (value === 0n || value >= group.q) throw new Refused("key-form");
  return value;
}

/** Codes for voters with so many votes each, then spare ones, then those for ballots on paper; each serves all the
 * elections `uuids`. `publics` are of the first; `roll` is the answer to publish, in an order that tells nothing. */
export function makeCredentials(
  uuids: string[],
  name: string,
  weights: number[],
  spares: number,
  papers: number,
  told: (done: number) => void,
): { codes: string[]; publics: string[]; uses: string[]; roll: string } {
  const group = GROUPS[name];
  const some = (count: number, use: string): string[] => Array(count).fill(use);
  const uses = [...weights.map(() => "voter"), ...some(spares, "spare"), ...some(papers, "paper")];
  const codes = uses.map(() => makeCode());
  const halves = uuids.map((uuid, question) =>
    codes.map((code, at) => {
      told(question * codes.length + at + 1);
      return String(group.ofG.power(secretOf(code, uuid, group)));
    }),
  );
  const answers = halves.map((publics, at) => {
    const credentials = publics.map((one, at) => ((weights[at] ?? 1) === 1 ? one : `${one},${weights[at]}`)).sort();
    const [spare, paper] = ["spare", "paper"].map((use) => publics.filter((_, at) => uses[at] === use).sort());
    return [uuids[at], { credentials, spare, paper }];
  });
  return { codes, publics: halves[0], uses, roll: JSON.stringify(Object.fromEntries(answers)) };
}

/** A picture for a phone to scan, as the path of an SVG of `size` x `size` squares. */
export function picture(text: string): { size: number; path: string } {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  let path = "";
  rows.forEach((row, y) => row.forEach((dark, x) => { if (dark) path += `M${x} ${y}h1v1h-1z`; }));
  return { size: rows.length, path };
}
