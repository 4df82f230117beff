// The worker of the booth. A message is {id, record, code, choices}; the answer {id, ballot, tracker} or {id, refused}.
// With {id, record, code, into} the code is given up instead, and the answer is {id, exchange}.
import { type Election, electionOf, makeBallot } from "./ballot";
import { Refused } from "./credential";
import { makeExchange } from "./exchange";

let made: { record: string; election: Election } | undefined;

self.onmessage = ({ data }: MessageEvent) => {
  try {
    if (made?.record !== data.record) made = { record: data.record, election: electionOf(data.record) };
    const { election } = made as { election: Election };
    // Without a code the tables are made ahead, while the voter still reads.
    if (data.code === undefined) {
      election.group.ofG.power(election.group.q - 1n);
      election.key.power(election.group.q - 1n);
      self.postMessage({ id: data.id, ready: true });
    } else if (data.into) {
      self.postMessage({ id: data.id, exchange: makeExchange(data.code, election.uuid, election.group.name, data.into) });
    } else {
      self.postMessage({ id: data.id, ...makeBallot(election, data.code, data.choices) });
    }
  } catch (fault) {
    self.postMessage({ id: data.id, refused: fault instanceof Refused ? fault.reason : "fault" });
  }
};
