import { exportOf } from "../../src/market/export.js";
import { UserError } from "../../src/model/errors.js";
import { recordPath } from "../../src/observer/record/record-path.js";
import { BEFORE_ALL, RecordReader } from "../../src/observer/record/record-reader.js";
import { writeFiles } from "../../src/report/write.js";
import { command } from "../command.js";

export default command(async ({ data, out }: { readonly data: string; readonly out: string | undefined }) => {
  if (out === undefined) throw new UserError("--out is missing: give the folder to write to");
  const record = RecordReader.open(recordPath(data));
  const tables = record.inOneState(() => {
    const { verificationWindow } = record.identity;
    return exportOf(record.eventsAfter(BEFORE_ALL), { now: record.head()?.timestamp ?? 0n, verificationWindow });
  });
  const files = Object.fromEntries(Object.entries(tables).map(([name, { csv }]) => [`${name}.csv`, csv]));
  await writeFiles(out, files);
  process.stdout.write(`Wrote ${Object.keys(files).join(", ")} to ${out}.\n`);
});
