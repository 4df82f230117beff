// The code on a voter's letter. Source: Belenios specification, "Credentials".
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Group, numberOf } from "./group";
import { bytesOf } from "./hash";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** What is wrong with what was typed; the page has the words. */
export class Refused extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** The code in its one writing: with dashes. */
export function normal(typed: string): string {
  const letters = typed.replace(/[\s-]/g, "");
  const places = [...letters].map((letter) => ALPHABET.indexOf(letter));
  if (places.length !== 15 || places.includes(-1)) throw new Refused("code-form");
  if (check(places.slice(0, 14)) !== places[14]) throw new Refused("code-typo");
  return grouped(letters);
}

/** So many random places in the alphabet. */
function somePlaces(count: number): number[] {
  const places: number[] = [];
  while (places.length < count) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 232) places.push(byte % 58); // 232 = 4 x 58, so that every letter is as likely
  }
  return places;
}

/** So many random letters and digits. */
export function makeLetters(count: number): string {
  return somePlaces(count).map((place) => ALPHABET[place]).join("");
}

export function makeCode(): string {
  const places = somePlaces(14);
  return grouped([...places, check(places)].map((place) => ALPHABET[place]).join(""));
}

export function secretOf(code: string, uuid: string, group: Group): bigint {
  return numberOf(pbkdf2(sha256, bytesOf(normal(code)), bytesOf(uuid), { c: 1000, dkLen: 32 })) % group.q;
}

function check(places: number[]): number {
  const value = places.reduce((sum, place) => sum * 58n + BigInt(place), 0n);
  return 53 - Number(value % 53n);
}

function grouped(letters: string): string {
  return letters.replace(/...(?=.)/g, "$&-");
}
