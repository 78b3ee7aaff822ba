import type { NodeClient, Provider } from "../../src/chain/rpc/node-client.js";

interface Waiting {
  readonly call: Parameters<Provider["request"]>[0];
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A provider that sends all calls of one turn in one batch: over HTTP, a message costs more than most answers.
 * It keeps the order of the calls if the client keeps the order of its messages.
 */
export function gathered(client: NodeClient): Provider {
  let waiting: Waiting[] = [];
  const send = async (): Promise<void> => {
    const all = waiting;
    waiting = [];
    try {
      const answers = await client.requestMany(all.map(({ call }) => call));
      for (const [i, { resolve, reject }] of all.entries()) {
        const answer = answers[i];
        if (answer === undefined) reject(new Error("a call has no answer"));
        else if ("error" in answer) reject(answer.error);
        else resolve(answer.result);
      }
    } catch (error) {
      for (const { reject } of all) reject(error as Error);
    }
  };
  return {
    request: (call) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) queueMicrotask(() => void send());
        waiting.push({ call, resolve, reject });
      }),
  };
}
