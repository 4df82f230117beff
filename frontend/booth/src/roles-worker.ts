// The worker of trustees and of the credential authority. A message is {id, role, ...}; the answer has its id.
import { Refused } from "./credential";
import { decrypt, makeCredentials, makeKey, picture, publicOf } from "./roles";

self.onmessage = ({ data }: MessageEvent) => {
  const { id } = data;
  try {
    if (data.role === "key") self.postMessage({ id, ...makeKey(data.group) });
    else if (data.role === "public") self.postMessage({ id, public: publicOf(data.group, data.secret) });
    else if (data.role === "picture") self.postMessage({ id, ...picture(data.text) });
    else if (data.role === "decrypt") {
      self.postMessage({ id, decryption: decrypt(data.record, data.tally, data.secret) });
    } else {
      const told = (done: number) => self.postMessage({ id, done });
      self.postMessage({ id, ...makeCredentials(data.uuid, data.group, data.weights, told) });
    }
  } catch (fault) {
    self.postMessage({ id, refused: fault instanceof Refused ? fault.reason : "fault" });
  }
};
