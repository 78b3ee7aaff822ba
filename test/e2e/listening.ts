import { setTimeout as sleep } from "node:timers/promises";

import { readPage, type VerdictMessage } from "../../src/authority/wire.js";

/**
 * Asks authorities again and again what verdicts they gave, as anybody may; those that are away are asked the next
 * time.
 */
export class Listener {
  readonly heard: VerdictMessage[] = [];
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  constructor(urls: readonly string[]) {
    this.#done = this.#listen(urls);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #listen(urls: readonly string[]): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const answers = await Promise.all(urls.map((url) => verdictsOf(url)));
      this.heard.push(...answers.flat());
      await sleep(ASKING_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

const ASKING_MS = 700;

async function verdictsOf(url: string): Promise<VerdictMessage[]> {
  let body: unknown;
  try {
    const answer = await fetch(`${url}/agreements`, { signal: AbortSignal.timeout(1500) });
    body = await answer.json();
  } catch {
    return [];
  }
  return readPage(body).agreements.flatMap(({ verdicts }) => verdicts);
}
