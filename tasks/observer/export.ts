import { exportOf } from "../../src/market/export.js";
import { UsageError } from "../../src/model/errors.js";
import { indexPath } from "../../src/observer/database/schema.js";
import { IndexReader } from "../../src/observer/database/index-reader.js";
import { requireWritable, writeFiles } from "../../src/report/write.js";
import { command } from "../command.js";

export default command(async ({ data, out }: { readonly data: string; readonly out: string | undefined }) => {
  if (out === undefined) throw new UsageError("--out is missing: give the folder to write to");
  await requireWritable(out);
  const record = IndexReader.open(indexPath(data));
  const { verificationWindow } = record.identity;
  const tables = record.fold((logs) => exportOf(logs, { now: record.head()?.timestamp ?? 0n, verificationWindow }));
  const files = Object.fromEntries(Object.entries(tables).map(([name, { csv }]) => [`${name}.csv`, csv]));
  await writeFiles(out, files);
  process.stdout.write(`Wrote ${Object.keys(files).join(", ")} to ${out}.\n`);
});
