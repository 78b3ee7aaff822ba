import { toTextTable } from "../../src/report/table.js";
import { print } from "./facts.js";
import { marketCommand, type SessionArguments } from "./session.js";

/** The committee: who is in it, and how many of them decide. */
export default marketCommand(async (_: SessionArguments, session) => {
  const { reader } = session;
  const [authorities, epoch, quorum, blockingMinority] = await Promise.all([
    reader.authorities(),
    reader.committeeEpoch(),
    reader.quorum(),
    reader.blockingMinority(),
  ]);
  print(session, { epoch, quorum, blockingMinority, authorities }, () => {
    const table = toTextTable(
      [
        { name: "seat", heading: "Seat", value: (address: string) => authorities.indexOf(address) + 1 },
        { name: "address", heading: "Authority", value: (address: string) => address },
      ],
      authorities,
    );
    const decides =
      reader.record.kind === "improved"
        ? `${quorum} of ${authorities.length} verify an agreement, ${blockingMinority} can refuse one`
        : "all of them verify an agreement, one can refuse it";
    return `${table}\nEpoch ${epoch}: ${decides}.\n`;
  });
});
