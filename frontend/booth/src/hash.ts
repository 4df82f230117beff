// SHA-256 of texts, as a number and as the fingerprint by which ballots and elections are named.
import { sha256 } from "@noble/hashes/sha2.js";
import { numberOf } from "./group";

const encoder = new TextEncoder();

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

export function sha256Of(text: string): Uint8Array {
  return sha256(bytesOf(text));
}

export function hashed(text: string): bigint {
  return numberOf(sha256Of(text));
}

/** SHA-256 in base 64 without padding. */
export function fingerprint(text: string): string {
  return btoa(String.fromCharCode(...sha256(bytesOf(text)))).replace(/=+$/, "");
}
