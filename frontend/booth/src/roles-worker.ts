// The worker of trustees and of the credential authority. A message is {id, role, ...}; the answer has its id.
import { certify, deal, openKey, take } from "./ceremony";
import { type Checked, checkArchive } from "./check";
import { Refused } from "./credential";
import { makeExchanges, publicOfCode } from "./exchange";
import { decrypt, makeCredentials, makeKey, picture, publicOf } from "./roles";

let checked: Checked | undefined;

self.onmessage = async ({ data }: MessageEvent) => {
  const { id } = data;
  try {
    if (data.role === "key") self.postMessage({ id, ...makeKey(data.group) });
    else if (data.role === "public") self.postMessage({ id, public: publicOf(data.group, data.secret) });
    else if (data.role === "certify") self.postMessage({ id, ...certify(data.context) });
    else if (data.role === "deal") self.postMessage({ id, dealt: await deal(data.secret, data.context, data.certificates) });
    else if (data.role === "take") {
      self.postMessage({ id, taken: await take(data.secret, data.context, data.certificates, data.handed) });
    } else if (data.role === "open") self.postMessage({ id, secret: await openKey(data.secret, data.group, data.encrypted) });
    else if (data.role === "picture") self.postMessage({ id, ...picture(data.text) });
    else if (data.role === "check") {
      checked = undefined;
      checked = checkArchive(data.archive, data.public, (done, of) => self.postMessage({ id, done, of }));
      self.postMessage({ id, facts: checked.facts });
    } else if (data.role === "decrypt") {
      if (!checked) throw new Refused("archive");
      self.postMessage({ id, decryption: decrypt(checked, data.secret) });
    } else if (data.role === "exchange") {
      self.postMessage({ id, exchange: makeExchanges(data.code, data.uuids, data.group, data.spare) });
    } else if (data.role === "publics") {
      self.postMessage({ id, publics: data.codes.map((code: string) => publicOfCode(code, data.uuid, data.group)) });
    } else {
      const told = (done: number) => self.postMessage({ id, done });
      self.postMessage({ id, ...makeCredentials(data.uuids, data.group, data.weights, data.spares, data.papers, told) });
    }
  } catch (fault) {
    self.postMessage({ id, refused: fault instanceof Refused ? fault.reason : "fault" });
  }
};
