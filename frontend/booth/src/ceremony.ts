// How trustees come to share a key, in three rounds; see the same rounds in `waardeel.belenios.trustee.ceremony`.
// A trustee keeps the seed alone: all else lies at the server, public or encrypted for a trustee.
import { receive, secretsOf, send, sign, writtenSigned } from "./channel";
import { makeLetters, Refused } from "./credential";
import { GROUPS } from "./group";
import { known, readBig, writtenProof } from "./proofs";
import { agreed, type Certificate, checkAgreed, type Context, powerAt, readCertificates, readCoefficients } from "./shared";

interface Handed {
  polynomial: string;
  secrets: string[];
  coefexps: unknown[];
  signatures: unknown[];
}

/** Round 1: a new seed, for the trustee alone, and the certificate. */
export function certify(context: Context): { secret: string; certificate: string } {
  const group = GROUPS[context.group];
  const seed = makeLetters(22);
  const { signing, decryption } = secretsOf(seed, group);
  const { size, threshold, index } = context;
  const message = JSON.stringify({
    context: { group: context.group, size, threshold, index },
    verification: String(group.ofG.power(signing)),
    encryption: String(group.ofG.power(decryption)),
  });
  return { secret: seed, certificate: JSON.stringify(writtenSigned({ message, signature: sign(message, signing, group) })) };
}

/** Round 2: a polynomial, hidden, and a point of it for each trustee. */
export async function deal(seed: string, context: Context, certificates: unknown[]): Promise<string> {
  const group = GROUPS[context.group];
  const { signing } = secretsOf(seed, group);
  const all = certificatesOf(seed, context, certificates);
  const polynomial = Array.from({ length: context.threshold }, () => group.random());
  const coefficients = polynomial.map((one) => group.ofG.power(one));
  const pointAt = (x: number) => polynomial.reduceRight((value, one) => group.modQ(value * BigInt(x) + one), 0n);
  const sent = (message: object, to: Certificate) => send(JSON.stringify(message), signing, to.encryption, group);
  const message = JSON.stringify({ coefexps: coefficients.map(String) });
  return JSON.stringify({
    polynomial: await sent({ polynomial: polynomial.map(String) }, all[context.index - 1]),
    secrets: await Promise.all(all.map((to, at) => sent({ secret: String(pointAt(at + 1)) }, to))),
    coefexps: writtenSigned({ message, signature: sign(message, signing, group) }),
    signature: writtenProof(sign(agreed(all, coefficients), signing, group)),
  });
}

/** Round 3: the key of this trustee, after all that the others gave was checked. */
export async function take(seed: string, context: Context, certificates: unknown[], handed: Handed): Promise<string> {
  const group = GROUPS[context.group];
  const { signing, decryption } = secretsOf(seed, group);
  const all = certificatesOf(seed, context, certificates);
  const own = all[context.index - 1];
  const coefficients = readCoefficients(handed.coefexps, all, context.threshold, group);
  checkAgreed(handed.signatures, all, coefficients, group);
  const kept = JSON.parse(await receive(handed.polynomial, decryption, own.verification, group, "ceremony"));
  const mine = (kept.polynomial as unknown[]).map((one) => group.ofG.power(group.modQ(readBig(one))));
  if (mine.join() !== coefficients[context.index - 1].join()) throw new Refused("ceremony");
  if (handed.secrets.length !== all.length) throw new Refused("ceremony");
  let total = 0n;
  for (const [at, text] of handed.secrets.entries()) {
    const whose = `point-${at + 1}`;
    const point = readBig(JSON.parse(await receive(text, decryption, all[at].verification, group, whose)).secret);
    if (point >= group.q || group.ofG.power(point) !== powerAt(coefficients[at], context.index, group)) {
      throw new Refused(whose);
    }
    total = group.modQ(total + point);
  }
  const publicKey = String(group.ofG.power(total));
  return JSON.stringify({
    private_key: await send(JSON.stringify({ decryption_key: String(total) }), signing, own.encryption, group),
    public_key: {
      pok: writtenProof(known(group, total, `pok|${context.group}|${publicKey}|`)),
      public_key: publicKey,
      signature: writtenProof(sign(publicKey, signing, group)),
    },
  });
}

/** With what the trustee decrypts, from the seed and the encrypted key of round 3. */
export async function openKey(seed: string, name: string, encrypted: string): Promise<string> {
  const group = GROUPS[name];
  const { signing, decryption } = secretsOf(seed, group);
  const said = await receive(encrypted, decryption, group.ofG.power(signing), group, "other-key");
  return String(readBig(JSON.parse(said).decryption_key));
}

function certificatesOf(seed: string, context: Context, said: unknown[]): Certificate[] {
  const group = GROUPS[context.group];
  const { signing, decryption } = secretsOf(seed, group);
  if (said.length !== context.size) throw new Refused("ceremony");
  const found = readCertificates(said, context.threshold, group, context.group);
  const own = found[context.index - 1];
  if (own.verification !== group.ofG.power(signing) || own.encryption !== group.ofG.power(decryption)) {
    throw new Refused("other-key");
  }
  return found;
}
