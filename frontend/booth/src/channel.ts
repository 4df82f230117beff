// How one trustee writes to another through the server, which cannot read it. Source: Belenios specification, "Public
// key encryption", "Channels"; RFC 3610 (CCM, of which the browser knows the two halves, CBC and CTR).
import { Refused } from "./credential";
import { type Group, numberOf } from "./group";
import { bytesOf, sha256Of } from "./hash";
import { challenge, known, type Proof, readBig, readProof, writtenProof } from "./proofs";

const TAG = 8;
const NONCE = 13;
const LONGEST = 65535;

export interface Signed {
  message: string;
  signature: Proof;
}

export const writtenSigned = ({ message, signature }: Signed) => ({ message, signature: writtenProof(signature) });

export function sign(message: string, secret: bigint, group: Group): Proof {
  return known(group, secret, `sigmsg|${message}|`);
}

/** Whether the holder of `publicKey`, an element of the group, signed. */
export function signed(message: string, { challenge: asked, response }: Proof, publicKey: bigint, group: Group): boolean {
  const commitment = group.times(group.ofG.power(response), group.power(publicKey, asked));
  return challenge(group, `sigmsg|${message}|`, [commitment]) === asked;
}

export function readSigned(said: unknown, group: Group): Signed {
  const { message, signature } = said as { message: unknown; signature: object };
  if (typeof message !== "string") throw new Refused("ceremony");
  return { message, signature: readProof(signature, group) };
}

export async function send(message: string, signing: bigint, recipient: bigint, group: Group): Promise<string> {
  const said = JSON.stringify({ recipient: String(recipient), message });
  const plain = bytesOf(JSON.stringify(writtenSigned({ message: said, signature: sign(said, signing, group) })));
  const hidden = group.ofG.power(group.random());
  const r = group.random();
  const alpha = group.ofG.power(r);
  const data = new Uint8Array(plain.length + TAG);
  const nonce = nonceOf(alpha);
  const [tag, hiddenText] = split(await counted(hidden, nonce, await authenticated(hidden, nonce, plain), plain));
  data.set(hiddenText);
  data.set(tag, plain.length);
  const beta = group.times(group.power(recipient, r), hidden);
  return JSON.stringify({ alpha: String(alpha), beta: String(beta), data: hexOf(data) });
}

/** What the holder of `sender` sent to the holder of the exponent `decryption`. `whose` goes into the refusal. */
export async function receive(text: string, decryption: bigint, sender: bigint, group: Group, whose: string): Promise<string> {
  const said = JSON.parse(text) as { alpha: unknown; beta: unknown; data: unknown };
  const [alpha, beta] = [readBig(said.alpha), readBig(said.beta)];
  if (!group.contains(alpha) || !group.contains(beta)) throw new Refused(whose);
  if (typeof said.data !== "string" || !/^([0-9a-f]{2})+$/.test(said.data)) throw new Refused(whose);
  const data = Uint8Array.from(said.data.match(/../g) as string[], (pair) => parseInt(pair, 16));
  const length = data.length - TAG;
  if (length < 1 || length > LONGEST) throw new Refused(whose);
  const hidden = group.times(beta, group.power(alpha, group.modQ(-decryption)));
  const nonce = nonceOf(alpha);
  const tag = new Uint8Array(16);
  tag.set(data.subarray(length));
  const [found, plain] = split(await counted(hidden, nonce, tag, data.subarray(0, length)));
  const wanted = await authenticated(hidden, nonce, plain);
  if (!found.every((byte, at) => byte === wanted[at])) throw new Refused(whose);
  const inner = readSigned(JSON.parse(new TextDecoder().decode(plain)), group);
  const { recipient, message } = JSON.parse(inner.message) as { recipient: unknown; message: unknown };
  const mine = readBig(recipient) === group.ofG.power(group.modQ(decryption));
  if (!mine || typeof message !== "string" || !signed(inner.message, inner.signature, sender, group)) throw new Refused(whose);
  return message;
}

const nonceOf = (alpha: bigint) => sha256Of(`iv|${alpha}`).subarray(0, NONCE);
const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const split = (bytes: Uint8Array) => [bytes.subarray(0, TAG), bytes.subarray(16)];

function keyOf(hidden: bigint, name: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", sha256Of(`key|${hidden}`) as BufferSource, name, false, ["encrypt"]);
}

/** The tag of CCM before it is hidden: the last block of the text in CBC mode. */
async function authenticated(hidden: bigint, nonce: Uint8Array, plain: Uint8Array): Promise<Uint8Array> {
  const blocks = new Uint8Array(16 + Math.ceil(plain.length / 16) * 16);
  blocks.set([0x19, ...nonce, plain.length >> 8, plain.length & 255]); // a tag of 8 bytes, a length of 2 bytes
  blocks.set(plain, 16);
  const iv = new Uint8Array(16);
  const made = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, await keyOf(hidden, "AES-CBC"), blocks);
  return new Uint8Array(made).slice(blocks.length - 16, blocks.length); // a block of padding comes after it
}

/** The tag and the text in CTR mode, the same way there and back. */
async function counted(hidden: bigint, nonce: Uint8Array, tag: Uint8Array, text: Uint8Array): Promise<Uint8Array> {
  const counter = new Uint8Array(16);
  counter.set([1, ...nonce]);
  const whole = new Uint8Array(16 + text.length);
  whole.set(tag);
  whole.set(text, 16);
  const key = await keyOf(hidden, "AES-CTR");
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CTR", counter, length: 16 }, key, whole));
}

/** The two secrets of a trustee, from the seed. */
export function secretsOf(seed: string, group: Group): { signing: bigint; decryption: bigint } {
  if (!/^[1-9A-HJ-NP-Za-km-z]{22}$/.test(seed)) throw new Refused("key-form");
  const [signing, decryption] = ["sk", "dk"].map((use) => numberOf(sha256Of(`${use}|${seed}`)) % group.q);
  return { signing, decryption };
}
