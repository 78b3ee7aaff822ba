import { exportOf } from "../../src/observer/export/export.js";
import { recordPath } from "../../src/observer/record/record-path.js";
import { RecordReader } from "../../src/observer/record/record-reader.js";
import { UserError } from "../../src/model/errors.js";
import { writeFiles } from "../../src/report/write.js";
import { command } from "../command.js";

export default command(async ({ data, out }: { readonly data: string; readonly out: string | undefined }) => {
  if (out === undefined) throw new UserError("--out is missing: the folder to write to");
  const files = exportOf(RecordReader.open(recordPath(data)));
  await writeFiles(out, files);
  process.stdout.write(`Wrote ${Object.keys(files).join(", ")} to ${out}.\n`);
});
