// A code is given up, for a spare one or for a ballot on paper. Source: waardeel.belenios.exchange, which checks it.
import { secretOf } from "./credential";
import { GROUPS } from "./group";
import { known, writtenProof } from "./proofs";

/** What the holder of a code makes to give it up; `into` is a spare public credential, or "paper". */
export function makeExchange(code: string, uuid: string, name: string, into: string): string {
  const group = GROUPS[name];
  const secret = secretOf(code, uuid, group);
  const credential = String(group.ofG.power(secret));
  const proof = writtenProof(known(group, secret, `exchange|${uuid}|${credential}|${into}|`));
  return JSON.stringify({ credential, into, proof });
}
