// The worker of the booth. A message is {id, record, code, choices}; the answer {id, ballot, tracker} or {id, refused}.
import { type Election, electionOf, makeBallot } from "./ballot";
import { Refused } from "./credential";

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
    } else {
      self.postMessage({ id: data.id, ...makeBallot(election, data.code, data.choices) });
    }
  } catch (fault) {
    self.postMessage({ id: data.id, refused: fault instanceof Refused ? fault.reason : "fault" });
  }
};
