// Trustees who share a key, so that some of them are enough: what is published about them, checked.
// Source: Belenios specification, "Trustees with threshold decryption"; T. P. Pedersen, EUROCRYPT 1991.
import { readSigned, type Signed, signed, writtenSigned } from "./channel";
import { Refused } from "./credential";
import type { Group } from "./group";
import { challenge, readBig, readProof } from "./proofs";

export interface Certificate extends Signed {
  verification: bigint;
  encryption: bigint;
}

export interface Context {
  group: string;
  size: number;
  threshold: number;
  index: number;
}

const need = (right: boolean, reason: string) => {
  if (!right) throw new Refused(reason);
};

export function readElement(said: unknown, group: Group): bigint {
  const element = readBig(said);
  need(group.contains(element), "ceremony");
  return element;
}

/** All certificates, each made for its place among so many, and signed with its own key. */
export function readCertificates(said: unknown[], threshold: number, group: Group, name: string): Certificate[] {
  const found = said.map((each, at) => {
    const one = readSigned(each, group);
    const { context, verification, encryption } = JSON.parse(one.message) as Record<string, unknown>;
    const own = context as Context;
    const here = own?.group === name && own.size === said.length && own.threshold === threshold && own.index === at + 1;
    const read = { ...one, verification: readElement(verification, group), encryption: readElement(encryption, group) };
    need(here && read.verification !== 1n && read.encryption !== 1n, "ceremony");
    need(signed(one.message, one.signature, read.verification, group), "ceremony");
    return read;
  });
  need(new Set(found.map((each) => each.verification)).size === found.length, "ceremony");
  return found;
}

/** Of each trustee g to the power of each coefficient, signed by them. */
export function readCoefficients(said: unknown[], certificates: Certificate[], threshold: number, group: Group): bigint[][] {
  need(said.length === certificates.length, "ceremony");
  return said.map((each, at) => {
    const { message, signature } = readSigned(each, group);
    need(signed(message, signature, certificates[at].verification, group), "ceremony");
    const row = (JSON.parse(message).coefexps as unknown[]).map((one) => readElement(one, group));
    need(row.length === threshold, "ceremony");
    return row;
  });
}

/** What a trustee signs so that all surely used the same certificates: these, and their own coefficients. */
export function agreed(certificates: Certificate[], coefficients: bigint[]): string {
  const said = { certs: certificates.map(writtenSigned), coefexps: coefficients.map(String) };
  return `certs_sig|${JSON.stringify(said)}`;
}

export function checkAgreed(said: unknown[], certificates: Certificate[], coefficients: bigint[][], group: Group): void {
  need(said.length === certificates.length, "ceremony");
  said.forEach((each, at) => {
    const proof = readProof(each as object, group);
    need(signed(agreed(certificates, coefficients[at]), proof, certificates[at].verification, group), "ceremony");
  });
}

/** g to the power of a polynomial at x, from g to the power of its coefficients. */
export function powerAt(coefficients: bigint[], x: number, group: Group): bigint {
  return coefficients.reduceRight((value, one) => group.times(group.power(value, BigInt(x)), one), 1n);
}

/** The public keys of trustees who share a key, and their part of the key of the election. */
export function readShared(said: unknown, group: Group, name: string): { keys: bigint[]; whole: bigint } {
  const record = said as Record<string, unknown[]> & { threshold: number };
  const { threshold, certs, coefexps, signatures, verification_keys: made } = record;
  need([certs, coefexps, signatures, made].every(Array.isArray) && Number.isInteger(threshold), "trustees");
  need(threshold >= 1 && threshold <= certs.length && made.length === certs.length, "trustees");
  const certificates = readCertificates(certs, threshold, group, name);
  const coefficients = readCoefficients(coefexps, certificates, threshold, group);
  checkAgreed(signatures, certificates, coefficients, group);
  const together = coefficients.reduce((all, row) => all.map((one, at) => group.times(one, row[at])));
  const keys = made.map((each, at) => {
    const { public_key: written, pok, signature } = each as Record<string, unknown>;
    const key = readElement(written, group);
    const { challenge: asked, response } = readProof(pok as object, group);
    const commitment = group.times(group.ofG.power(response), group.power(key, asked));
    need(challenge(group, `pok|${name}|${key}|`, [commitment]) === asked, "trustees");
    need(key === powerAt(together, at + 1, group), "trustees");
    need(signed(String(key), readProof(signature as object, group), certificates[at].verification, group), "trustees");
    return key;
  });
  return { keys, whole: together[0] };
}
