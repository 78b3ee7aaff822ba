import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

const root = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** The page writes its outputs anew. */
const update = process.env.WATTLANE_UPDATE_GOLDEN === "1";

/** What the page's commands need of the project. */
const PARTS =
  "artifacts cache contracts data/sample docs/operate.md hardhat.config.ts ignition " +
  "package.json package-lock.json proofs schemas scripts src tasks test tsconfig.json typechain-types";

const isShipped = (path: string) => !path.includes(join("ignition", "deployments"));

/** What is pasted, and below it what it prints. */
const BLOCK = /^```bash\n(?<commands>[^]*?)^```\n(?:\n```\n(?<output>[^]*?)\n?```\n)?/gm;
const END = "(end of a block)";

const page = readFileSync(root("docs/operate.md"), "utf8");
const blocks = [...page.matchAll(BLOCK)].map(({ groups }) => groups as { commands: string; output?: string });

/** What of an output is the same in every run: no ids, times or numbers, and of a log's lines the keys, each once. */
function shape(output: string): string[] {
  const lines = output.split("\n").filter((line) => !/^(\.\.\. |wattlane_peer_errors_total)/.test(line));
  const isJson = (line: string) => line.startsWith("{");
  const logged = lines.filter(isJson).map((line) => {
    const fields = JSON.parse(line) as { readonly msg?: string };
    return [...Object.keys(fields), fields.msg].join(" ");
  });
  const told = lines
    .filter((line) => !isJson(line))
    .map((line) =>
      line
        .replaceAll(/operate-\w{6}/g, "operate-X")
        .replaceAll(/chain-\d+-[0-9a-f]{8}/g, "chain-X")
        .replaceAll(/\b0x[0-9a-f]+…?/gi, "0x")
        .replaceAll(/\d[\d.,:e+]*/g, "0")
        .replaceAll(/-{2,}|(?<=\S) +/g, " ")
        .trim(),
    );
  return [...told.filter((line) => line !== ""), ...new Set(logged)].sort();
}

describe("The page Operate, pasted as it stands", function () {
  this.timeout(600_000);

  const scratch = mkdtempSync(join(tmpdir(), "wattlane-operate-"));
  /** Another process that listens where the page would begin, and what it was sent. */
  let stranger: Server;
  const heard: Buffer[] = [];
  let first: number;
  let outputs: string[];
  let code: number | null;

  before(async () => {
    for (const part of PARTS.split(" "))
      cpSync(root(part), join(scratch, part), { recursive: true, filter: isShipped });
    symlinkSync(root("node_modules"), join(scratch, "node_modules"));
    mkdirSync(join(scratch, "data"), { recursive: true });
    stranger = createServer((socket) => socket.on("data", (data) => heard.push(data)).on("error", () => undefined));
    first = await listenOn(stranger, update ? 8500 : 10_000 + 100 * (process.pid % 200));

    const script = blocks.map(({ commands }) => `${commands}echo; echo '${END}'\n`).join("");
    // What the test's own command set for its children, such as its configuration, is not the page's.
    const kept = Object.entries(process.env).filter(([name]) => !/^(HARDHAT|HH|WATTLANE|NODE)_/.test(name));
    const env = { ...Object.fromEntries(kept), first: String(first) };
    const shell = spawn("bash", ["-e", "-c", `exec 2>&1\n${script}`], {
      cwd: scratch,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [printed, [status]] = await Promise.all([
      text(shell.stdout),
      once(shell, "close") as Promise<[number | null]>,
    ]);
    outputs = printed.split(`\n${END}\n`);
    code = status;
    if (update && code === 0) writeFileSync(root("docs/operate.md"), renewed(outputs));
  });

  after(() => {
    stranger.close();
    rmSync(scratch, { recursive: true });
  });

  it("runs to its end, and each block prints what the page shows", () => {
    expect(code, outputs.slice(-2).join("\n")).to.equal(0);
    expect(outputs).to.have.length(blocks.length + 1);
    for (const [i, { commands, output = "" }] of blocks.entries())
      if (!update) expect(shape(outputs[i]!), `${commands}\n${outputs[i]!}`).to.deep.equal(shape(output));
  });

  it("says nothing to a process that already listens on its port", () => {
    expect(outputs[0]).to.include(`ports from ${first + 100} on`);
    expect(heard).to.deep.equal([]);
  });

  it("leaves no process behind", async () => {
    for (let port = first + 100; port <= first + 110; port += 1) {
      const socket = connect(port, "127.0.0.1");
      const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
      expect(error.code, String(port)).to.equal("ECONNREFUSED");
    }
  });

  it("gives a key to those who sign alone: no observer", () => {
    const keyed = blocks.flatMap(({ commands }) => commands.match(/PRIVATE_KEY=.* hardhat \w+/g) ?? []);
    expect(keyed.map((command) => command.split(" ").at(-1))).to.have.members(["authority", "meter", "meter"]);
  });
});

/** Has the server listen on this port, or a hundred or more above: below those that the system gives out itself. */
async function listenOn(server: Server, port: number): Promise<number> {
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
    return port;
  } catch {
    return listenOn(server, port + 100);
  }
}

function renewed(outputs: readonly string[]): string {
  let block = 0;
  return page.replaceAll(BLOCK, (whole, commands: string, output: string | undefined) => {
    const printed = outputs[block++]!.replaceAll(/^\.\.\. .*\n|\r/gm, "").trim();
    return output === undefined ? whole : `\`\`\`bash\n${commands}\`\`\`\n\n\`\`\`\n${printed}\n\`\`\`\n`;
  });
}
