import { perform, type ActArguments } from "./act.js";
import { fact } from "./facts.js";
import { marketCommand } from "./session.js";
import { addressOption, required } from "./values.js";

interface ChangeArguments extends ActArguments {
  readonly authority: string | undefined;
}

/** The command that adds or removes an authority; the operator's to do. */
export function changeCommand(name: "add" | "remove") {
  return marketCommand(async (args: ChangeArguments, session) => {
    const { reader, accounts } = session;
    const text = required("the authority", args.authority, "its address");
    const authority = addressOption("the authority", text, accounts);
    await perform(session, args, {
      name: `authorities ${name}`,
      call: [`${name}Authority`, [authority]],
      facts: [fact("authority", "authority", authority)],
      outcome: async () => {
        const [members, epoch, quorum] = await Promise.all([
          reader.authorities(),
          reader.committeeEpoch(),
          reader.quorum(),
        ]);
        return [
          fact("authorities", "authorities", members.length),
          fact("quorum", "quorum", quorum),
          fact("epoch", "epoch", epoch, `${epoch}: earlier verdicts count no more`),
        ];
      },
    });
  });
}
