// A code is given up, for a spare one or for a ballot on paper. Source: waardeel.belenios.exchange, which checks it.
import { secretOf } from "./credential";
import { GROUPS } from "./group";
import { known, writtenProof } from "./proofs";

/** What the holder of a code makes to give it up in one election; `into` is a spare public credential, or "paper". */
export function makeExchange(code: string, uuid: string, name: string, into: string): string {
  return JSON.stringify(exchangeOf(code, uuid, name, into));
}

/** The same for all the elections of a meeting, by which another code comes for the lost one. */
export function makeExchanges(code: string, uuids: string[], name: string, spare: string): string {
  return JSON.stringify(
    Object.fromEntries(uuids.map((uuid) => [uuid, exchangeOf(code, uuid, name, publicOfCode(spare, uuid, name))])),
  );
}

/** The public half of a code in one election. */
export function publicOfCode(code: string, uuid: string, name: string): string {
  const group = GROUPS[name];
  return String(group.ofG.power(secretOf(code, uuid, group)));
}

function exchangeOf(code: string, uuid: string, name: string, into: string): object {
  const group = GROUPS[name];
  const secret = secretOf(code, uuid, group);
  const credential = String(group.ofG.power(secret));
  const proof = writtenProof(known(group, secret, `exchange|${uuid}|${credential}|${into}|`));
  return { credential, into, proof };
}
